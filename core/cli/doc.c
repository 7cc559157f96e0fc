/* `synovia doc`: a protocol as a page that a colleague can review. */
#include "cli/diagnostics_text.h"
#include "cli/doc_parts.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/verbs.h"

#include <stdlib.h>
#include <string.h>

enum doc_format { DOC_MARKDOWN, DOC_HTML };

struct doc {
    enum doc_format format;
    const char *language;
    const char *path;
    struct service *service;
    json_t *protocol;
    json_t *declared; /* tests as declared */
    json_t *outcomes; /* and what became of them */
};

/* ---- what the service knows ------------------------------------------------------------------ */

static enum exit_code load(const struct doc *doc) {
    struct buffer wire = {0};
    struct terminal terminal = terminal_on(stderr);
    enum exit_code code = EXIT_CODE_COULD_NOT;
    switch (service_load_file(doc->service, doc->path, &wire)) {
    case SERVICE_UNREADABLE:
        files_complain_unreadable("synovia doc", doc->path);
        break;
    case SERVICE_NO_MEMORY:
        files_complain_memory("synovia doc");
        break;
    case SERVICE_LOADED:
        code = EXIT_CODE_DONE;
        break;
    case SERVICE_REJECTED: {
        json_t *report = services_json(buffer_text(&wire));
        diagnostics_print(&terminal, json_object_get(report, "diagnostics"));
        json_decref(report);
        code = EXIT_CODE_FAILED;
        break;
    }
    }
    buffer_free(&wire);
    return code;
}

/* The answer of the method `protocol`; NULL where memory ran out. */
static json_t *describe(const struct doc *doc) {
    struct service_peer *peer = service_peer_new(doc->service);
    struct text id = service_protocol_id(doc->service, 0);
    struct buffer answer = {0};
    json_t *protocol = NULL;
    json_t *params = json_pack("{s:s%, s:s*}", "protocol", id.at, id.length, "lang", doc->language);
    char *text = params == NULL ? NULL : json_dumps(params, JSON_COMPACT);
    if (peer != NULL && text != NULL &&
        service_call_json(peer, text_of("protocol"), text_of(text), false, &answer)) {
        protocol = json_loadb(answer.at, answer.length, 0, NULL);
    }
    free(text);
    json_decref(params);
    service_peer_free(peer);
    buffer_free(&answer);
    return protocol;
}

static void keep_outcome(void *context, struct text test) {
    json_array_append_new(context, services_json(test));
}

static bool gather_tests(struct doc *doc) {
    struct buffer wire = {0};
    struct buffer summary = {0};
    doc->outcomes = json_array();
    struct test_listener listener = {doc->outcomes, keep_outcome};
    service_examples_file(doc->service, doc->path, &wire);
    service_test_file(doc->service, doc->path, text_from(NULL, 0), &listener, &summary);
    doc->declared = services_json(buffer_text(&wire));
    buffer_free(&wire);
    buffer_free(&summary);
    return doc->declared != NULL;
}

/* ---- the page -------------------------------------------------------------------------------- */

/* The page's own words are English. */
static const char *foreign_language(const struct doc *doc) {
    const char *language =
        doc->language != NULL ? doc->language : json_text(doc->protocol, "language");
    bool english = strncmp(language, "en", 2) == 0 && (language[2] == '\0' || language[2] == '-');
    return english || language[0] == '\0' ? NULL : language;
}

static void put_contents(struct page *page) {
    static const struct page_section sections[] = {
        {"questions", "Questions"}, {"rules", "Rules"},           {"values", "Scores and values"},
        {"results", "Results"},     {"techniques", "Techniques"}, {"education", "Education"},
        {"examples", "Examples"},   {"signature", "Review"},      {NULL, NULL},
    };
    struct page_section there[sizeof sections / sizeof *sections] = {{0}};
    size_t count = 0;
    for (const struct page_section *section = sections; section->anchor != NULL; section++) {
        const char *key = section->anchor;
        bool always = strcmp(key, "questions") == 0 || strcmp(key, "examples") == 0 ||
                      strcmp(key, "signature") == 0;
        bool scores = strcmp(key, "values") == 0 && doc_count(page, "scores") > 0;
        if (always || scores || doc_count(page, key) > 0) {
            there[count++] = *section;
        }
    }
    if (page->form->contents != NULL) {
        page->form->contents(page, there);
    }
}

static void put_page(struct page *page, const struct doc *doc) {
    struct doc_examples examples = {doc->declared, doc->outcomes};
    page->form->begin(page, json_text(page->protocol, "title"));
    doc_put_header(page);
    put_contents(page);
    doc_put_flow(page);
    doc_put_questions(page);
    doc_put_rules(page);
    doc_put_values(page);
    doc_put_results(page);
    doc_put_techniques(page);
    doc_put_education(page);
    doc_put_examples(page, &examples);
    doc_put_signature(page);
    page->form->end(page);
}

static enum exit_code print_page(const struct doc *doc) {
    struct buffer out = {0};
    struct page page = {
        .out = &out,
        .form = doc->format == DOC_HTML ? &page_html : &page_markdown,
        .protocol = doc->protocol,
        .language = foreign_language(doc),
    };
    put_page(&page, doc);
    bool whole = !out.failed && !page.behind.failed;
    if (whole) {
        fwrite(out.at, 1, out.length, stdout);
    } else {
        files_complain_memory("synovia doc");
    }
    buffer_free(&page.behind);
    buffer_free(&out);
    return whole && terminal_finish("synovia doc") ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

static enum exit_code run(struct doc *doc) {
    enum exit_code code = load(doc);
    if (code != EXIT_CODE_DONE) {
        return code;
    }
    doc->protocol = describe(doc);
    if (doc->protocol == NULL || !gather_tests(doc)) {
        files_complain_memory("synovia doc");
        code = EXIT_CODE_COULD_NOT;
    } else {
        code = print_page(doc);
    }
    json_decref(doc->protocol);
    json_decref(doc->declared);
    json_decref(doc->outcomes);
    return code;
}

/* ---- options --------------------------------------------------------------------------------- */

static error_t parse(int key, char *argument, struct argp_state *state) {
    static const char *const formats[] = {"markdown", "html", NULL};
    struct doc *doc = state->input;
    switch (key) {
    case 'f':
        doc->format = (enum doc_format)options_choose(state, "format", argument, formats);
        return 0;
    case 'l':
        doc->language = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (doc->path != NULL) {
            argp_error(state, "one protocol a page: \"%s\" is too many", argument);
        }
        doc->path = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a path is missing: a protocol");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_doc(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"format", 'f', "FORMAT", 0, "markdown (the default) or html", 0},
        {"lang", 'l', "TAG", 0, "the language of the protocol's texts, such as de or pt-BR", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "PATH",
        "Prints a protocol as a page that a colleague can review: its questions, its rules as "
        "sentences, its results and techniques, and its tests as examples."
        "\vThe HTML page is one file that loads nothing and prints well. The picture of the flow "
        "is drawn by Graphviz where that is installed. Exit code 1 where the protocol has errors.",
        NULL,
        NULL,
        NULL,
    };
    struct doc doc = {0};
    options_parse(&argp, argc, argv, &doc);
    doc.service = services_new();
    if (doc.service == NULL) {
        files_complain_memory("synovia doc");
        return EXIT_CODE_COULD_NOT;
    }
    enum exit_code code = run(&doc);
    service_free(doc.service);
    return code;
}
