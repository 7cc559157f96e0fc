/* `synovia bench`: load on a running service, and how it bore it. */
#include "cli/files.h"
#include "cli/options.h"
#include "cli/services.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "net/client.h"
#include "net/load.h"

#include <errno.h>
#include <stdlib.h>

static const char program[] = "synovia bench";

enum { DEFAULT_SECONDS = 5, MOST_SECONDS = 3600, ASK_MILLISECONDS = 10000 };
static const double most_requests = 1e9;

/* The tenth of the time that warms up what is measured, and is not counted. */
static const double warm_share = 0.1;

enum bench_format { BENCH_TEXT, BENCH_JSON };

struct bench {
    const char *address;
    const char *method;
    const char *protocol; /* NULL: the first that is served */
    const char *facts;
    const char *technique;
    const char *live;
    const char *params; /* of any method, as JSON; NULL: made of the others */
    unsigned connections, pipeline;
    double seconds;
    uint64_t requests;
    enum bench_format format;
    char *served; /* the protocol that was found */
};

/* ---- what is asked --------------------------------------------------------------------------- */

struct asking {
    struct service_reader *reader;
    struct buffer answer; /* JSON */
    enum service_reply reply;
};

static bool is_whole(void *context, struct text received) {
    struct asking *asking = context;
    asking->reply = service_reader_read(asking->reader, received, false, &asking->answer);
    return asking->reply != SERVICE_REPLY_PARTIAL;
}

/* The answer to one request, as a new reference; NULL where there is none (complained). */
static json_t *ask_once(const struct bench *bench, const char *method) {
    struct asking asking = {.reader = service_reader_new()};
    struct buffer request = {0};
    struct buffer received = {0};
    char problem[ADDRESS_PROBLEM_SIZE] = "out of memory";
    json_t *answer = NULL;
    service_write_call(text_of(method), text_of(""), &request);
    struct client_request client = {.address = bench->address,
                                    .bytes = buffer_text(&request),
                                    .milliseconds = ASK_MILLISECONDS,
                                    .is_whole = is_whole,
                                    .context = &asking};
    if (asking.reader != NULL && !request.failed &&
        client_exchange(&client, &received, problem) == CLIENT_ANSWERED) {
        answer = json_loadb(asking.answer.at, asking.answer.length, JSON_DECODE_ANY, NULL);
        snprintf(problem, sizeof problem, "%s sent what no Synovia service sends", bench->address);
    }
    if (answer == NULL) {
        complain(program, "%s", problem);
    }
    service_reader_free(asking.reader);
    buffer_free(&asking.answer);
    buffer_free(&request);
    buffer_free(&received);
    return answer;
}

/* The first protocol that the service has. */
static enum exit_code find_protocol(struct bench *bench) {
    json_t *protocols = ask_once(bench, "protocols");
    const char *id = json_text(json_array_get(protocols, 0), "id");
    enum exit_code code = EXIT_CODE_DONE;
    if (protocols == NULL) {
        code = EXIT_CODE_COULD_NOT;
    } else if (id[0] == '\0') {
        complain(program, "%s serves no protocol", bench->address);
        code = EXIT_CODE_FAILED;
    } else {
        bench->served = strdup(id);
        bench->protocol = bench->served;
    }
    json_decref(protocols);
    return code;
}

static bool is_about_a_person(const struct bench *bench) {
    return strcmp(bench->method, "screen") == 0 || strcmp(bench->method, "session") == 0 ||
           strcmp(bench->method, "sequence") == 0;
}

/* An object as text, or NULL with a complaint. */
static json_t *read_object(const char *option, const char *text) {
    json_error_t error;
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL || !json_is_object(value)) {
        complain(program, "--%s is no JSON object: %s", option,
                 value == NULL ? error.text : "write {\"name\": value}");
        json_decref(value);
        return NULL;
    }
    return value;
}

/* The params of every request, as JSON; NULL where an option is wrong (complained). */
static char *write_params(const struct bench *bench) {
    json_t *params = read_object("params", bench->params == NULL ? "{}" : bench->params);
    json_t *facts = read_object("facts", bench->facts);
    char *text = NULL;
    if (params != NULL && facts != NULL) {
        if (bench->protocol != NULL) {
            json_object_set_new(params, "protocol", json_string(bench->protocol));
        }
        if (bench->technique != NULL) {
            json_object_set_new(params, "technique", json_string(bench->technique));
        }
        if (is_about_a_person(bench)) {
            json_object_set(params, "facts", facts);
        }
        text = json_dumps(params, JSON_COMPACT);
    }
    json_decref(params);
    json_decref(facts);
    return text;
}

/* ---- what came of it ------------------------------------------------------------------------- */

static double milliseconds(const struct load_result *result, double share) {
    return (double)histogram_percentile(&result->nanoseconds, share) / 1e6;
}

static double rate(const struct load_result *result, uint64_t count) {
    return result->seconds > 0 ? (double)count / result->seconds : 0;
}

static void tell_text(const struct bench *bench, const struct load_result *result,
                      const struct caller *caller) {
    struct caller_counts counts = caller_counts(caller);
    struct text error = caller_first_error(caller);
    printf("%s%s%s at %s: %u connection%s, %u request%s under way on each, %.1f s\n", bench->method,
           bench->protocol == NULL ? "" : " of ", bench->protocol == NULL ? "" : bench->protocol,
           bench->address, bench->connections, bench->connections == 1 ? "" : "s", bench->pipeline,
           bench->pipeline == 1 ? "" : "s", result->seconds);
    printf("throughput  %.0f answers/s  (%llu answers, %llu errors)\n",
           rate(result, result->answered), (unsigned long long)result->answered,
           (unsigned long long)result->refused);
    printf("latency     p50 %.3f ms   p90 %.3f ms   p99 %.3f ms   p99.9 %.3f ms   max %.3f ms\n",
           milliseconds(result, 0.5), milliseconds(result, 0.9), milliseconds(result, 0.99),
           milliseconds(result, 0.999), (double)result->nanoseconds.greatest / 1e6);
    if (strcmp(bench->method, "session") == 0) {
        printf("sessions    %llu came to their end, %llu of them halted, and %llu starts gave no "
               "step\n",
               (unsigned long long)counts.sessions, (unsigned long long)counts.halted,
               (unsigned long long)counts.unguided);
    }
    if (error.length > 0) {
        printf("first error %.*s\n", (int)error.length, error.at);
    }
}

static void tell_json(const struct bench *bench, const struct load_result *result,
                      const struct caller *caller) {
    struct caller_counts counts = caller_counts(caller);
    struct text error = caller_first_error(caller);
    json_t *told =
        json_pack("{s:s, s:s, s:I, s:I, s:f, s:I, s:I, s:I, s:f, s:{s:f, s:f, s:f, s:f, s:f}}",
                  "method", bench->method, "address", bench->address, "connections",
                  (json_int_t)bench->connections, "pipeline", (json_int_t)bench->pipeline,
                  "seconds", result->seconds, "answers", (json_int_t)result->answered, "errors",
                  (json_int_t)result->refused, "lost", (json_int_t)result->lost, "per_second",
                  rate(result, result->answered), "milliseconds", "p50", milliseconds(result, 0.5),
                  "p90", milliseconds(result, 0.9), "p99", milliseconds(result, 0.99), "p999",
                  milliseconds(result, 0.999), "max", (double)result->nanoseconds.greatest / 1e6);
    if (strcmp(bench->method, "session") == 0) {
        json_object_set_new(told, "sessions",
                            json_pack("{s:I, s:I, s:I}", "ended", (json_int_t)counts.sessions,
                                      "halted", (json_int_t)counts.halted, "unguided",
                                      (json_int_t)counts.unguided));
    }
    if (bench->protocol != NULL) {
        json_object_set_new(told, "protocol", json_string(bench->protocol));
    }
    if (error.length > 0) {
        json_object_set_new(told, "first_error",
                            json_loadb(error.at, error.length, JSON_DECODE_ANY, NULL));
    }
    json_dumpf(told, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
    putchar('\n');
    json_decref(told);
}

/* ---- the run --------------------------------------------------------------------------------- */

static enum exit_code run_load(const struct bench *bench, struct caller *caller) {
    char problem[ADDRESS_PROBLEM_SIZE];
    struct load_result *result = calloc(1, sizeof *result);
    struct load_plan plan = {.address = bench->address,
                             .connections = bench->connections,
                             .pipeline = bench->pipeline,
                             .seconds = bench->seconds,
                             .requests = bench->requests,
                             .warm_seconds = bench->seconds * warm_share,
                             .caller = caller};
    if (result == NULL) {
        files_complain_memory(program);
        return EXIT_CODE_COULD_NOT;
    }
    enum load_end end = load_run(&plan, result, problem);
    if (result->answered > 0) {
        (bench->format == BENCH_JSON ? tell_json : tell_text)(bench, result, caller);
    }
    enum exit_code code = result->refused > 0 ? EXIT_CODE_FAILED : EXIT_CODE_DONE;
    if (end != LOAD_DONE) {
        complain(program, "%s", problem);
        code = EXIT_CODE_COULD_NOT;
    }
    free(result);
    return terminal_finish(program) ? code : EXIT_CODE_COULD_NOT;
}

static enum exit_code run(struct bench *bench) {
    struct buffer problem = {0};
    enum exit_code code = EXIT_CODE_DONE;
    if (is_about_a_person(bench) && bench->protocol == NULL) {
        code = find_protocol(bench);
    }
    if (code != EXIT_CODE_DONE) {
        return code;
    }
    char *params = write_params(bench);
    if (params == NULL) {
        return EXIT_CODE_USAGE;
    }
    struct caller_plan plan = {.method = text_of(bench->method),
                               .params = text_of(params),
                               .live = text_of(bench->live),
                               .lanes = bench->connections * bench->pipeline,
                               .streams = bench->connections};
    struct caller *caller = caller_new(&plan, &problem);
    if (caller == NULL) {
        complain(program, "%.*s", (int)problem.length, problem.at);
        code = EXIT_CODE_COULD_NOT;
    } else {
        code = run_load(bench, caller);
    }
    caller_free(caller);
    buffer_free(&problem);
    free(params);
    return code;
}

/* ---- options --------------------------------------------------------------------------------- */

enum {
    OPTION_PIPELINE = 256,
    OPTION_SECONDS,
    OPTION_REQUESTS,
    OPTION_FACTS,
    OPTION_TECHNIQUE,
    OPTION_LIVE,
    OPTION_PARAMS,
};

static double read_number(const struct argp_state *state, const char *option, const char *argument,
                          double least, double most) {
    char *end;
    double number = strtod(argument, &end);
    if (end == argument || *end != '\0' || !(number >= least && number <= most)) {
        argp_error(state, "--%s is a number from %g to %g, and not \"%s\"", option, least, most,
                   argument);
    }
    return number;
}

/* A wrong address is wrong usage. */
static void check_address(const struct argp_state *state, const char *argument) {
    char problem[ADDRESS_PROBLEM_SIZE];
    struct address address;
    if (!address_parse(&address, argument, problem)) {
        argp_error(state, "--connect: %s", problem);
    }
}

static void check_together(const struct argp_state *state, struct bench *bench) {
    bool session = strcmp(bench->method, "session") == 0;
    if (bench->seconds > 0 && bench->requests > 0) {
        argp_error(state, "either --seconds or --requests");
    }
    if (session && bench->technique == NULL) {
        argp_error(state, "--method session needs --technique ID");
    }
    if (!session && bench->live[0] != '\0') {
        argp_error(state, "--live goes with --method session");
    }
    if (bench->seconds <= 0 && bench->requests == 0) {
        bench->seconds = DEFAULT_SECONDS;
    }
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    static const char *const formats[] = {"text", "json", NULL};
    struct bench *bench = state->input;
    switch (key) {
    case 'c':
        check_address(state, argument);
        bench->address = argument;
        return 0;
    case 'n':
        bench->connections =
            (unsigned)read_number(state, "connections", argument, 1, LOAD_CONNECTIONS_MOST);
        return 0;
    case OPTION_PIPELINE:
        bench->pipeline = (unsigned)read_number(state, "pipeline", argument, 1, LOAD_PIPELINE_MOST);
        return 0;
    case OPTION_SECONDS:
        bench->seconds = read_number(state, "seconds", argument, 0.1, MOST_SECONDS);
        return 0;
    case OPTION_REQUESTS:
        bench->requests = (uint64_t)read_number(state, "requests", argument, 1, most_requests);
        return 0;
    case 'm':
        bench->method = argument;
        return 0;
    case 'p':
        bench->protocol = argument;
        return 0;
    case OPTION_FACTS:
        bench->facts = argument;
        return 0;
    case OPTION_TECHNIQUE:
        bench->technique = argument;
        return 0;
    case OPTION_LIVE:
        bench->live = argument;
        return 0;
    case OPTION_PARAMS:
        bench->params = argument;
        return 0;
    case 'f':
        bench->format = (enum bench_format)options_choose(state, "format", argument, formats);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "it takes options only, such as --connect ADDRESS");
        return 0;
    case ARGP_KEY_END:
        check_together(state, bench);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_bench(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"connect", 'c', "ADDRESS", 0, "the service's address (" ADDRESS_DEFAULT ")", 0},
        {"connections", 'n', "N", 0, "connections at the same time (4)", 0},
        {"pipeline", OPTION_PIPELINE, "N", 0, "requests under way on each of them (1)", 0},
        {"seconds", OPTION_SECONDS, "S", 0, "how long to ask (5), behind a tenth to warm up", 0},
        {"requests", OPTION_REQUESTS, "N", 0, "how many to ask instead", 0},
        {"method", 'm', "METHOD", 0,
         "screen (the default), session (a run through a technique, and anew), hello or any other",
         0},
        {"protocol", 'p', "ID", 0, "the first that is served by default", 0},
        {"facts", OPTION_FACTS, "JSON", 0, "what is known of the person; nothing by default", 0},
        {"technique", OPTION_TECHNIQUE, "ID", 0, "of a session", 0},
        {"live", OPTION_LIVE, "JSON", 0, "the facts reported at every turn of a session", 0},
        {"params", OPTION_PARAMS, "JSON", 0, "more params, such as {\"as_of\": \"2026-05-01\"}", 0},
        {"format", 'f', "FORMAT", 0, "text (the default) or json", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        NULL,
        "Asks a running service as fast as it answers, and tells throughput and latency.\vThe "
        "service answers and records these requests like any others: measure one that serves no "
        "people. A latency runs from when a request is ready to be sent to when its answer is "
        "read. Exit code 1 where an answer is an error, 3 where connections are refused or lost.",
        NULL,
        NULL,
        NULL,
    };
    struct bench bench = {.address = ADDRESS_DEFAULT,
                          .method = "screen",
                          .facts = "{}",
                          .live = "",
                          .connections = 4,
                          .pipeline = 1};
    options_parse(&argp, argc, argv, &bench);
    enum exit_code code = run(&bench);
    free(bench.served);
    return code;
}
