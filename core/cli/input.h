/*
 * What a person types: lines, and keys while something is counted down. Nothing here redraws.
 *
 * While it is open, SIGINT, SIGTERM and SIGHUP do not end the program but the wait that they meet,
 * so that whoever talks with the person can put the terminal in order, say what is to be said, and
 * then let the signal have its way (input_close, input_raise). Where the input is no terminal,
 * lines are read in the same way, there are no keys, and the end of the input is told as such.
 */
#ifndef SYNOVIA_CLI_INPUT_H
#define SYNOVIA_CLI_INPUT_H

#include "base/buffer.h"

#include <signal.h>

struct input {
    int descriptor;
    bool is_terminal;
    bool has_ended;
    int signals;           /* a descriptor on which signals are read; -1: they end the program */
    int signal;            /* that ended a wait; 0: none */
    sigset_t mask_before;  /* what was blocked before */
    struct buffer waiting; /* read, but not taken yet */
};

void input_open(struct input *input, int descriptor);
void input_close(struct input *input);

/* After input_close: raises the signal that ended a wait, if one did. */
void input_raise(const struct input *input);

enum input_event {
    INPUT_LINE,
    INPUT_END,         /* of the input; a last line without an end is a line */
    INPUT_INTERRUPTED, /* by a signal, now or before */
};

/* Waits for the next line and leaves it in `line`, without its end and with a zero byte behind it.
 * Memory that runs out is told as the end. */
enum input_event input_line(struct input *input, struct buffer *line);

/* A moment of the clock that only goes forward, in milliseconds. */
long long input_now(void);

enum input_key { INPUT_KEY, INPUT_TIME, INPUT_KEY_INTERRUPTED };

/* Takes the terminal for keys, and gives it back; no effect where the input is none. What was typed
 * before counts neither as a key nor as a line. */
struct input_keys;
struct input_keys *input_take_keys(struct input *input);
void input_give_back(struct input *input, struct input_keys *keys);

/* Waits for a key, but not beyond `until`. */
enum input_key input_key(struct input *input, long long until);

#endif
