#include "service/describe.h"

static void write_sources(const struct describing *describing, struct writer_list *map) {
    const struct header *header = &describing->program->header;
    describe_key(describing, map, "sources");
    writer_array(describing->out, (uint32_t)header->source_count);
    for (size_t i = 0; i < header->source_count; i++) {
        struct writer_list source = writer_open_map(describing->out);
        describe_text(describing, &source, "title", header->sources[i].title);
        describe_text(describing, &source, "url", header->sources[i].url);
        writer_close(describing->out, &source);
    }
}

static void write_review(const struct describing *describing, struct writer_list *map) {
    const struct header *header = &describing->program->header;
    if (!text_is_empty(header->reviewed_by)) {
        describe_key(describing, map, "reviewed");
        struct writer_list reviewed = writer_open_map(describing->out);
        describe_text(describing, &reviewed, "by", header->reviewed_by);
        describe_text(describing, &reviewed, "on", header->reviewed_on);
        writer_close(describing->out, &reviewed);
    }
    describe_text(describing, map, "review_by", header->review_by);
}

static void write_plug_ins(const struct describing *describing, struct writer_list *map) {
    const struct header *header = &describing->program->header;
    if (header->plug_in_count == 0) {
        return;
    }
    describe_key(describing, map, "plug_ins");
    writer_array(describing->out, (uint32_t)header->plug_in_count);
    for (size_t i = 0; i < header->plug_in_count; i++) {
        struct writer_list plug_in = writer_open_map(describing->out);
        describe_text(describing, &plug_in, "name", header->plug_ins[i].name);
        describe_text(describing, &plug_in, "digest", header->plug_ins[i].digest);
        writer_close(describing->out, &plug_in);
    }
}

static void write_groups(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    describe_key(describing, map, "groups");
    writer_array(describing->out, (uint32_t)program->group_count);
    for (size_t i = 0; i < program->group_count; i++) {
        struct writer_list group = writer_open_map(describing->out);
        describe_text(describing, &group, "id", program->groups[i].id);
        describe_phrase(describing, &group, "title", &program->groups[i].title);
        writer_close(describing->out, &group);
    }
}

void describe_header(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    const struct header *header = &program->header;
    describe_text(describing, map, "id", header->id);
    describe_text(describing, map, "version", header->version);
    describe_text(describing, map, "digest", header->digest);
    describe_phrase(describing, map, "title", &header->title);
    describe_text(describing, map, "language", header->language);
    describe_texts(describing, map, "languages", program->languages, program->language_count);
    write_sources(describing, map);
    describe_texts(describing, map, "authors", header->authors, header->author_count);
    write_review(describing, map);
    write_plug_ins(describing, map);
    describe_referral(describing, map, &header->refer);
    write_groups(describing, map);
}
