#include "service/libraries.h"

#include "base/buffer.h"
#include "plugin/functions.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_BLOCK = 4096, CHUNK = 1 << 16 };

/* A library on a plug-in; everything that it points to lives in its arena. */
struct installed {
    struct library library; /* first: the script knows no more */
    struct arena arena;
    struct plugin *plugin;
    const struct synovia_functions_routines *routines;
};

/* ---- calls ---- */

static const enum value_type types[] = {
    [SYNOVIA_VALUE_YES_NO] = VALUE_YES_NO,
    [SYNOVIA_VALUE_NUMBER] = VALUE_NUMBER,
    [SYNOVIA_VALUE_CHOICE] = VALUE_CHOICE,
    [SYNOVIA_VALUE_DATE] = VALUE_DATE,
};

static struct synovia_value value_of(const struct function_value *input) {
    struct synovia_value value = {.size = sizeof value, .kind = SYNOVIA_VALUE_NONE};
    if (input->none) {
        return value;
    }
    switch (input->type) {
    case VALUE_YES_NO:
        value.kind = SYNOVIA_VALUE_YES_NO;
        value.yes = input->yes ? 1 : 0;
        break;
    case VALUE_NUMBER:
        value.kind = SYNOVIA_VALUE_NUMBER;
        value.number = input->number;
        break;
    case VALUE_CHOICE:
    case VALUE_DATE:
        value.kind = input->type == VALUE_CHOICE ? SYNOVIA_VALUE_CHOICE : SYNOVIA_VALUE_DATE;
        value.text = (struct synovia_text){input->choice.at, input->choice.length};
        break;
    }
    return value;
}

/* False where the value is not of the kind that was promised. */
static bool take_output(const struct synovia_value *value, uint32_t kind,
                        struct function_value *output) {
    if (value->kind != kind || (value->text.at == NULL && value->text.length > 0)) {
        return false;
    }
    switch (output->type) {
    case VALUE_YES_NO:
        output->yes = value->yes != 0;
        return true;
    case VALUE_NUMBER:
        output->number = value->number;
        return true;
    default:
        output->choice =
            text_from(value->text.at == NULL ? "" : value->text.at, value->text.length);
        return output->choice.length <= SYNOVIA_PLUGIN_TEXT_BYTES;
    }
}

static uint32_t kind_of(enum value_type type) {
    return type == VALUE_YES_NO   ? SYNOVIA_VALUE_YES_NO
           : type == VALUE_NUMBER ? SYNOVIA_VALUE_NUMBER
                                  : SYNOVIA_VALUE_CHOICE;
}

/* A message with a length, as a C string. */
static void say(char out[LIBRARY_MESSAGE_BYTES], const struct synovia_message *message) {
    size_t length = message->length < sizeof message->text ? message->length : sizeof message->text;
    struct text said = text_from(message->text, length);
    if (length == 0 || !text_is_utf8(said)) {
        said = text_of("it did not say why");
    }
    snprintf(out, LIBRARY_MESSAGE_BYTES, "%.*s", (int)said.length, said.at);
}

static bool call(const struct library *library, size_t function,
                 const struct function_value *inputs, size_t count, struct function_value *output,
                 char message[LIBRARY_MESSAGE_BYTES]) {
    const struct installed *installed = (const struct installed *)library;
    struct synovia_value values[LIBRARY_INPUTS];
    const struct synovia_value *given[LIBRARY_INPUTS];
    for (size_t i = 0; i < count; i++) {
        values[i] = value_of(&inputs[i]);
        given[i] = &values[i];
    }
    uint32_t kind = kind_of(output->type);
    struct synovia_value value = {.size = sizeof value, .kind = kind};
    struct synovia_message said;
    said.length = 0;
    if (installed->routines->call(function, given, count, &value, &said) != 0) {
        say(message, &said);
        return false;
    }
    if (!take_output(&value, kind, output)) {
        snprintf(message, LIBRARY_MESSAGE_BYTES, "what it gave is not of its kind");
        return false;
    }
    return true;
}

/* ---- opening ---- */

static void close_installed(const struct library *library) {
    struct installed *installed = (struct installed *)library; /* ours, given away as read only */
    plugin_close(installed->plugin);
    arena_free(&installed->arena);
    free(installed);
}

/* SHA-256 of a file; false where it cannot be read (errno) or memory ran out. */
static bool digest_file(const char *path, char hex[SHA256_HEX_SIZE]) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    struct buffer bytes;
    buffer_init(&bytes);
    size_t got = 1;
    while (got > 0 && buffer_reserve(&bytes, CHUNK)) {
        got = fread(bytes.at + bytes.length, 1, CHUNK, file);
        bytes.length += got;
    }
    bool done = !bytes.failed && ferror(file) == 0;
    fclose(file);
    sha256_hex(buffer_text(&bytes), hex);
    buffer_free(&bytes);
    return done;
}

/* The functions in the script's terms; NULL where memory ran out. */
static const struct library_function *
translate(struct arena *arena, const struct plugin_function *functions, size_t count) {
    struct library_function *translated = arena_calloc(arena, count, sizeof *translated);
    for (size_t i = 0; translated != NULL && i < count; i++) {
        size_t inputs = functions[i].take_count;
        enum value_type *takes = arena_calloc(arena, inputs, sizeof *takes);
        struct text *units = arena_calloc(arena, inputs, sizeof *units);
        for (size_t k = 0; takes != NULL && units != NULL && k < inputs; k++) {
            takes[k] = types[functions[i].takes[k]];
            units[k] = text_from(functions[i].units[k].at, functions[i].units[k].length);
        }
        translated[i] = (struct library_function){.name = functions[i].name,
                                                  .gives = types[functions[i].gives],
                                                  .takes = takes,
                                                  .units = units,
                                                  .take_count = inputs,
                                                  .unit = functions[i].unit};
    }
    return arena->failed ? NULL : translated;
}

static bool read_installed(struct installed *installed, struct arena *arena, struct text *error) {
    const struct plugin_function *functions;
    size_t count;
    if (!plugin_read_functions(installed->plugin, arena, &functions, &count, error)) {
        return false;
    }
    installed->routines = plugin_table(installed->plugin);
    installed->library.call = call;
    installed->library.close = close_installed;
    installed->library.functions = translate(&installed->arena, functions, count);
    installed->library.function_count = count;
    return installed->library.functions != NULL;
}

/* The digest is taken of the very path that is loaded then. */
static bool open_installed(struct installed *installed, struct text name, struct arena *arena,
                           struct text *error) {
    struct plugin_places places = plugin_places_of_process(arena);
    struct text path = plugin_find(&places, name, arena, error);
    installed->library.name = arena_copy(&installed->arena, name);
    if (path.length == 0 || installed->arena.failed) {
        return false;
    }
    if (!digest_file(path.at, installed->library.digest)) {
        *error = arena_format(arena, "%s cannot be read", path.at);
        return false;
    }
    installed->plugin = plugin_open(&places, path.at, SYNOVIA_KIND_FUNCTIONS, arena, error);
    return installed->plugin != NULL && read_installed(installed, arena, error);
}

static const struct library *open_library(void *context, struct text name, struct arena *arena,
                                          struct text *error) {
    (void)context;
    struct installed *installed = calloc(1, sizeof *installed);
    *error = text_of("");
    if (installed == NULL) {
        return NULL;
    }
    arena_init(&installed->arena, ARENA_BLOCK, 0);
    if (!open_installed(installed, name, arena, error)) {
        close_installed(&installed->library);
        return NULL;
    }
    return &installed->library;
}

struct library_finder libraries_installed(void) {
    struct library_finder finder = {.open = open_library};
    return finder;
}
