#include "plugin/places.h"

#include "abi/plugin.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct text folder_of_program(struct arena *arena) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || (size_t)length == sizeof path) {
        return text_of("");
    }
    size_t end = (size_t)length;
    while (end > 0 && path[end - 1] != '/') {
        end--;
    }
    return arena_copy(arena, text_from(path, end > 1 ? end - 1 : end));
}

struct plugin_places plugin_places_of_process(struct arena *arena) {
    struct plugin_places places = {
        arena_copy(arena, text_of(getenv("SYNOVIA_PLUGINS"))),
        folder_of_program(arena),
    };
    return places;
}

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool plugin_is_name(struct text name) {
    for (size_t i = 0; i < name.length; i++) {
        if (!is_name_byte(name.at[i])) {
            return false;
        }
    }
    return name.length > 0 && name.length <= SYNOVIA_PLUGIN_NAME_BYTES;
}

/* A search under way: what was found, and the list of what was tried for the error. */
struct search {
    struct arena *arena;
    struct text name;
    struct text found;
    struct text tried; /* ", /a/x.so, /b/x.so" */
};

static void try_folder(struct search *search, struct text folder, const char *below) {
    if (search->found.length > 0 || folder.length == 0) {
        return;
    }
    bool absolute = folder.at[0] == '/';
    struct text path = arena_format(search->arena, "%.*s%s/%.*s.so", (int)folder.length, folder.at,
                                    below, (int)search->name.length, search->name.at);
    search->tried =
        arena_format(search->arena, "%.*s, %.*s%s", (int)search->tried.length, search->tried.at,
                     (int)path.length, path.at, absolute ? "" : " (passed over: not absolute)");
    struct stat status;
    if (absolute && path.length > 0 && stat(path.at, &status) == 0 && S_ISREG(status.st_mode)) {
        search->found = path;
    }
}

static void try_listed(struct search *search, struct text listed) {
    for (size_t start = 0; start <= listed.length;) {
        size_t end = start;
        while (end < listed.length && listed.at[end] != ':') {
            end++;
        }
        try_folder(search, text_from(listed.at + start, end - start), "");
        start = end + 1;
    }
}

struct text plugin_find(const struct plugin_places *places, struct text name, struct arena *arena,
                        struct text *error) {
    *error = text_of("");
    if (!plugin_is_name(name)) {
        *error = arena_format(arena,
                              "\"%.*s\" cannot be the name of a plug-in: 1 to %d of a-z, 0-9, _ "
                              "and -; a path has a slash in it",
                              (int)name.length, name.at, SYNOVIA_PLUGIN_NAME_BYTES);
        return text_of("");
    }
    struct search search = {arena, name, text_of(""), text_of("")};
    if (places->listed.length > 0) {
        try_listed(&search, places->listed);
    }
    try_folder(&search, places->program, "/plugins");
    try_folder(&search, places->program, "/../lib/synovia");
    if (arena->failed) {
        return text_of("");
    }
    if (search.found.length == 0) {
        const char *tried = search.tried.length > 2 ? search.tried.at + 2 : "nowhere";
        *error = arena_format(arena,
                              "there is no plug-in \"%.*s\": looked for %s. Put it there, name its "
                              "folder in SYNOVIA_PLUGINS, or give its path",
                              (int)name.length, name.at, tried);
    }
    return search.found;
}
