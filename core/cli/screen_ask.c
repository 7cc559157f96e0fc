/* Asking a person at the terminal, and deciding by what they said. The prompts go to standard
 * error, the decision to standard output. */
#include "cli/interview.h"

enum exit_code screen_ask(const struct screen *screen) {
    struct talk talk;
    struct interview interview = {.screen = screen, .talk = &talk};
    enum exit_code code = EXIT_CODE_DONE;
    talk_open(&talk, stderr, false);
    fputs("Answer and press Enter. Ctrl-D ends, and decides by what is known then.\n",
          talk.terminal.out);
    bool begun = interview_begin(&interview, json_object(), &code);
    if (begun) {
        interview_ask(&interview, &code);
        fputs("\n", talk.terminal.out);
    }
    struct input input = talk.input;
    talk_close(&talk);
    if (begun && code == EXIT_CODE_DONE && input.signal == 0) {
        screen_show(screen, interview.decision, interview.facts);
    }
    interview_end(&interview);
    input_raise(&input);
    return code;
}
