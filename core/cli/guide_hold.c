#include "cli/guide.h"

#include <math.h>

/* Columns of "Hold: 3600 s, any key stops " and of what is drawn over it. */
enum { COUNT_WIDTH = 28 };

/* Where every count is a line of its own, only these are: long holds by fives, the last one when it
 * begins. */
static bool is_told(long left, long whole) {
    enum { EVERY = 5 };
    return left == whole || (left % EVERY == 0 && left > 0);
}

/* Draws over the count before where that may be done. */
static void show_count(const struct talk *talk, bool draws, long left, long whole) {
    if (draws) {
        fprintf(talk->out, "\r  Hold: %ld s, any key stops ", left);
    } else if (is_told(left, whole)) {
        fprintf(talk->out, "  Hold: %ld second%s%s\n", left, left == 1 ? "" : "s",
                left == whole && talk->input.is_terminal ? ", any key stops" : "");
    }
    fflush(talk->out);
}

enum hold_end guide_hold(struct talk *talk, double seconds) {
    bool draws = !talk->is_plain && talk->terminal.is_terminal;
    long whole = (long)ceil(seconds);
    enum input_key key = INPUT_TIME;
    talk_flush(talk);
    struct input_keys *keys = input_take_keys(&talk->input);
    long long end = input_now() + (long long)(seconds * 1000);
    for (long left = whole; left > 0 && key == INPUT_TIME; left--) {
        show_count(talk, draws, left, whole);
        key = input_key(&talk->input, end - (left - 1) * 1000LL);
    }
    input_give_back(&talk->input, keys);
    /* The words must cover the count where they are drawn over it. */
    const char *words = key == INPUT_TIME ? "The time is over." : "Stopped.";
    fprintf(talk->out, "%s  %-*s\n", draws ? "\r" : "", draws ? COUNT_WIDTH : 0, words);
    fflush(talk->out);
    return key == INPUT_TIME ? HOLD_OVER : key == INPUT_KEY ? HOLD_STOPPED : HOLD_INTERRUPTED;
}
