/* protocol: all that a form and a page need. */
#include "service/describe.h"
#include "service/methods.h"

enum { PROTOCOL, LANG, PARAMS };

static const struct param params[PARAMS] = {
    [PROTOCOL] = {"protocol", PARAM_TEXT, true, "the id of a protocol"},
    [LANG] = {"lang", PARAM_TEXT, false, "BCP 47 tag of the texts"},
};

static void answer(struct request *request, const struct param_value *values) {
    const struct served *served = params_protocol(request, &values[PROTOCOL]);
    if (served == NULL) {
        return;
    }
    struct describing describing = {request->out, served->program,
                                    params_language(request, &values[LANG])};
    struct writer_list map = writer_open_map(request->out);
    describe_header(&describing, &map);
    describe_facts(&describing, &map);
    describe_rules(&describing, &map);
    describe_guidance(&describing, &map);
    writer_close(request->out, &map);
}

const struct method method_protocol = {
    "protocol", "all that a form and a page need of one protocol", params, PARAMS, answer,
};
