/*
 * Names of sets of facts, so that a test which is written for the author can begin with one of
 * them: `local well = facts { ... }` at the outermost level, where it begins its line.
 */
#include "script/suite_private.h"

#include <ctype.h>

void suite_note_facts(lua_State *state, const struct given *given, struct place place) {
    struct suite_draft *draft = session_of(state)->tests;
    struct facts_made *made = session_append(state, &draft->made, &draft->made_count,
                                             &draft->made_capacity, sizeof *draft->made);
    made->place = place;
    made->given = *given;
}

/* Line number `number` of the text, up to its column. */
static struct text line_before(struct text text, struct place place) {
    size_t begin = 0;
    for (uint32_t line = 1; line < place.line && begin < text.length; begin++) {
        line += text.at[begin] == '\n';
    }
    size_t length = place.column - 1;
    return begin + length <= text.length ? text_from(text.at + begin, length) : text_from(NULL, 0);
}

static size_t skip_spaces(struct text text, size_t at) {
    while (at < text.length && (text.at[at] == ' ' || text.at[at] == '\t')) {
        at++;
    }
    return at;
}

static size_t skip_name(struct text text, size_t at) {
    while (at < text.length && (isalnum((unsigned char)text.at[at]) || text.at[at] == '_')) {
        at++;
    }
    return at;
}

/* Of "local well = " or "local worse = well:" the name; empty where it is neither. */
static struct text name_in(struct text line) {
    struct text word = text_of("local ");
    struct text nothing = text_from(NULL, 0);
    if (line.length < word.length || memcmp(line.at, word.at, word.length) != 0) {
        return nothing;
    }
    size_t begin = skip_spaces(line, word.length);
    size_t end = skip_name(line, begin);
    size_t at = skip_spaces(line, end);
    if (end == begin || at == line.length || line.at[at] != '=') {
        return nothing;
    }
    at = skip_name(line, skip_spaces(line, at + 1));
    at += at < line.length && line.at[at] == ':';
    return at == line.length ? text_from(line.at + begin, end - begin) : nothing;
}

static struct text source_of(const struct session *session, struct text path) {
    for (const struct loaded_file *file = session->files; file != NULL; file = file->next) {
        if (text_equal(file->path, path)) {
            return file->bytes;
        }
    }
    return text_from(NULL, 0);
}

bool suite_find_bases(struct session *session, struct suite *suite) {
    const struct suite_draft *draft = session->tests;
    struct named_facts *bases = arena_calloc(session->arena, draft->made_count + 1, sizeof *bases);
    suite->bases = bases;
    for (size_t i = 0; bases != NULL && i < draft->made_count; i++) {
        const struct facts_made *made = &draft->made[i];
        struct text name = text_from(NULL, 0);
        if (text_equal(made->place.file, suite->file) && made->place.column > 0) {
            struct text source = source_of(session, made->place.file);
            name = name_in(line_before(source, made->place));
        }
        if (!text_is_empty(name)) {
            bases[suite->base_count++] = (struct named_facts){name, made->given};
        }
    }
    return bases != NULL;
}
