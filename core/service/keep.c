/* Opening what is kept, and closing it. */
#include "service/keeping_private.h"

#include "plugin/plugin.h"
#include "wire/writer.h"

#include <stdlib.h>

enum { ARENA_BLOCK = 4096, ARENA_LIMIT = 1 << 20 };

static const char default_store[] = "sqlite";

/* ---- called on the journal's thread ---------------------------------------------------------- */

static int64_t now(void *context) {
    return service_now(context);
}

static void wake(void *context) {
    const struct service *service = context;
    alarm_ring(service->keeping->alarm);
}

static void describe_outage(void *context, int64_t from, int64_t to, struct text reason,
                            uint64_t refused, struct buffer *payload) {
    (void)context;
    writer_map(payload, 4);
    writer_string(payload, "from");
    writer_integer(payload, from);
    writer_string(payload, "to");
    writer_integer(payload, to);
    writer_string(payload, "reason");
    writer_text(payload, reason);
    writer_string(payload, "refused");
    writer_unsigned(payload, refused);
}

/* ---- opening --------------------------------------------------------------------------------- */

static enum journal_durability durability_of(enum service_durability durability) {
    static const enum journal_durability table[] = {
        [SERVICE_COMMIT] = JOURNAL_COMMIT,
        [SERVICE_INTERVAL] = JOURNAL_INTERVAL,
        [SERVICE_NONE] = JOURNAL_NONE,
    };
    return table[durability];
}

static struct plugin *open_plugin(const char *name, struct buffer *problem) {
    struct arena arena;
    struct text error = text_of(NULL);
    arena_init(&arena, ARENA_BLOCK, ARENA_LIMIT);
    struct plugin_places places = plugin_places_of_process(&arena);
    struct plugin *plugin = plugin_open(&places, name, SYNOVIA_KIND_STORE, &arena, &error);
    buffer_append_text(problem, error);
    arena_free(&arena);
    return plugin;
}

static bool open_journal(struct service *service, const struct service_keeping *options,
                         struct buffer *problem) {
    struct journal_options journal = {
        .store = plugin_store(service->keeping->plugin),
        .location = text_of(options->journal),
        .durability = durability_of(options->durability),
        .now = now,
        .describe_outage = describe_outage,
        .context = service,
    };
    service->keeping->journal = journal_open(&journal, problem);
    if (service->keeping->journal == NULL) {
        return false;
    }
    journal_set_wake(service->keeping->journal, wake, service);
    return true;
}

bool service_keep(struct service *service, const struct service_keeping *options,
                  struct buffer *problem) {
    struct keeping *keeping = calloc(1, sizeof *keeping);
    if (keeping == NULL) {
        return false;
    }
    service->keeping = keeping;
    keeping->durability = options->durability;
    keeping->told = options->told;
    keeping->context = options->context;
    keeping->alarm = alarm_new();
    if (keeping->alarm == NULL ||
        !masks_set(&keeping->masks, options->masked, options->masked_count)) {
        service_stop_keeping(service);
        return false;
    }
    keeping->plugin = open_plugin(options->store == NULL ? default_store : options->store, problem);
    if (keeping->plugin == NULL || !open_journal(service, options, problem)) {
        service_stop_keeping(service);
        return false;
    }
    return true;
}

uint64_t service_stop_keeping(struct service *service) {
    struct keeping *keeping = service->keeping;
    if (keeping == NULL) {
        return 0;
    }
    uint64_t lost = keeping->journal == NULL ? 0 : journal_close(keeping->journal);
    service->keeping = NULL;
    held_free_all(&keeping->held);
    held_free_all(&keeping->ready);
    seeking_end(keeping);
    masks_free(&keeping->masks);
    buffer_free(&keeping->payload);
    plugin_close(keeping->plugin);
    alarm_free(keeping->alarm);
    free(keeping);
    return lost;
}

/* ---- how it does ----------------------------------------------------------------------------- */

void service_set_waker(struct service *service, const struct service_waker *waker) {
    if (service->keeping != NULL) {
        alarm_set_waker(service->keeping->alarm, waker);
    }
}

void service_keeping_state(struct service *service, struct service_keeping_state *state) {
    struct keeping *keeping = service->keeping;
    *state = (struct service_keeping_state){.is_kept = keeping != NULL};
    if (keeping != NULL) {
        journal_status(keeping->journal, &keeping->status);
        state->is_available = keeping->status.available;
        state->durability = keeping->durability;
        state->reason = keeping->status.reason;
        state->since = keeping->status.since;
    }
}
