#include "script/written.h"

#include <stdlib.h>

enum { MOST_TEXT = 240 }; /* bytes of an expression that are kept */

/* ---- noting ---------------------------------------------------------------------------------- */

static struct written_note *note_of(const struct session *session, written_id id) {
    return &session->written[id - 1];
}

/*
 * A loop may write one condition a million times over. What was noted lately with the same
 * expression, node and parts is that note, so that notes do not outgrow terms.
 */
enum { RECENT = 4096 };

static uint32_t *recent_slot(lua_State *state, const struct written_note *note) {
    struct session *session = session_of(state);
    if (session->written_recent == NULL) {
        session->written_recent = session_alloc(state, RECENT, sizeof *session->written_recent);
    }
    uint64_t hash =
        ((uintptr_t)note->syntax >> 4 ^ (uint64_t)note->node << 20) * UINT64_C(0x9e3779b97f4a7c15);
    return &session->written_recent[hash >> 52];
}

static bool is_same(const struct written_note *a, const struct written_note *b) {
    return a->syntax == b->syntax && a->node == b->node && a->joint == b->joint &&
           a->count == b->count && a->place.line == b->place.line &&
           a->place.column == b->place.column && a->part_count == b->part_count &&
           a->use == b->use &&
           (a->part_count == 0 ||
            memcmp(a->parts, b->parts, a->part_count * sizeof *a->parts) == 0);
}

/* The note of that kind that was made lately, or 0. */
static written_id recent_note(lua_State *state, const struct written_note *note) {
    written_id id = *recent_slot(state, note);
    return id != 0 && is_same(note_of(session_of(state), id), note) ? id : 0;
}

static written_id add_note(lua_State *state, struct written_note note) {
    struct session *session = session_of(state);
    uint32_t *recent = recent_slot(state, &note);
    struct written_note *slot =
        session_append(state, &session->written, &session->written_count,
                       &session->written_capacity, sizeof *session->written);
    *slot = note;
    *recent = (written_id)session->written_count;
    return *recent;
}

/* A part that an earlier whole took already (a step used twice) is shared, not taken away. */
static void take_parts(struct session *session, const written_id *parts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        note_of(session, parts[i])->taken = true;
    }
}

void written_made(lua_State *state, struct term *term, const struct site *site, enum joint joint,
                  uint32_t count, const written_id *parts, size_t part_count) {
    struct session *session = session_of(state);
    if (session->tests != NULL || term->node == NODE_MISSING) {
        return;
    }
    struct written_note note = {
        .joint = joint,
        .count = count,
        .node = term->node,
        .layout = site->layout,
        .syntax = site->node,
        .place = site_start(site),
        .part_count = part_count,
    };
    note.parts = parts;
    budget_charge(state, 10 + part_count);
    term->written = recent_note(state, &note);
    if (term->written != 0) {
        return;
    }
    written_id *copy = session_alloc(state, part_count, sizeof *copy);
    for (size_t i = 0; i < part_count; i++) {
        copy[i] = parts[i];
    }
    note.parts = copy;
    take_parts(session, parts, part_count);
    term->written = add_note(state, note);
}

written_id written_taken(lua_State *state, int index, node_id node, const struct layout *layout,
                         const struct syntax_node *syntax, struct place place) {
    const struct session *session = session_of(state);
    const struct term *term = term_at(state, index);
    if (session->tests != NULL || node == NODE_MISSING || term == NULL) {
        return 0;
    }
    const struct syntax_node *bare = syntax == NULL ? NULL : syntax_bare(syntax);
    const struct written_note *made = term->written == 0 ? NULL : note_of(session, term->written);
    if (made != NULL && bare != NULL && made->syntax == bare) {
        return term->written;
    }
    struct written_note note = {
        .node = node, .layout = layout, .syntax = bare, .place = place, .name = term->name};
    if (bare == NULL && made != NULL) {
        note.layout = made->layout;
        note.syntax = made->syntax;
        note.place = made->place;
    }
    note.taken = true;
    budget_charge(state, 10);
    written_id recent = recent_note(state, &note);
    return recent != 0 ? recent : add_note(state, note);
}

bool written_is_plain(lua_State *state, written_id id) {
    return id == 0 || note_of(session_of(state), id)->joint == JOINT_NONE;
}

void written_used(lua_State *state, written_id id, enum written_use use, uint32_t index,
                  uint32_t line) {
    struct session *session = session_of(state);
    if (id == 0) {
        return;
    }
    struct written_note *note = note_of(session, id);
    if (note->use != WRITTEN_PART) { /* a step that stands in two techniques */
        struct written_note again = *note;
        id = add_note(state, again);
        note = note_of(session, id);
    }
    note->use = use;
    note->index = index;
    note->line = line;
}

void written_line(lua_State *state, const struct written_line *line) {
    struct session *session = session_of(state);
    if (session->tests == NULL && line->node != NODE_MISSING) {
        struct written_line *slot = session_append(state, &session->lines, &session->line_count,
                                                   &session->line_capacity, sizeof *session->lines);
        *slot = *line;
    }
}

/* ---- an expression on one line --------------------------------------------------------------- */

static bool is_one_of(enum token_kind kind, const enum token_kind *kinds) {
    while (*kinds != TOKEN_END_OF_SOURCE && *kinds != kind) {
        kinds++;
    }
    return *kinds != TOKEN_END_OF_SOURCE;
}

/* True for the last token of an operand: a `-` behind it is a binary one, a `(` calls it. */
static bool ends_operand(enum token_kind kind) {
    static const enum token_kind kinds[] = {
        TOKEN_NAME,        TOKEN_NUMBER, TOKEN_STRING, TOKEN_CLOSE_PAREN, TOKEN_CLOSE_BRACKET,
        TOKEN_CLOSE_BRACE, TOKEN_TRUE,   TOKEN_FALSE,  TOKEN_NIL,         TOKEN_END_OF_SOURCE};
    return is_one_of(kind, kinds);
}

/* Whether a space stands between two tokens; `before` is the kind of the one before the first. */
static bool is_apart(enum token_kind before, enum token_kind first, enum token_kind second) {
    static const enum token_kind opens[] = {TOKEN_OPEN_PAREN, TOKEN_OPEN_BRACKET, TOKEN_DOT,
                                            TOKEN_COLON, TOKEN_END_OF_SOURCE};
    static const enum token_kind closes[] = {
        TOKEN_CLOSE_PAREN, TOKEN_CLOSE_BRACKET, TOKEN_DOT,       TOKEN_COLON,
        TOKEN_COMMA,       TOKEN_OPEN_BRACKET,  TOKEN_SEMICOLON, TOKEN_END_OF_SOURCE};
    bool is_sign = (first == TOKEN_TILDE || first == TOKEN_MINUS) && !ends_operand(before);
    if (is_sign || is_one_of(first, opens) || is_one_of(second, closes)) {
        return false;
    }
    return second != TOKEN_OPEN_PAREN || !ends_operand(first);
}

/* A quoted text is shown in double quotes, a `;` as the comma that it stands for. */
static void append_token(struct buffer *out, const struct token_list *tokens, uint32_t index) {
    struct text text = token_text(tokens, index);
    const struct token *token = &tokens->at[index];
    bool is_quoted = token->kind == TOKEN_STRING && text.length >= 2 && text.at[0] == '\'';
    if (token->kind == TOKEN_SEMICOLON) {
        buffer_append_string(out, ",");
    } else if (is_quoted && memchr(text.at, '"', text.length) == NULL &&
               memchr(text.at, '\\', text.length) == NULL) {
        buffer_append_format(out, "\"%.*s\"", (int)text.length - 2, text.at + 1);
    } else {
        buffer_append_text(out, text);
    }
}

static bool is_separator(enum token_kind kind) {
    return kind == TOKEN_COMMA || kind == TOKEN_SEMICOLON;
}

/* Cuts behind a whole character. */
static void cut_short(struct buffer *out) {
    if (out->length <= MOST_TEXT) {
        return;
    }
    out->length = MOST_TEXT;
    while (out->length > 0 && ((unsigned char)out->at[out->length] & 0xc0U) == 0x80U) {
        out->length--;
    }
    buffer_append_string(out, " ...");
}

static void append_expression(struct buffer *out, const struct token_list *tokens, uint32_t first,
                              uint32_t last) {
    enum token_kind before = TOKEN_END_OF_SOURCE; /* the last but one that was appended */
    enum token_kind latest = TOKEN_END_OF_SOURCE;
    for (uint32_t i = first; i <= last && out->length <= MOST_TEXT; i++) {
        enum token_kind kind = tokens->at[i].kind;
        if (is_separator(kind) && i < last && tokens->at[i + 1].kind == TOKEN_CLOSE_BRACE) {
            continue; /* the comma behind the last item says nothing */
        }
        if (latest != TOKEN_END_OF_SOURCE && is_apart(before, latest, kind)) {
            buffer_append_string(out, " ");
        }
        append_token(out, tokens, i);
        before = latest;
        latest = kind;
    }
    cut_short(out);
}

/* ---- handing over ---------------------------------------------------------------------------- */

struct handing {
    struct session *session;
    struct buffer text;
};

/* Where the last token of the note's expression ends, in code points. */
static void set_end(const struct written_note *note, struct written *written) {
    const struct token_list *tokens = note->layout->tokens;
    const struct token *last = &tokens->at[note->syntax->last];
    struct text text = token_text(tokens, note->syntax->last);
    written->end_line = last->line;
    written->end_column = last->column;
    for (size_t i = 0; i < text.length; i++) {
        bool begins = ((unsigned char)text.at[i] & 0xc0U) != 0x80U;
        written->end_column += begins;
        if (text.at[i] == '\n') {
            written->end_line++;
            written->end_column = 1;
        }
    }
}

/* `tired` of `local tired = all { ... }`; empty where the expression stands elsewhere. */
static struct text local_name(const struct written_note *note) {
    const struct syntax_node *value = note->syntax;
    while (value->parent != NULL && value->parent->kind == SYNTAX_PAREN) {
        value = value->parent;
    }
    const struct syntax_node *values = value->parent;
    const struct syntax_node *statement = values == NULL ? NULL : values->parent;
    if (statement == NULL || statement->kind != SYNTAX_LOCAL) {
        return text_of("");
    }
    unsigned n = 0;
    for (const struct syntax_node *at = values->child; at != value; at = at->next) {
        n++;
    }
    const struct syntax_node *name = syntax_child(syntax_child(statement, 0), n);
    return name == NULL ? text_of("") : token_text(note->layout->tokens, name->token);
}

static uint32_t span_of(const struct session *session, written_id id) {
    const struct written_note *note = note_of(session, id);
    uint32_t span = 1;
    for (size_t i = 0; i < note->part_count; i++) {
        span += span_of(session, note->parts[i]);
    }
    return span;
}

/* The recursion is as deep as the expression, which is bounded (LIMIT_SOURCE_DEPTH). */
static void hand_over(struct handing *handing, written_id id, enum written_use use) {
    struct session *session = handing->session;
    const struct written_note *note = note_of(session, id);
    struct written written = {
        .use = use,
        .joint = note->joint,
        .index = note->index,
        .line = note->line,
        .count = note->count,
        .span = span_of(session, id),
        .node = note->node,
        .text = note->name,
        .position = position_of(note->place),
        .end_line = note->place.line,
        .end_column = note->place.column,
    };
    if (note->syntax != NULL) {
        buffer_clear(&handing->text);
        append_expression(&handing->text, note->layout->tokens, note->syntax->first,
                          note->syntax->last);
        written.text = buffer_text(&handing->text);
        written.name = use == WRITTEN_FREE ? local_name(note) : text_of("");
        set_end(note, &written);
    }
    builder_add_written(session->declarations.builder, &written);
    for (size_t i = 0; i < note->part_count; i++) {
        hand_over(handing, note->parts[i], WRITTEN_PART);
    }
}

/* The same place and node: a function of the script that was called twice. */
static int compare_notes(const void *a, const void *b) {
    const struct written_note *first = *(const struct written_note *const *)a;
    const struct written_note *second = *(const struct written_note *const *)b;
    uintptr_t left = (uintptr_t)first->syntax;
    uintptr_t right = (uintptr_t)second->syntax;
    if (left != right) {
        return left < right ? -1 : 1;
    }
    if (first->node != second->node) {
        return first->node < second->node ? -1 : 1;
    }
    return first < second ? -1 : first > second;
}

/* Marks as taken all but the first of the free conditions with the same expression and node. */
static bool drop_repeated(struct session *session) {
    size_t count = 0;
    struct written_note **notes = calloc(session->written_count + 1, sizeof *notes);
    if (notes == NULL) {
        return false;
    }
    for (size_t i = 0; i < session->written_count; i++) {
        struct written_note *note = &session->written[i];
        if (note->use == WRITTEN_PART && !note->taken && note->syntax != NULL) {
            notes[count++] = note;
        }
    }
    qsort(notes, count, sizeof *notes, compare_notes);
    for (size_t i = 1; i < count; i++) {
        notes[i]->taken =
            notes[i]->syntax == notes[i - 1]->syntax && notes[i]->node == notes[i - 1]->node;
    }
    free(notes);
    return true;
}

static void hand_over_all(struct handing *handing) {
    struct session *session = handing->session;
    for (written_id id = 1; id <= session->written_count; id++) {
        const struct written_note *note = note_of(session, id);
        if (note->use != WRITTEN_PART) {
            hand_over(handing, id, note->use);
        } else if (!note->taken) {
            hand_over(handing, id, WRITTEN_FREE);
        }
    }
    for (size_t i = 0; i < session->line_count; i++) {
        builder_add_line(session->declarations.builder, &session->lines[i]);
    }
}

bool written_finish(struct session *session) {
    struct handing handing = {.session = session};
    if (!drop_repeated(session)) {
        return false;
    }
    hand_over_all(&handing);
    bool failed = handing.text.failed;
    buffer_free(&handing.text);
    return !failed && builder_status(session->declarations.builder) != BUILDER_NO_MEMORY;
}
