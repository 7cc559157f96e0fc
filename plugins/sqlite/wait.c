#include "sqlite/wait.h"

#include <time.h>

enum { SHORTEST_US = 1000, SPREAD_US = 4000 };

static struct timespec clock_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now;
}

/* The clock's last digits are random enough not to keep in step with another. */
void wait_once(void) {
    long microseconds = SHORTEST_US + clock_now().tv_nsec % SPREAD_US;
    struct timespec pause = {.tv_nsec = microseconds * 1000};
    nanosleep(&pause, NULL);
}

/* Called where somebody else has a lock; 0 gives up. */
static int wait(void *context, int waited_before) {
    struct waiting *waiting = context;
    struct timespec now = clock_now();
    int64_t now_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    if (waited_before == 0) {
        waiting->until_ms = now_ms + waiting->most_ms;
    }
    if (now_ms >= waiting->until_ms) {
        return 0;
    }
    wait_once();
    return 1;
}

void wait_set(sqlite3 *database, struct waiting *waiting, uint32_t most_ms) {
    waiting->most_ms = most_ms;
    sqlite3_busy_handler(database, wait, waiting);
}
