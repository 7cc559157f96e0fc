#!/bin/sh
# usage: install.sh BUILD SOURCE
#
# Installs the build into a folder of its own and uses it there, with nothing of the build in reach: a
# protocol that uses a plug-in, a plug-in made with the installed headers.
set -eu
build=$1
source=$2
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
unset SYNOVIA_PLUGINS
cmake --install "$build" --prefix "$prefix" >"$prefix/log" || {
    cat "$prefix/log"
    exit 1
}
PATH="$prefix/bin:$PATH"
cd "$prefix"

say() {
    printf 'install: %s\n' "$*"
}

say "a protocol with the installed plug-in"
sed -n '/^protocol "dose"/,/^```/p' "$source/plugins/README.md" | grep -v '^```' >dose.lua
synovia screen dose.lua --facts '{"height": 200, "weight": 120}' | grep -q 'advisory large'

say "the shipped protocols"
synovia check share/synovia/protocols >/dev/null

say "a journal in the installed store"
synovia journal stats --journal nothing-here.db 2>&1 | grep -q 'there is no store'

say "a plug-in made with the installed headers"
mkdir made
sed 's/"body"/"mine"/' "$source/plugins/body/body.c" >made/mine.c
cc -std=c11 -shared -fPIC -fvisibility=hidden -I include/synovia made/mine.c -lm -o made/mine.so
sed 's/use "body"/use "mine"/' dose.lua >mine.lua
SYNOVIA_PLUGINS="$prefix/made" synovia screen mine.lua --facts '{"height": 200, "weight": 120}' |
    grep -q 'advisory large'

say "and without it the protocol does not check"
if synovia check mine.lua >mine.log 2>&1; then
    cat mine.log
    exit 1
fi
grep -q "looked for $prefix/bin/plugins/mine.so, $prefix/bin/../lib/synovia/mine.so" mine.log
