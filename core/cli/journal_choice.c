/* Which journal, which records, and how far it is. */
#include "cli/journal.h"

#include "base/date.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/state_folder.h"
#include "cli/terminal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- values of options ----------------------------------------------------------------------- */

enum { DAY_MS = 24 * 3600 * 1000 };

static uint64_t read_count(const struct argp_state *state, const char *option,
                           const char *argument) {
    char *end;
    errno = 0;
    unsigned long long count = strtoull(argument, &end, 10);
    if (errno != 0 || argument[0] < '0' || argument[0] > '9' || *end != '\0' || count == 0) {
        argp_error(state, "--%s is a number from 1 on, and not \"%s\"", option, argument);
    }
    return count;
}

static bool two_digits(const char **at, int most, int *value) {
    if ((*at)[0] < '0' || (*at)[0] > '9' || (*at)[1] < '0' || (*at)[1] > '9') {
        return false;
    }
    *value = ((*at)[0] - '0') * 10 + ((*at)[1] - '0');
    *at += 2;
    return *value <= most;
}

/* "T13:30", "T13:30:15", each perhaps with a Z: milliseconds of the day. */
static bool read_clock(const char *at, int64_t *milliseconds) {
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (*at++ != 'T' || !two_digits(&at, 23, &hours) || *at++ != ':' ||
        !two_digits(&at, 59, &minutes)) {
        return false;
    }
    if (*at == ':' && (at++, !two_digits(&at, 59, &seconds))) {
        return false;
    }
    *milliseconds = ((hours * 60LL + minutes) * 60 + seconds) * 1000;
    return strcmp(at, "") == 0 || strcmp(at, "Z") == 0;
}

/* POSIX milliseconds; of a day its start, or its end. */
static int64_t read_time(const struct argp_state *state, const char *option, const char *argument,
                         bool is_end) {
    enum { DAY_LENGTH = DATE_TEXT_SIZE - 1 };
    int32_t day = 0;
    int64_t clock = is_end ? DAY_MS : 0;
    size_t length = strlen(argument);
    bool reads = length >= DAY_LENGTH && date_parse(text_from(argument, DAY_LENGTH), &day) &&
                 (length == DAY_LENGTH || read_clock(argument + DAY_LENGTH, &clock));
    if (!reads) {
        argp_error(state,
                   "--%s is a day or a time in UTC, such as 2026-05-01 or 2026-05-01T13:30, and "
                   "not \"%s\"",
                   option, argument);
    }
    return (int64_t)day * DAY_MS + clock;
}

/* ---- options --------------------------------------------------------------------------------- */

static error_t narrow(struct journal_choice *choice, int key, const char *argument,
                      const struct argp_state *state) {
    struct service_journal_filter *filter = &choice->filter;
    switch (key) {
    case JOURNAL_OPTION_REF:
        filter->ref = text_of(argument);
        break;
    case JOURNAL_OPTION_SESSION:
        filter->session = text_of(argument);
        break;
    case JOURNAL_OPTION_PROTOCOL:
        filter->protocol = text_of(argument);
        break;
    case JOURNAL_OPTION_SINCE:
        filter->since = read_time(state, "since", argument, false);
        break;
    case JOURNAL_OPTION_UNTIL:
        filter->until = read_time(state, "until", argument, true);
        break;
    case JOURNAL_OPTION_FROM:
        filter->first = read_count(state, "from", argument);
        break;
    case JOURNAL_OPTION_TO:
        filter->last = read_count(state, "to", argument);
        break;
    case JOURNAL_OPTION_LAST:
        filter->newest = read_count(state, "last", argument);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    choice->is_narrowed = true;
    return 0;
}

error_t journal_choose(struct journal_choice *choice, int key, char *argument,
                       struct argp_state *state) {
    static const char *const formats[] = {"text", "json", NULL};
    switch (key) {
    case JOURNAL_OPTION_JOURNAL:
        choice->path = argument;
        return 0;
    case JOURNAL_OPTION_STORE:
        choice->store = argument;
        return 0;
    case 'f':
        choice->format = (enum journal_format)options_choose(state, "format", argument, formats);
        return 0;
    default:
        return narrow(choice, key, argument, state);
    }
}

/* ---- opening --------------------------------------------------------------------------------- */

enum exit_code journal_complain(const struct journal_choice *choice, struct buffer *problem) {
    if (problem->length == 0 || problem->failed) {
        files_complain_memory(choice->program);
    } else {
        complain(choice->program, "%.*s", (int)problem->length, problem->at);
    }
    buffer_free(problem);
    return EXIT_CODE_COULD_NOT;
}

bool journal_choice_path(const struct journal_choice *choice, struct buffer *path) {
    struct buffer problem = {0};
    if (choice->path != NULL) {
        buffer_append(path, choice->path, strlen(choice->path) + 1);
    } else if (!state_folder_file(STATE_JOURNAL, false, path, &problem)) {
        journal_complain(choice, &problem);
        return false;
    }
    if (path->failed) {
        files_complain_memory(choice->program);
    }
    return !path->failed;
}

struct service_journal *journal_choice_open(const struct journal_choice *choice, bool changes) {
    struct buffer path = {0};
    struct buffer problem = {0};
    struct service_journal *journal = NULL;
    if (journal_choice_path(choice, &path)) {
        journal = service_journal_open(choice->store, path.at, changes, &problem);
        if (journal == NULL) {
            journal_complain(choice, &problem);
        }
    }
    buffer_free(&path);
    return journal;
}

/* ---- telling --------------------------------------------------------------------------------- */

void journal_progress(void *context, uint64_t done, uint64_t of) {
    (void)context;
    if (isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r%" PRIu64 " of %" PRIu64 " records read ", done, of);
    }
}

void journal_progress_end(void) {
    if (isatty(STDERR_FILENO)) {
        fputs("\r\033[K", stderr);
    }
}

bool journal_print_json(struct text wire, bool pretty) {
    struct buffer json = {0};
    bool done = service_json_from_wire(wire, pretty, &json) && !json.failed;
    if (done) {
        fwrite(json.at, 1, json.length, stdout);
        fputc('\n', stdout);
    }
    buffer_free(&json);
    return done && !ferror(stdout);
}
