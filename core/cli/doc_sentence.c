/*
 * A sentence of rules/words.h, told for people: in
 *
 *     consciousness is A, or temperature is 38 Cel or more
 *
 * "consciousness" and "temperature" lead to their questions, "A" is told by its label and "Cel" by
 * its name. Sentences are made of few words, and so this needs no grammar: a name is remembered,
 * and its options are looked for until the next name comes.
 */
#include "cli/doc_page.h"
#include "cli/services.h"

#include <ctype.h>
#include <string.h>

struct reading {
    struct page *page;
    const char *at;
    const json_t *named; /* the fact or the result that the sentence speaks of, or NULL */
    bool behind_number;  /* a unit may stand here */
};

static bool is_name_byte(char byte) {
    return isalnum((unsigned char)byte) || byte == '_';
}

/* True where `word` stands here as a whole. */
static bool stands_here(const char *at, const char *word) {
    size_t length = strlen(word);
    return length > 0 && strncmp(at, word, length) == 0 && !is_name_byte(at[length]);
}

static void say(struct reading *reading, const char *from, size_t length) {
    reading->page->form->escape(reading->page, text_from(from, length));
}

/* ---- options and units ----------------------------------------------------------------------- */

static bool is_word_of_sentences(const char *at) {
    static const char *const words[] = {"is", "not", "or", "and", "none", "over", "under", "holds"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (stands_here(at, words[i])) {
            return true;
        }
    }
    return false;
}

/* The longest option or line that stands here; NULL where none does. */
static const char *option_here(const struct reading *reading) {
    const char *longest = NULL;
    size_t index;
    json_t *item;
    json_array_foreach(json_object_get(reading->named, "options"), index, item) {
        const char *option = json_string_value(item);
        if (stands_here(reading->at, option) &&
            (longest == NULL || strlen(option) > strlen(longest))) {
            longest = option;
        }
    }
    json_array_foreach(json_object_get(reading->named, "lines"), index, item) {
        if (stands_here(reading->at, json_text(item, "name"))) {
            longest = json_text(item, "name");
        }
    }
    return longest;
}

static bool tell_option(struct reading *reading) {
    const char *option = is_word_of_sentences(reading->at) ? NULL : option_here(reading);
    if (option == NULL) {
        return false;
    }
    page_say(reading->page, "“");
    page_quote(reading->page, page_label(reading->named, option));
    page_say(reading->page, "”");
    reading->at += strlen(option);
    return true;
}

static bool tell_unit(struct reading *reading) {
    enum { CODE_SIZE = 32 };
    char code[CODE_SIZE];
    size_t length = strcspn(reading->at, " ,;)");
    if (!reading->behind_number || length == 0 || length >= CODE_SIZE) {
        return false;
    }
    memcpy(code, reading->at, length);
    code[length] = '\0';
    page_say(reading->page, page_unit(code));
    reading->at += length;
    return true;
}

/* ---- words ----------------------------------------------------------------------------------- */

static const json_t *what_is_named(const struct page *page, struct text name) {
    size_t index;
    json_t *result;
    json_array_foreach((json_t *)page_list(page, "results"), index, result) {
        if (text_is(name, json_text(result, "name"))) {
            return result;
        }
    }
    return page_fact(page, name);
}

static void tell_word(struct reading *reading) {
    size_t length = 0;
    while (is_name_byte(reading->at[length])) {
        length++;
    }
    struct text word = text_from(reading->at, length);
    const char *kind = page_kind(reading->page, word);
    if (kind != NULL) {
        reading->named = what_is_named(reading->page, word);
        const char *hint = json_text(reading->named, "ask");
        reading->page->form->name(reading->page, kind, word, hint);
    } else {
        say(reading, reading->at, length);
    }
    reading->at += length;
}

static void tell_number(struct reading *reading) {
    size_t length = strspn(reading->at, "-0123456789.e+");
    say(reading, reading->at, length);
    reading->at += length;
    reading->behind_number = reading->at[0] == ' ' && !is_word_of_sentences(reading->at + 1);
    if (reading->behind_number) {
        say(reading, reading->at++, 1);
    }
}

static void tell_quoted(struct reading *reading) {
    const char *end = strchr(reading->at + 1, '"');
    size_t length = end == NULL ? strlen(reading->at) : (size_t)(end + 1 - reading->at);
    say(reading, reading->at, length);
    reading->at += length;
}

void page_sentence(struct page *page, const char *words) {
    struct reading reading = {page, words, NULL, false};
    while (reading.at[0] != '\0') {
        char first = reading.at[0];
        bool number = isdigit((unsigned char)first) ||
                      (first == '-' && isdigit((unsigned char)reading.at[1]));
        if (tell_unit(&reading) || tell_option(&reading)) {
            reading.behind_number = false;
        } else if (number) {
            tell_number(&reading);
        } else if (is_name_byte(first)) {
            tell_word(&reading);
        } else if (first == '"') {
            tell_quoted(&reading);
        } else {
            say(&reading, reading.at++, 1);
        }
    }
}
