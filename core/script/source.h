/*
 * One source file, read and checked, ready for the sandbox: text, tokens, tree and layout together.
 */
#ifndef SYNOVIA_SCRIPT_SOURCE_H
#define SYNOVIA_SCRIPT_SOURCE_H

#include "base/arena.h"
#include "script/check.h"
#include "script/diagnostics.h"
#include "script/layout.h"
#include "script/lexer.h"
#include "script/syntax.h"

struct source {
    struct token_list tokens;
    struct syntax_tree tree;
    struct layout layout;
};

/*
 * Scans, parses, checks and lays out `text`. Both texts are copied into the arena, which owns the
 * result.
 *
 * Returns NULL where the source cannot be run at all (not Lua, too large, memory): at least one
 * error was reported, or `diagnostics->failed` is set. Otherwise the source can be run to find what
 * else is wrong, though the checks may have reported errors.
 */
const struct source *source_read(struct arena *arena, struct text file, struct text text,
                                 const struct vocabulary *vocabulary,
                                 struct diagnostics *diagnostics);

#endif
