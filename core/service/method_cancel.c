/* cancel: a long request of this connection need not be answered any more. */
#include "service/job.h"

#include "wire/writer.h"

enum { ID, PARAMS };

static const struct param params[PARAMS] = {
    [ID] = {"id", PARAM_COUNT, true, "the message id of the request"},
};

static void answer(struct request *request, const struct param_value *values) {
    uint64_t id = (uint64_t)values[ID].value.integer;
    bool found = id <= UINT32_MAX && job_cancel(request->peer, (uint32_t)id);
    writer_map(request->out, 1);
    writer_string(request->out, "cancelled");
    writer_boolean(request->out, found);
}

const struct method method_cancel = {
    "cancel", "the end of a long request of this connection", params, PARAMS, answer,
};
