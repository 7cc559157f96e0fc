#include "plugin/plugin.h"

#include "plugin/handshake.h"

#include <dlfcn.h>
#include <stdlib.h>

struct plugin {
    void *object; /* from dlopen */
    const struct synovia_plugin *said;
    const struct plugin_kind *kind;
    char *path;
    void *table; /* the plug-in's table, brought to this program's size */
};

/* POSIX lets dlsym's object pointer be stored in a function pointer this way only. */
static synovia_plugin_entry *entry_of(void *object) {
    synovia_plugin_entry *entry = NULL;
    *(void **)&entry = dlsym(object, SYNOVIA_PLUGIN_SYMBOL);
    return entry;
}

static void *open_object(const char *path, struct arena *arena, struct text *error) {
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (object == NULL) {
        const char *why = dlerror();
        *error = arena_format(arena, "cannot load the plug-in: %s", why == NULL ? path : why);
    }
    return object;
}

/* What the shared object says of itself, or NULL and the error. */
static const struct synovia_plugin *ask(void *object, const struct plugin_kind *kind,
                                        const char *path, struct arena *arena, struct text *error) {
    synovia_plugin_entry *entry = entry_of(object);
    if (entry == NULL) {
        *error = arena_format(arena,
                              "%s is a shared object, but not a plug-in of Synovia: it does "
                              "not export %s",
                              path, SYNOVIA_PLUGIN_SYMBOL);
        return NULL;
    }
    const struct synovia_host host = {sizeof host, SYNOVIA_TEXT(SYNOVIA_PROGRAM_VERSION)};
    const struct synovia_plugin *said = entry(&host);
    return plugin_is_usable(said, kind, path, arena, error) ? said : NULL;
}

static void free_plugin(struct plugin *plugin) {
    if (plugin != NULL) {
        free(plugin->table);
        free(plugin->path);
        free(plugin);
    }
}

/* NULL only where memory ran out. */
static struct plugin *made(void *object, const struct synovia_plugin *said,
                           const struct plugin_kind *kind, const char *path) {
    struct plugin *plugin = calloc(1, sizeof *plugin);
    if (plugin == NULL) {
        return NULL;
    }
    plugin->object = object;
    plugin->said = said;
    plugin->kind = kind;
    plugin->path = malloc(strlen(path) + 1);
    plugin->table = calloc(1, kind->table_size);
    if (plugin->path == NULL || plugin->table == NULL) {
        free_plugin(plugin);
        return NULL;
    }
    strcpy(plugin->path, path);
    plugin_copy_routines(plugin->table, said->table, kind);
    return plugin;
}

static struct plugin *load(const char *path, const struct plugin_kind *kind, struct arena *arena,
                           struct text *error) {
    void *object = open_object(path, arena, error);
    if (object == NULL) {
        return NULL;
    }
    const struct synovia_plugin *said = ask(object, kind, path, arena, error);
    struct plugin *plugin = said == NULL ? NULL : made(object, said, kind, path);
    if (plugin == NULL) {
        dlclose(object);
    }
    return plugin;
}

struct plugin *plugin_open(const struct plugin_places *places, const char *name, uint32_t kind,
                           struct arena *arena, struct text *error) {
    *error = text_of("");
    const struct plugin_kind *known = plugin_kind_of(kind);
    if (known == NULL) {
        *error = arena_format(arena, "this program does not load plug-ins of kind %u", kind);
        return NULL;
    }
    struct text path = text_of(name);
    if (strchr(name, '/') == NULL) {
        path = plugin_find(places, text_of(name), arena, error);
    }
    return path.length == 0 ? NULL : load(path.at, known, arena, error);
}

void plugin_close(struct plugin *plugin) {
    if (plugin != NULL) {
        dlclose(plugin->object);
        free_plugin(plugin);
    }
}

static struct text view(struct synovia_text text) {
    return text_from(text.at, text.length);
}

struct plugin_about plugin_about(const struct plugin *plugin) {
    struct plugin_about about = {
        .path = text_of(plugin->path),
        .kind = text_of(plugin->kind->name),
        .name = view(plugin->said->name),
        .version = view(plugin->said->version),
        .about = view(plugin->said->about),
    };
    return about;
}

const void *plugin_table(const struct plugin *plugin) {
    return plugin->table;
}

const struct synovia_store_routines *plugin_store(const struct plugin *plugin) {
    return plugin->kind->number == SYNOVIA_KIND_STORE ? plugin_table(plugin) : NULL;
}
