#include "service/report.h"

#include "wire/writer.h"

static void write_diagnostic(struct buffer *out, const struct diagnostic *diagnostic,
                             struct text folder) {
    bool has_cure = !text_is_empty(diagnostic->cure);
    writer_map(out, has_cure ? 7 : 6);
    writer_string(out, "severity");
    writer_string(out, severity_text(diagnostic->severity));
    writer_string(out, "code");
    writer_string(out, diagnostic_code_text(diagnostic->code));
    writer_string(out, "file");
    writer_text_header(out, folder.length + diagnostic->place.file.length);
    buffer_append_text(out, folder);
    buffer_append_text(out, diagnostic->place.file);
    writer_string(out, "line");
    writer_integer(out, diagnostic->place.line);
    writer_string(out, "column");
    writer_integer(out, diagnostic->place.column);
    writer_string(out, "message");
    writer_text(out, diagnostic->message);
    if (has_cure) {
        writer_string(out, "cure");
        writer_text(out, diagnostic->cure);
    }
}

void report_write_diagnostics(struct buffer *out, const struct diagnostics *list,
                              struct text folder) {
    writer_array(out, (uint32_t)list->count);
    for (size_t i = 0; i < list->count; i++) {
        write_diagnostic(out, &list->items[i], folder);
    }
}

static size_t count_warnings(const struct diagnostics *list) {
    size_t warnings = 0;
    for (size_t i = 0; i < list->count; i++) {
        warnings += list->items[i].severity == SEVERITY_WARNING;
    }
    return warnings;
}

static void write_identity(struct buffer *out, const struct program *program) {
    writer_string(out, "protocol");
    writer_text(out, program->header.id);
    writer_string(out, "version");
    writer_text(out, program->header.version);
    writer_string(out, "digest");
    writer_text(out, program->header.digest);
}

const char *report_taken_by(const struct catalogue *catalogue, const struct loaded *loaded,
                            const char *path) {
    const struct program *program = load_program(loaded);
    const struct served *served =
        program == NULL ? NULL : catalogue_find(catalogue, program->header.id);
    return served == NULL || strcmp(served->path, path) == 0 ? NULL : served->path;
}

static void write_taken(struct buffer *out, const struct report_source *source,
                        const struct program *program) {
    struct text id = program->header.id;
    struct text other = text_of(source->taken_by);
    static const char before[] = "the protocol `";
    static const char between[] = "` is already served from ";
    writer_map(out, 7);
    writer_string(out, "severity");
    writer_string(out, severity_text(SEVERITY_ERROR));
    writer_string(out, "code");
    writer_string(out, "id-taken");
    writer_string(out, "file");
    writer_text(out, source->file);
    writer_string(out, "line");
    writer_integer(out, 1);
    writer_string(out, "column");
    writer_integer(out, 1);
    writer_string(out, "message");
    writer_text_header(out, strlen(before) + id.length + strlen(between) + other.length);
    buffer_append_string(out, before);
    buffer_append_text(out, id);
    buffer_append_string(out, between);
    buffer_append_text(out, other);
    writer_string(out, "cure");
    writer_string(out, "give one of the two another id, or take one of them away");
}

void report_write(struct buffer *out, const struct report_source *source) {
    const struct diagnostics *list = load_diagnostics(source->loaded);
    const struct program *program = load_program(source->loaded);
    writer_map(out, program == NULL ? 4 : 7);
    writer_string(out, "file");
    writer_text(out, source->file);
    if (program != NULL) {
        write_identity(out, program);
    }
    writer_string(out, "errors");
    writer_unsigned(out, list->errors + (source->taken_by != NULL));
    writer_string(out, "warnings");
    writer_unsigned(out, count_warnings(list));
    writer_string(out, "diagnostics");
    if (source->taken_by != NULL) {
        writer_array(out, 1);
        write_taken(out, source, program);
    } else {
        report_write_diagnostics(out, list, source->folder);
    }
}
