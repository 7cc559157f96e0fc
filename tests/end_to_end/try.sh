#!/bin/sh
# ./dev try: starts the service on the shipped protocols, asks it a real question, stops it.
set -eu
synovia=$1
folder=$(mktemp -d)
socket="unix://$folder/synovia.sock"
server=""

cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT INT TERM

# The ready line goes into a pipe, so that we wait for it and not for a while.
mkfifo "$folder/ready"
"$synovia" serve protocols --listen "$socket" --journal "$folder/journal.db" 2>"$folder/ready" &
server=$!
exec 3<"$folder/ready"
while read -r line <&3; do
    printf '%s\n' "$line"
    case "$line" in
    *listening*) break ;;
    esac
done

# One real question, with all that settles it, so that the answer is short: who has a tingling limb,
# and cannot say whether there is a problem with a disc.
facts='{ "limb_tingling": true, "known_disc_problem": null }'
question="{ \"protocol\": \"thoracic-mobilization\", \"facts\": $facts }"

printf '\n$ synovia call screen %s\n' "'$question'"
"$synovia" call screen "$question" --connect "$socket"
printf '\n$ synovia screen protocols/thoracic-mobilization.lua --facts %s\n' "'$facts'"
"$synovia" screen protocols/thoracic-mobilization.lua --facts "$facts"
