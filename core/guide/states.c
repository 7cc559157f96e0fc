#include "guide/guide.h"

const char *guide_state_name(enum guide_state state) {
    static const char *const names[] = {
#define STATE(name, wire, meaning) wire,
        SYNOVIA_GUIDE_STATES(STATE)
#undef STATE
    };
    return names[state];
}

const char *guide_state_meaning(enum guide_state state) {
    static const char *const meanings[] = {
#define STATE(name, wire, meaning) meaning,
        SYNOVIA_GUIDE_STATES(STATE)
#undef STATE
    };
    return meanings[state];
}

bool guide_state_is_over(enum guide_state state) {
    return state != GUIDE_ASKING && state != GUIDE_STEP;
}
