/* The `protocol` header and the groups of questions. */
#include "script/words.h"

#include "base/date.h"
#include "base/limits.h"

/* ---- versions ---- */

static size_t digits(struct text text, size_t at) {
    size_t end = at;
    while (end < text.length && text.at[end] >= '0' && text.at[end] <= '9') {
        end++;
    }
    return end - at;
}

/* A whole number without a leading zero at `at`; its length, or 0. */
static size_t version_part(struct text text, size_t at) {
    size_t length = digits(text, at);
    return length > 1 && text.at[at] == '0' ? 0 : length;
}

/* Dot-separated parts of letters, digits and `-`, as behind the `-` or `+` of SemVer. */
static bool is_suffix(struct text text) {
    size_t part = 0;
    for (size_t i = 0; i <= text.length; i++) {
        char c = i < text.length ? text.at[i] : '.';
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '.') {
            if (part == 0) {
                return false;
            }
            part = 0;
        } else if (plain || c == '-') {
            part++;
        } else {
            return false;
        }
    }
    return true;
}

/* https://semver.org, version 2.0.0: 1.2.3, 1.2.3-rc.1, 1.2.3+build. */
static bool is_semver(struct text text) {
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        size_t length = version_part(text, at);
        at += length;
        if (length == 0 || (i < 2 && (at >= text.length || text.at[at++] != '.'))) {
            return false;
        }
    }
    if (at == text.length) {
        return true;
    }
    struct text rest = text_from(text.at + at + 1, text.length - at - 1);
    const char *build = memchr(text.at + at, '+', text.length - at);
    if (text.at[at] == '+') {
        return is_suffix(rest);
    }
    if (text.at[at] != '-') {
        return false;
    }
    if (build == NULL) {
        return is_suffix(rest);
    }
    size_t before = (size_t)(build - rest.at);
    return is_suffix(text_from(rest.at, before)) &&
           is_suffix(text_from(build + 1, rest.length - before - 1));
}

/* ---- the header ---- */

static void read_format(struct fields *fields) {
    double format = 0;
    if (fields_number(fields, "format", &format) && format != 1) {
        fields_error(fields, DIAGNOSTIC_BAD_HEADER, fields_place(fields, "format"),
                     "format %.14g is not known here; this program reads format 1", format);
        diagnostics_cure(fields->diagnostics, "write `format = 1`");
    }
}

static void read_version(struct fields *fields, struct header *header) {
    header->version = fields_text(fields, "version");
    if (!text_is_empty(header->version) && !is_semver(header->version)) {
        fields_error(fields, DIAGNOSTIC_BAD_HEADER, fields_place(fields, "version"),
                     "\"%.*s\" is not a version", (int)header->version.length, header->version.at);
        diagnostics_cure(fields->diagnostics, "write three numbers, as in \"1.0.0\" (semver.org)");
    }
}

/* A day under a key; its day number through `day`. */
static struct text read_day(struct fields *fields, const char *key, int32_t *day, bool *is_day) {
    struct text text = fields_text(fields, key);
    *is_day = date_parse(text, day);
    if (!text_is_empty(text) && !*is_day) {
        fields_error(fields, DIAGNOSTIC_BAD_HEADER, fields_place(fields, key),
                     "\"%.*s\" is not a day", (int)text.length, text.at);
        diagnostics_cure(fields->diagnostics, "write it as YYYY-MM-DD: \"2026-05-01\"");
    }
    return text;
}

static void read_reviewed(struct fields *fields, struct header *header) {
    if (!fields_push(fields, "reviewed")) {
        return;
    }
    struct fields inner;
    if (fields_open_inner(fields, "reviewed", 0, vocabulary_inner(INNER_REVIEWED), "`reviewed`",
                          &inner)) {
        int32_t day = 0;
        bool is_day = false;
        header->reviewed_by = fields_text(&inner, "by");
        header->reviewed_on = read_day(&inner, "on", &day, &is_day);
        lua_pop(fields->state, 1);
    }
    lua_pop(fields->state, 1);
}

static void read_review_by(struct fields *fields, struct declarations *declarations) {
    int32_t day = 0;
    bool is_day = false;
    declarations->header.review_by = read_day(fields, "review_by", &day, &is_day);
    if (!is_day) {
        return;
    }
    declarations->review_by_place = fields_place(fields, "review_by");
    if (day < declarations->today) {
        diagnostics_warning(
            fields->diagnostics, DIAGNOSTIC_REVIEW_PASSED, declarations->review_by_place,
            "this protocol was to be reviewed by %.*s", (int)declarations->header.review_by.length,
            declarations->header.review_by.at);
        diagnostics_cure(fields->diagnostics, "have it reviewed, then set `reviewed` and a later "
                                              "`review_by`");
    }
}

static void read_sources(struct fields *fields, struct header *header) {
    if (!fields_push(fields, "sources")) {
        return;
    }
    static const struct key_set list_keys = {NULL, NULL, "sources: { title = ... }"};
    struct fields list;
    if (fields_open_inner(fields, "sources", 0, &list_keys, "`sources`", &list)) {
        struct source_reference *sources =
            session_alloc(fields->state, list.count, sizeof *sources);
        for (size_t i = 0; i < list.count; i++) {
            struct fields source;
            fields_push_item(&list, i + 1);
            if (fields_open_inner(&list, NULL, i + 1, vocabulary_inner(INNER_SOURCE), "a source",
                                  &source)) {
                sources[i].title = fields_text(&source, "title");
                sources[i].url = fields_text(&source, "url");
                lua_pop(fields->state, 1);
            }
            lua_pop(fields->state, 1);
        }
        header->sources = sources;
        header->source_count = list.count;
        lua_pop(fields->state, 1);
    }
    lua_pop(fields->state, 1);
}

static void read_language(struct fields *fields, struct header *header) {
    header->language = fields_text(fields, "language");
    if (text_is_empty(header->language)) {
        header->language = text_of("en");
    } else if (!fields_is_language(header->language)) {
        fields_error(fields, DIAGNOSTIC_BAD_HEADER, fields_place(fields, "language"),
                     "\"%.*s\" is not a language tag of BCP 47", (int)header->language.length,
                     header->language.at);
        diagnostics_cure(fields->diagnostics, "write \"en\", \"de\", \"pt-BR\" ...");
    }
}

int declare_header(lua_State *state, struct pending *pending) {
    struct session *session = session_of(state);
    struct declarations *declarations = &session->declarations;
    struct header *header = &declarations->header;
    if (declarations->has_header) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_HEADER_TWICE, pending->place,
                          "a protocol has one header, and it comes first");
        diagnostics_cure(session->diagnostics, "move it to the beginning, and leave others out");
        return 0;
    }
    declarations->has_header = true;
    declarations->header_place = pending->place;
    header->id = pending->name;
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        return 0;
    }
    read_format(&fields);
    read_version(&fields, header);
    read_language(&fields, header);
    header->title = fields_phrase(&fields, "title");
    read_sources(&fields, header);
    header->authors =
        fields_texts(&fields, "authors", "the name of an author", &header->author_count);
    read_reviewed(&fields, header);
    read_review_by(&fields, declarations);
    header->refer = fields_referral(&fields, "refer");
    session->bad_refer = fields_has(&fields, "refer") && header->refer.urgency == URGENCY_NONE;
    builder_set_header(declarations->builder, header);
    return 0;
}

/* ---- groups ---- */

static void read_group(lua_State *state, struct fields *list, size_t item) {
    static const struct key_set keys = {NULL, NULL, "the id and the title of a group"};
    struct session *session = list->session;
    struct fields fields;
    if (!fields_open_inner(list, NULL, item, &keys, "a group", &fields)) {
        return;
    }
    if (fields.count != 2) {
        fields_error(&fields, DIAGNOSTIC_BAD_VALUE, fields.place,
                     "a group is its id and its title");
        diagnostics_cure(fields.diagnostics, "write `{ \"pain\", \"Pain\" }`");
        return;
    }
    struct text id = fields_item_text(&fields, 1, "the id of a group");
    struct phrase title = fields_item_phrase(&fields, 2);
    if (fields.wrong || !session_name(state, NAME_GROUP, id, fields.place)) {
        return;
    }
    struct declarations *declarations = &session->declarations;
    struct group *group =
        session_append(state, &declarations->groups, &declarations->group_count,
                       &declarations->group_capacity, sizeof *declarations->groups);
    group->id = id;
    group->title = title;
    builder_add_group(declarations->builder, group);
}

int word_groups(lua_State *state) {
    struct site site = site_of_call(state, "groups");
    struct fields list;
    if (!fields_open(state, 1, vocabulary_keys(WORD_GROUPS), "`groups`", site.layout,
                     site_table(&site), site_place(&site), &list)) {
        return 0;
    }
    for (size_t i = 1; i <= list.count; i++) {
        int top = lua_gettop(state);
        fields_push_item(&list, i);
        read_group(state, &list, i);
        lua_settop(state, top);
    }
    return 0;
}
