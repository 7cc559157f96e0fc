/* subscribe: news of what is live, as notifications. */
#include "service/methods.h"
#include "service/subscriptions.h"

#include "wire/writer.h"

enum { TOPICS, PARAMS };

static const char topic[] = "protocol.changed";

static const struct param params[PARAMS] = {
    [TOPICS] = {"topics", PARAM_ARRAY, true, "what to hear of: \"protocol.changed\""},
};

static void answer(struct request *request, const struct param_value *values) {
    struct wire_cursor cursor = wire_items(&values[TOPICS].value);
    struct wire_value value;
    struct text name;
    bool wanted = false;
    while (wire_next(&cursor, &value)) {
        if (!wire_text(&value, &name) || !text_is(name, topic)) {
            request_fail(request, ERROR_BAD_PARAMS, "the only topic is \"%s\"", topic);
            return;
        }
        wanted = true;
    }
    request->peer->is_subscribed = wanted;
    writer_map(request->out, 0);
}

const struct method method_subscribe = {
    "subscribe", "notifications from now on, in place of those asked for before", params, PARAMS,
    answer,
};

void subscriptions_tell(const struct service *service, const struct header *header) {
    struct buffer news = {0};
    rpc_write_notification(&news, text_of(topic));
    writer_map(&news, 3);
    writer_string(&news, "id");
    writer_text(&news, header->id);
    writer_string(&news, "version");
    writer_text(&news, header->version);
    writer_string(&news, "digest");
    writer_text(&news, header->digest);
    struct service_peer *next;
    for (struct service_peer *peer = service->peers; peer != NULL && !news.failed; peer = next) {
        next = peer->next; /* a peer that cannot be told may go */
        if (peer->is_subscribed && peer->listener.deliver != NULL) {
            peer->listener.deliver(peer->listener.context, buffer_text(&news));
        }
    }
    buffer_free(&news);
}
