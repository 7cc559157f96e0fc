/* What this plug-in is; see README.md for how it keeps the promises of abi/store.h. */
#include "sqlite/store.h"

static const struct synovia_store_routines routines = {
    .size = sizeof routines,
    .open = store_open,
    .close = store_close,
    .head = store_head,
    .write = store_write,
    .sync = store_sync,
    .read = store_read,
    .session = store_session,
    .sessions = store_sessions,
    .source = store_source,
    .forget = store_forget,
    .backup = store_backup,
    .check = store_check,
    .info = store_info,
};

static const struct synovia_plugin description = {
    .size = sizeof description,
    .magic = SYNOVIA_PLUGIN_MAGIC,
    .kind = SYNOVIA_KIND_STORE,
    .abi_major = SYNOVIA_STORE_ABI_MAJOR,
    .abi_minor = 0,
    .name = SYNOVIA_TEXT("sqlite"),
    .version = SYNOVIA_TEXT("0.1.0"),
    .about = SYNOVIA_TEXT("journal and sessions in one SQLite database file"),
    .table = &routines,
};

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    return &description;
}
