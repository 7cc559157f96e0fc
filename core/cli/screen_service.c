/* One protocol in a service of this process, and calls to it. */
#include "cli/screen.h"

#include "cli/diagnostics_text.h"
#include "cli/files.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* ---- asking the service ---------------------------------------------------------------------- */

void screen_quote(struct buffer *out, struct text text) {
    json_t *value = json_stringn(text.at, text.length);
    char *quoted = value == NULL ? NULL : json_dumps(value, JSON_ENCODE_ANY);
    if (quoted != NULL) {
        buffer_append_string(out, quoted);
    } else {
        buffer_append_string(out, "null"); /* not UTF-8: no text that the service would take */
    }
    free(quoted);
    json_decref(value);
}

static void append_pair(struct buffer *out, const char *key, const char *value) {
    if (value != NULL) {
        buffer_append_format(out, ",\"%s\":", key);
        screen_quote(out, text_of(value));
    }
}

void screen_params(const struct screen *screen, bool with_as_of, struct buffer *out) {
    buffer_append_string(out, "{\"protocol\":");
    screen_quote(out, text_of(screen->protocol));
    append_pair(out, "lang", screen->lang);
    append_pair(out, "as_of", with_as_of ? screen->as_of : NULL);
    buffer_append_string(out, screen->explain ? ",\"explain\":true" : "");
}

/* The answer to a call whose params are JSON text, as a new reference; NULL where there is none: it
 * was complained about, and `code` is set. */
static json_t *call(const struct screen *screen, const char *method, struct text params,
                    enum exit_code *code) {
    struct buffer answer = {0};
    bool done = service_call_json(screen->peer, text_of(method), params, false, &answer);
    json_t *value = json_loadb(answer.at == NULL ? "" : answer.at, answer.length, 0, NULL);
    buffer_free(&answer);
    if (done && value != NULL) {
        return value;
    }
    *code = value == NULL ? EXIT_CODE_COULD_NOT : EXIT_CODE_USAGE;
    complain(screen->program, "%s", value == NULL ? "out of memory" : json_text(value, "message"));
    json_decref(value);
    return NULL;
}

json_t *screen_call(const struct screen *screen, const char *method, json_t *params,
                    enum exit_code *code) {
    char *text = json_dumps(params, JSON_COMPACT);
    json_t *answer = NULL;
    if (text == NULL) {
        files_complain_memory(screen->program);
        *code = EXIT_CODE_COULD_NOT;
    } else {
        answer = call(screen, method, text_of(text), code);
    }
    free(text);
    json_decref(params);
    return answer;
}

json_t *screen_decide(const struct screen *screen, struct text facts, enum exit_code *code) {
    struct buffer params = {0};
    screen_params(screen, true, &params);
    buffer_append_string(&params, ",\"facts\":");
    buffer_append_text(&params, facts);
    buffer_append_string(&params, "}");
    json_t *decision = call(screen, "screen", buffer_text(&params), code);
    buffer_free(&params);
    return decision;
}

json_t *screen_describe(const struct screen *screen) {
    struct buffer params = {0};
    struct buffer answer = {0};
    json_t *described = NULL;
    buffer_append_string(&params, "{\"protocol\":");
    screen_quote(&params, text_of(screen->protocol));
    append_pair(&params, "lang", screen->lang);
    buffer_append_string(&params, "}");
    if (service_call_json(screen->peer, text_of("protocol"), buffer_text(&params), false,
                          &answer)) {
        described = json_loadb(answer.at == NULL ? "" : answer.at, answer.length, 0, NULL);
    }
    buffer_free(&params);
    buffer_free(&answer);
    return described;
}

/* ---- the protocol ---------------------------------------------------------------------------- */

static enum exit_code complain_rejected(const struct screen *screen, struct text wire) {
    struct terminal terminal = terminal_on(stderr);
    json_t *report = services_json(wire);
    diagnostics_print(&terminal, json_object_get(report, "diagnostics"));
    json_decref(report);
    complain(screen->program, "a protocol with errors decides nothing");
    return EXIT_CODE_FAILED;
}

static enum exit_code load(const struct screen *screen) {
    struct buffer report = {0};
    enum exit_code code = EXIT_CODE_DONE;
    errno = 0;
    switch (service_load_file(screen->service, screen->path, &report)) {
    case SERVICE_LOADED:
        break;
    case SERVICE_REJECTED:
        code = complain_rejected(screen, buffer_text(&report));
        break;
    case SERVICE_UNREADABLE:
        files_complain_unreadable(screen->program, screen->path);
        code = EXIT_CODE_COULD_NOT;
        break;
    case SERVICE_NO_MEMORY:
        files_complain_memory(screen->program);
        code = EXIT_CODE_COULD_NOT;
        break;
    }
    buffer_free(&report);
    return code;
}

static bool is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

enum exit_code screen_open(struct screen *screen) {
    screen->service = services_new();
    screen->peer = screen->service == NULL ? NULL : service_peer_new(screen->service);
    if (screen->peer == NULL) {
        files_complain_memory(screen->program);
        return EXIT_CODE_COULD_NOT;
    }
    if (is_folder(screen->path)) {
        complain(screen->program, "%s is a folder: name one protocol of it", screen->path);
        return EXIT_CODE_USAGE;
    }
    enum exit_code code = load(screen);
    if (code != EXIT_CODE_DONE) {
        return code;
    }
    struct text id = service_protocol_id(screen->service, 0);
    screen->protocol = strndup(id.at, id.length);
    if (screen->protocol == NULL) {
        files_complain_memory(screen->program);
        return EXIT_CODE_COULD_NOT;
    }
    return EXIT_CODE_DONE;
}

void screen_close(struct screen *screen) {
    free(screen->protocol);
    service_peer_free(screen->peer);
    service_free(screen->service);
}
