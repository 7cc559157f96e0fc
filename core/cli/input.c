#include "cli/input.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

void input_open(struct input *input, int descriptor) {
    sigset_t caught;
    *input = (struct input){.descriptor = descriptor, .is_terminal = isatty(descriptor) == 1};
    sigemptyset(&caught);
    sigaddset(&caught, SIGINT);
    sigaddset(&caught, SIGTERM);
    sigaddset(&caught, SIGHUP);
    input->signals = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
    sigprocmask(SIG_SETMASK, NULL, &input->mask_before);
    if (input->signals >= 0) {
        sigprocmask(SIG_BLOCK, &caught, NULL);
    }
}

void input_close(struct input *input) {
    sigprocmask(SIG_SETMASK, &input->mask_before, NULL);
    if (input->signals >= 0) {
        close(input->signals);
    }
    buffer_free(&input->waiting);
}

void input_raise(const struct input *input) {
    if (input->signal != 0) {
        raise(input->signal);
    }
}

long long input_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- waiting --------------------------------------------------------------------------------- */

enum waited { WAITED_BYTES, WAITED_TIME, WAITED_SIGNAL };

/* Waits for bytes (where `for_bytes`), a signal, or the moment `until` (negative: for ever). */
static enum waited wait_for(struct input *input, bool for_bytes, long long until) {
    struct pollfd waits[] = {
        {.fd = input->signals, .events = POLLIN},
        {.fd = for_bytes ? input->descriptor : -1, .events = POLLIN},
    };
    while (input->signal == 0) {
        long long left = until < 0 ? -1 : until - input_now();
        int ready = until >= 0 && left <= 0 ? 0 : poll(waits, 2, (int)left);
        struct signalfd_siginfo about;
        if (ready > 0 && waits[0].revents != 0 &&
            read(input->signals, &about, sizeof about) == (ssize_t)sizeof about) {
            input->signal = (int)about.ssi_signo;
        } else if (ready > 0 && waits[1].revents != 0) {
            return WAITED_BYTES;
        } else if (ready == 0) {
            return WAITED_TIME;
        } else if (ready < 0 && errno != EINTR) {
            return WAITED_BYTES; /* reading will tell what is wrong */
        }
    }
    return WAITED_SIGNAL;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Takes the first `length` bytes that wait as a line, and `end` more behind them. */
static enum input_event take_line(struct input *input, size_t length, size_t end,
                                  struct buffer *line) {
    buffer_append(line, input->waiting.at, length);
    buffer_consume(&input->waiting, length + end);
    if (line->length > 0 && line->at[line->length - 1] == '\r') {
        line->length--;
    }
    buffer_append(line, "", 1);
    if (line->failed) {
        return INPUT_END;
    }
    line->length--;
    return INPUT_LINE;
}

static void read_more(struct input *input) {
    enum { PIECE = 4096 };
    ssize_t count = 0;
    if (buffer_reserve(&input->waiting, PIECE)) {
        do {
            count = read(input->descriptor, input->waiting.at + input->waiting.length, PIECE);
        } while (count < 0 && errno == EINTR);
    }
    input->has_ended = count <= 0;
    input->waiting.length += count > 0 ? (size_t)count : 0;
}

enum input_event input_line(struct input *input, struct buffer *line) {
    buffer_clear(line);
    for (;;) {
        const struct buffer *waiting = &input->waiting;
        const char *end = waiting->length == 0 ? NULL : memchr(waiting->at, '\n', waiting->length);
        if (end != NULL) {
            return take_line(input, (size_t)(end - waiting->at), 1, line);
        }
        if (input->has_ended) {
            return waiting->length == 0 ? INPUT_END : take_line(input, waiting->length, 0, line);
        }
        if (wait_for(input, true, -1) == WAITED_SIGNAL) {
            return INPUT_INTERRUPTED;
        }
        read_more(input);
    }
}

/* ---- keys ------------------------------------------------------------------------------------ */

struct input_keys {
    struct termios before;
};

struct input_keys *input_take_keys(struct input *input) {
    struct input_keys *keys = input->is_terminal ? malloc(sizeof *keys) : NULL;
    if (keys == NULL || tcgetattr(input->descriptor, &keys->before) != 0) {
        free(keys);
        return NULL;
    }
    struct termios raw = keys->before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    buffer_clear(&input->waiting);
    tcsetattr(input->descriptor, TCSAFLUSH, &raw);
    return keys;
}

/* A key may be several bytes: what is left of them is no line. */
void input_give_back(struct input *input, struct input_keys *keys) {
    if (keys != NULL) {
        tcsetattr(input->descriptor, TCSAFLUSH, &keys->before);
        free(keys);
    }
}

enum input_key input_key(struct input *input, long long until) {
    bool has_keys = input->is_terminal && !input->has_ended;
    char bytes[64];
    switch (wait_for(input, has_keys, until)) {
    case WAITED_SIGNAL:
        return INPUT_KEY_INTERRUPTED;
    case WAITED_TIME:
        return INPUT_TIME;
    case WAITED_BYTES:
        break;
    }
    input->has_ended = read(input->descriptor, bytes, sizeof bytes) <= 0;
    return INPUT_KEY;
}
