#include "cli/talk.h"

#include "cli/wrap.h"

#include <stdlib.h>
#include <unistd.h>

/* Where memory runs out, what is said goes out as it is. */
static void gather(struct talk *talk) {
    talk->gathered = NULL;
    FILE *gathering = open_memstream(&talk->gathered, &talk->gathered_length);
    talk->terminal.out = gathering == NULL ? talk->out : gathering;
}

void talk_open(struct talk *talk, FILE *out, bool is_plain) {
    *talk = (struct talk){.out = out, .terminal = terminal_on(out), .is_plain = is_plain};
    talk->terminal.colours = talk->terminal.colours && !is_plain;
    gather(talk);
    input_open(&talk->input, STDIN_FILENO);
}

/* Ends the gathering and shows what was gathered. */
static void show(struct talk *talk) {
    if (talk->terminal.out != talk->out) {
        fclose(talk->terminal.out);
        wrap_print(talk->out, text_from(talk->gathered, talk->gathered_length),
                   wrap_width(talk->out));
        free(talk->gathered);
    }
    fflush(talk->out);
}

void talk_close(struct talk *talk) {
    show(talk);
    input_close(&talk->input);
    buffer_free(&talk->line);
}

void talk_flush(struct talk *talk) {
    show(talk);
    gather(talk);
}

static void drop_white(struct buffer *line) {
    size_t start = strspn(line->at, " \t");
    buffer_consume(line, start);
    while (line->length > 0 && strchr(" \t", line->at[line->length - 1]) != NULL) {
        line->length--;
    }
    line->at[line->length] = '\0';
}

enum input_event talk_line(struct talk *talk) {
    talk_flush(talk);
    enum input_event event = input_line(&talk->input, &talk->line);
    if (event == INPUT_LINE) {
        drop_white(&talk->line);
    }
    if (event != INPUT_LINE || !talk->input.is_terminal) {
        fprintf(talk->out, "%s\n", event == INPUT_LINE ? talk->line.at : "");
    }
    return event;
}
