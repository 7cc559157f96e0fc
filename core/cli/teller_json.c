/* Tests as one JSON value: per file its tests and its summary, as the service tells them. */
#include "cli/teller.h"

static void begin(struct teller *teller) {
    teller->kept = json_pack("{s:[]}", "files");
}

static json_t *last_file(struct teller *teller) {
    json_t *files = json_object_get(teller->kept, "files");
    return json_array_get(files, json_array_size(files) - 1);
}

static void file(struct teller *teller) {
    json_array_append_new(json_object_get(teller->kept, "files"),
                          json_pack("{s:s, s:[]}", "path", teller->path, "tests"));
}

static void test(struct teller *teller, const json_t *test) {
    json_array_append_new(json_object_get(last_file(teller), "tests"), json_deep_copy(test));
}

static void file_end(struct teller *teller, const json_t *summary) {
    json_object_update(last_file(teller), (json_t *)summary);
}

static void end(struct teller *teller) {
    const struct totals *totals = &teller->totals;
    json_object_set_new(teller->kept, "passed", json_integer(totals->passed));
    json_object_set_new(teller->kept, "failed", json_integer(totals->failed));
    json_object_set_new(teller->kept, "skipped", json_integer(totals->skipped));
    json_object_set_new(teller->kept, "unconfirmed", json_integer(totals->unconfirmed));
    json_object_set_new(teller->kept, "errors", json_integer(totals->errors));
    json_dumpf(teller->kept, stdout, JSON_INDENT(2));
    putchar('\n');
}

const struct teller_form teller_json = {"json", begin, file, test, file_end, end};
