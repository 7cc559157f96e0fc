#include "service/encode_verify.h"

#include "service/encode_test.h"
#include "wire/writer.h"

static void write_key(struct buffer *out, struct writer_list *map, const char *key) {
    writer_item(map);
    writer_string(out, key);
}

static void write_text(struct buffer *out, struct writer_list *map, const char *key,
                       struct text text) {
    if (!text_is_empty(text)) {
        write_key(out, map, key);
        writer_text(out, text);
    }
}

void encode_person(struct buffer *out, const struct verify_person *person) {
    struct writer_list map = writer_open_map(out);
    write_key(out, &map, "given");
    encode_facts(out, &person->given);
    write_text(out, &map, "outcome", text_of(outcome_name(person->outcome)));
    write_text(out, &map, "urgency", text_of(urgency_name(person->urgency)));
    write_key(out, &map, "complete");
    writer_boolean(out, person->complete);
    write_key(out, &map, "rules");
    writer_array(out, (uint32_t)person->rule_count);
    for (size_t i = 0; i < person->rule_count; i++) {
        writer_text(out, person->rules[i]);
    }
    write_text(out, &map, "test", person->test);
    writer_close(out, &map);
}

static void write_position(struct buffer *out, struct writer_list *map,
                           const struct source_position *position, struct text folder) {
    if (position->line == 0) {
        return;
    }
    write_key(out, map, "file");
    writer_text_header(out, folder.length + position->file.length);
    buffer_append_text(out, folder);
    buffer_append_text(out, position->file);
    write_key(out, map, "line");
    writer_unsigned(out, position->line);
}

static void write_people(struct buffer *out, struct writer_list *map,
                         const struct verify_finding *finding) {
    if (finding->person_count == 0) {
        return;
    }
    write_key(out, map, "people");
    writer_array(out, (uint32_t)finding->person_count);
    for (size_t i = 0; i < finding->person_count; i++) {
        encode_person(out, &finding->people[i]);
    }
}

void encode_finding(struct buffer *out, const struct verify_finding *finding, struct text folder) {
    struct writer_list map = writer_open_map(out);
    write_text(out, &map, "check", text_of(verify_check_name(finding->check)));
    write_text(out, &map, "status", text_of(verify_status_name(finding->status)));
    write_text(out, &map, "subject", finding->subject);
    if (finding->status != VERIFY_PROVED) {
        write_text(out, &map, "detail", finding->detail);
    }
    write_position(out, &map, &finding->position, folder);
    write_people(out, &map, finding);
    if (finding->difference_count > 0) {
        write_key(out, &map, "differences");
        encode_differences(out, finding->differences, finding->difference_count);
    }
    writer_close(out, &map);
}
