/* Texts by language: is there a language that some texts have and others lack? Said once for each
 * language, since half a protocol in another tongue is an author's plan as often as a slip. */
#include "script/languages.h"

enum { LANGUAGES = 16 };

void languages_note(lua_State *state, struct phrase phrase, struct place place) {
    struct session *session = session_of(state);
    struct noted_text *text = session_alloc(state, 1, sizeof *text);
    *text = (struct noted_text){.phrase = phrase, .place = place};
    text->next = session->texts;
    session->texts = text;
}

/* `de` serves whoever reads `de-CH`. */
static bool serves(struct text language, struct text tag) {
    bool begins = tag.length > language.length && tag.at[language.length] == '-' &&
                  text_equal_caseless(text_from(tag.at, language.length), language);
    return begins || text_equal_caseless(language, tag);
}

static bool has_language(const struct phrase *phrase, struct text tag) {
    for (size_t i = 0; i < phrase->count; i++) {
        if (serves(phrase->entries[i].language, tag)) {
            return true;
        }
    }
    return false;
}

/* The tags in use; no more than are ever meant. */
static size_t collect(const struct session *session, struct text *tags) {
    size_t count = 0;
    for (const struct noted_text *text = session->texts; text != NULL; text = text->next) {
        for (size_t i = 0; i < text->phrase.count; i++) {
            struct text tag = text->phrase.entries[i].language;
            bool known = false;
            for (size_t k = 0; k < count && !known; k++) {
                known = text_equal_caseless(tags[k], tag);
            }
            if (!known && count < LANGUAGES) {
                tags[count++] = tag;
            }
        }
    }
    return count;
}

/* The texts that lack a language, and the first of them. */
static size_t count_without(const struct session *session, struct text tag, size_t *all,
                            struct place *first) {
    size_t without = 0;
    *all = 0;
    for (const struct noted_text *text = session->texts; text != NULL; text = text->next) {
        ++*all;
        if (!has_language(&text->phrase, tag)) {
            without++;
            *first = text->place;
        }
    }
    return without;
}

/* The language of the protocol must be everywhere; another one is missed where most texts have it.
 */
static void judge(struct session *session, struct text tag, bool own) {
    struct place first = {.line = 0};
    size_t all = 0;
    size_t without = count_without(session, tag, &all, &first);
    if (without == 0 || (!own && 2 * without >= all)) {
        return;
    }
    diagnostics_warning(session->diagnostics, DIAGNOSTIC_BAD_TEXT, first,
                        "%zu of %zu texts have no `%.*s`; this is the first", without, all,
                        (int)tag.length, tag.at);
    diagnostics_cure(session->diagnostics,
                     "add `%.*s = \"...\"`, or look for a misspelt tag: whoever reads that "
                     "language is shown another one here",
                     (int)tag.length, tag.at);
}

void languages_judge(struct session *session) {
    struct text header = session->declarations.header.language;
    struct text own = text_is_empty(header) ? text_of("en") : header;
    struct text tags[LANGUAGES];
    size_t count = collect(session, tags);
    if (count > 1) {
        judge(session, own, true);
    }
    for (size_t i = 0; count > 1 && i < count; i++) {
        if (!text_equal_caseless(tags[i], own)) {
            judge(session, tags[i], false);
        }
    }
}
