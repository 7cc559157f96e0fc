#!/bin/sh
# Runs the quick suites under valgrind: what the sanitizers cannot see (values that nobody set).
# The suites that open a sandbox on purpose at its limits, or run thousands of random programs, are
# left to the sanitizers, which are twenty times faster.
#
# Some suites bring their own malloc, which fails on demand; valgrind is to leave it alone.
set -eu
build=$1
status=0
passed=0
failed=0
for suite in "$build"/tests/test_*; do
    case "$suite" in
    *.log | *oracle | *sandbox* | *scripts | *space | *exhaust* | *corpus*) continue ;;
    esac
    [ -x "$suite" ] || continue
    if valgrind --quiet --soname-synonyms=somalloc=nouserintercepts --error-exitcode=9 \
        --leak-check=full --errors-for-leak-kinds=definite \
        "$suite" >"$suite.valgrind.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        status=1
        printf 'valgrind: %s failed\n' "$suite"
        cat "$suite.valgrind.log"
    fi
done
printf '%d passed, %d failed\n' "$passed" "$failed"
exit $status
