#include "plugin/handshake.h"

#include "plugin/places.h"

/* The first version of the description, which every plug-in has: up to its table. */
enum { SMALLEST_DESCRIPTION = offsetof(struct synovia_plugin, table) + sizeof(void *) };

static bool has_description(const struct synovia_plugin *said, const char *path,
                            struct arena *arena, struct text *error) {
    if (said == NULL) {
        *error = arena_format(arena, "%s does not want to run in this program: its %s gave nothing",
                              path, SYNOVIA_PLUGIN_SYMBOL);
    } else if (said->size < SMALLEST_DESCRIPTION) {
        *error = arena_format(
            arena, "%s: its description has %zu bytes, at least %d are needed; build it anew", path,
            said->size, SMALLEST_DESCRIPTION);
    } else if (said->magic != SYNOVIA_PLUGIN_MAGIC) {
        *error = arena_format(arena,
                              "%s is not a plug-in of Synovia: its description has the magic "
                              "number %016llx, not %016llx",
                              path, (unsigned long long)said->magic,
                              (unsigned long long)SYNOVIA_PLUGIN_MAGIC);
    } else {
        return true;
    }
    return false;
}

static bool has_kind(const struct synovia_plugin *said, const struct plugin_kind *kind,
                     const char *path, struct arena *arena, struct text *error) {
    if (said->kind == kind->number) {
        return true;
    }
    const char *name = plugin_kind_name(said->kind);
    if (name == NULL) {
        *error = arena_format(
            arena,
            "%s is a plug-in of a kind that is not known here, %u; one of the kind %s is wanted",
            path, said->kind, kind->name);
    } else {
        *error =
            arena_format(arena, "%s is a plug-in of the kind %s; one of the kind %s is wanted here",
                         path, name, kind->name);
    }
    return false;
}

static bool has_version(const struct synovia_plugin *said, const struct plugin_kind *kind,
                        const char *path, struct arena *arena, struct text *error) {
    if (said->abi_major != kind->major) {
        *error = arena_format(arena,
                              "%s is built on version %u.%u of the %s ABI, and this program has "
                              "%u.%u: the first numbers must be equal. Build the plug-in with "
                              "this program's headers",
                              path, said->abi_major, said->abi_minor, kind->name, kind->major,
                              kind->minor);
    } else if (said->abi_minor > kind->minor) {
        *error = arena_format(arena,
                              "%s needs version %u.%u of the %s ABI, and this program has %u.%u: "
                              "use a newer program or an older plug-in",
                              path, said->abi_major, said->abi_minor, kind->name, kind->major,
                              kind->minor);
    } else {
        return true;
    }
    return false;
}

static struct text view(struct synovia_text text) {
    return text_from(text.at, text.length);
}

static bool is_text(struct synovia_text text) {
    return text.length <= SYNOVIA_PLUGIN_TEXT_BYTES && (text.length == 0 || text.at != NULL) &&
           text_is_utf8(view(text));
}

static bool has_texts(const struct synovia_plugin *said, const char *path, struct arena *arena,
                      struct text *error) {
    if (said->name.length > SYNOVIA_PLUGIN_NAME_BYTES || said->name.at == NULL ||
        !plugin_is_name(view(said->name))) {
        *error = arena_format(arena,
                              "%s: the name in its description is not one: 1 to %d of a-z, 0-9, _ "
                              "and -",
                              path, SYNOVIA_PLUGIN_NAME_BYTES);
        return false;
    }
    if (!is_text(said->version) || !is_text(said->about)) {
        *error = arena_format(arena,
                              "%s: `version` and `about` in its description must be UTF-8 of at "
                              "most %d bytes",
                              path, SYNOVIA_PLUGIN_TEXT_BYTES);
        return false;
    }
    return true;
}

/* A table begins with its size; none has no size. */
static size_t size_of_table(const void *table) {
    size_t size = 0;
    if (table != NULL) {
        memcpy(&size, table, sizeof size);
    }
    return size;
}

/* The bytes of a pointer to a function, or NULL where it is not there: it does not lie within the
 * table's own size, or is NULL. */
static const char *routine_at(const void *table, const struct plugin_routine *routine) {
    static void (*const absent)(void) = NULL;
    if (routine->offset + sizeof absent > size_of_table(table)) {
        return NULL;
    }
    const char *at = (const char *)table + routine->offset;
    return memcmp(at, &absent, sizeof absent) == 0 ? NULL : at;
}

static bool has_routines(const struct synovia_plugin *said, const struct plugin_kind *kind,
                         const char *path, struct arena *arena, struct text *error) {
    for (size_t i = 0; i < kind->routine_count; i++) {
        const struct plugin_routine *routine = &kind->routines[i];
        if (routine->required && routine_at(said->table, routine) == NULL) {
            *error = arena_format(
                arena,
                "%s lacks the routine `%s`, which every %s plug-in must have: build it "
                "with this program's headers",
                path, routine->name, kind->name);
            return false;
        }
    }
    return true;
}

/* A table is its size and then pointers to functions, so that what is shared are the first so many
 * of them. */
void plugin_copy_routines(void *to, const void *from, const struct plugin_kind *kind) {
    size_t size = size_of_table(from);
    size_t shared = size < kind->table_size ? size : kind->table_size;
    memcpy(to, from, shared - shared % sizeof(void (*)(void)));
    memcpy(to, &kind->table_size, sizeof kind->table_size);
}

bool plugin_is_usable(const struct synovia_plugin *said, const struct plugin_kind *kind,
                      const char *path, struct arena *arena, struct text *error) {
    return has_description(said, path, arena, error) && has_kind(said, kind, path, arena, error) &&
           has_version(said, kind, path, arena, error) && has_texts(said, path, arena, error) &&
           has_routines(said, kind, path, arena, error);
}
