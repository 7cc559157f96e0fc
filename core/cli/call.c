/* `synovia call`: one request to a running service. */
#include "cli/files.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "net/client.h"
#include "service/service.h"

#include <errno.h>
#include <stdlib.h>

enum { DEFAULT_SECONDS = 60, MOST_SECONDS = 86400 };

struct calling {
    const char *address;
    const char *method;
    const char *params; /* JSON, or "@file"; NULL: none */
    unsigned seconds;
    bool compact;
};

/* What is received, read as it comes. */
struct receiving {
    const struct calling *calling;
    struct service_reader *reader;
    enum service_reply reply;
    struct buffer answer; /* JSON */
    bool has_subscribed;  /* the answer was told, and what comes behind it is */
};

/* ---- hearing on, behind an answer to `subscribe` --------------------------------------------- */

static bool is_subscription(const struct calling *calling) {
    return strcmp(calling->method, "subscribe") == 0;
}

/* One notification a line, as soon as it comes. */
static enum service_reply print_news(struct receiving *receiving, struct text received) {
    enum service_reply reply;
    buffer_clear(&receiving->answer);
    while ((reply = service_reader_next(receiving->reader, received, &receiving->answer)) ==
               SERVICE_REPLY_RESULT &&
           !receiving->answer.failed) {
        printf("%.*s\n", (int)receiving->answer.length, receiving->answer.at);
        buffer_clear(&receiving->answer);
    }
    fflush(stdout);
    return reply;
}

static bool stays(void *context) {
    const struct receiving *receiving = context;
    return receiving->has_subscribed;
}

/* True where the stream makes no sense any more, or nobody takes what is printed. */
static bool hear_on(struct receiving *receiving, struct text received) {
    enum service_reply reply = print_news(receiving, received);
    receiving->reply = reply == SERVICE_REPLY_FOREIGN ? reply : SERVICE_REPLY_RESULT;
    return reply == SERVICE_REPLY_FOREIGN || receiving->answer.failed || ferror(stdout);
}

static bool subscribed(struct receiving *receiving, struct text received) {
    printf("%.*s\n", (int)receiving->answer.length, receiving->answer.at);
    receiving->has_subscribed = true;
    return hear_on(receiving, received);
}

/* ---- the answer ------------------------------------------------------------------------------ */

static bool is_whole(void *context, struct text received) {
    struct receiving *receiving = context;
    if (receiving->has_subscribed) {
        return hear_on(receiving, received);
    }
    receiving->reply = service_reader_read(receiving->reader, received,
                                           !receiving->calling->compact, &receiving->answer);
    if (receiving->reply == SERVICE_REPLY_RESULT && is_subscription(receiving->calling) &&
        !receiving->answer.failed) {
        return subscribed(receiving, received);
    }
    return receiving->reply != SERVICE_REPLY_PARTIAL;
}

/* ---- the exchange ---------------------------------------------------------------------------- */

static enum exit_code tell(const struct receiving *receiving) {
    struct text answer = buffer_text(&receiving->answer);
    if (receiving->reply == SERVICE_REPLY_FOREIGN || receiving->answer.failed) {
        complain("synovia call", "%s sent what no Synovia service sends",
                 receiving->calling->address);
        return EXIT_CODE_COULD_NOT;
    }
    if (receiving->reply == SERVICE_REPLY_ERROR) {
        complain("synovia call", "the service answered with an error:\n%.*s", (int)answer.length,
                 answer.at);
        return EXIT_CODE_FAILED;
    }
    fwrite(answer.at, 1, answer.length, stdout);
    fputc('\n', stdout);
    return terminal_finish("synovia call") ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

static enum exit_code end(const struct receiving *receiving, enum client_end how,
                          const char *problem) {
    if (how == CLIENT_INTERRUPTED) {
        return terminal_finish("synovia call") ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
    }
    if (how == CLIENT_ANSWERED) {
        return tell(receiving);
    }
    complain("synovia call", "%s", problem);
    return EXIT_CODE_COULD_NOT;
}

static enum exit_code exchange(const struct calling *calling, struct text request) {
    char problem[ADDRESS_PROBLEM_SIZE];
    struct buffer received = {0};
    struct receiving receiving = {.calling = calling, .reader = service_reader_new()};
    struct client_request client = {
        .address = calling->address,
        .bytes = request,
        .milliseconds = calling->seconds * 1000,
        .is_whole = is_whole,
        .stays = stays,
        .context = &receiving,
    };
    enum exit_code code = EXIT_CODE_COULD_NOT;
    if (receiving.reader == NULL) {
        files_complain_memory("synovia call");
    } else {
        code = end(&receiving, client_exchange(&client, &received, problem), problem);
    }
    service_reader_free(receiving.reader);
    buffer_free(&receiving.answer);
    buffer_free(&received);
    return code;
}

/* ---- the request ----------------------------------------------------------------------------- */

static bool read_file(const char *path, struct buffer *out) {
    enum { PIECE = 64 * 1024 };
    bool is_input = strcmp(path, "-") == 0;
    FILE *file = is_input ? stdin : fopen(path, "rb");
    size_t got = 1;
    if (file == NULL) {
        files_complain_unreadable("synovia call", path);
        return false;
    }
    while (got > 0 && buffer_reserve(out, PIECE)) {
        got = fread(out->at + out->length, 1, PIECE, file);
        out->length += got;
    }
    bool read = !ferror(file);
    if (!read) {
        files_complain_unreadable("synovia call", path);
    }
    if (!is_input) {
        fclose(file);
    }
    return read;
}

static bool read_params(const char *params, struct buffer *out) {
    if (params != NULL && params[0] == '@') {
        return read_file(params + 1, out);
    }
    buffer_append_string(out, params == NULL ? "" : params);
    return true;
}

static enum exit_code call(const struct calling *calling) {
    struct buffer params = {0};
    struct buffer request = {0};
    enum exit_code code = EXIT_CODE_COULD_NOT;
    if (!read_params(calling->params, &params)) {
        code = EXIT_CODE_COULD_NOT;
    } else if (!service_write_call(text_of(calling->method), buffer_text(&params), &request)) {
        complain("synovia call", "the params are no JSON: %.*s", (int)request.length, request.at);
        code = EXIT_CODE_USAGE;
    } else if (params.failed || request.failed) {
        files_complain_memory("synovia call");
    } else {
        code = exchange(calling, buffer_text(&request));
    }
    buffer_free(&params);
    buffer_free(&request);
    return code;
}

/* ---- options --------------------------------------------------------------------------------- */

static unsigned read_seconds(const struct argp_state *state, const char *argument) {
    char *end;
    errno = 0;
    long seconds = strtol(argument, &end, 10);
    if (errno != 0 || end == argument || *end != '\0' || seconds < 1 || seconds > MOST_SECONDS) {
        argp_error(state, "--timeout is a number of seconds from 1 to %d, and not \"%s\"",
                   MOST_SECONDS, argument);
    }
    return (unsigned)seconds;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    struct calling *calling = state->input;
    switch (key) {
    case 'c':
        calling->address = argument;
        return 0;
    case 't':
        calling->seconds = read_seconds(state, argument);
        return 0;
    case 'l':
        calling->compact = true;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 1) {
            argp_error(state, "one method and its params: quote the JSON");
        }
        *(state->arg_num == 0 ? &calling->method : &calling->params) = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a method is missing, such as hello, protocols or screen");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_call(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"connect", 'c', "ADDRESS", 0, "the service's address (" ADDRESS_DEFAULT ")", 0},
        {"timeout", 't', "SECONDS", 0, "how long to wait for the answer (60)", 0},
        {"line", 'l', NULL, 0, "the answer on one line", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "METHOD [JSON|@FILE]",
        "Sends one request to a running service and prints the result as JSON.\vADDRESS is "
        "tcp://host:port or unix:///path. Exit code 1 where the service answers with an error, 3 "
        "where it cannot be reached. After "
        "subscribe it stays and prints what is told, a line each, until Ctrl-C.",
        NULL,
        NULL,
        NULL,
    };
    struct calling calling = {.address = ADDRESS_DEFAULT, .seconds = DEFAULT_SECONDS};
    options_parse(&argp, argc, argv, &calling);
    return call(&calling);
}
