#include "service/alarm.h"

#include <pthread.h>
#include <stdlib.h>

struct alarm {
    pthread_mutex_t lock;
    pthread_cond_t rang;
    bool has_rung; /* and nobody has waited since */
    struct service_waker waker;
};

struct alarm *alarm_new(void) {
    struct alarm *alarm = calloc(1, sizeof *alarm);
    if (alarm == NULL) {
        return NULL;
    }
    if (pthread_mutex_init(&alarm->lock, NULL) != 0) {
        free(alarm);
        return NULL;
    }
    if (pthread_cond_init(&alarm->rang, NULL) != 0) {
        pthread_mutex_destroy(&alarm->lock);
        free(alarm);
        return NULL;
    }
    return alarm;
}

void alarm_free(struct alarm *alarm) {
    if (alarm != NULL) {
        pthread_cond_destroy(&alarm->rang);
        pthread_mutex_destroy(&alarm->lock);
        free(alarm);
    }
}

/* The waker is called under the lock, so that alarm_set_waker can promise that it is over. */
void alarm_ring(struct alarm *alarm) {
    pthread_mutex_lock(&alarm->lock);
    alarm->has_rung = true;
    pthread_cond_signal(&alarm->rang);
    if (alarm->waker.wake != NULL) {
        alarm->waker.wake(alarm->waker.context);
    }
    pthread_mutex_unlock(&alarm->lock);
}

void alarm_wait(struct alarm *alarm) {
    pthread_mutex_lock(&alarm->lock);
    while (!alarm->has_rung) {
        pthread_cond_wait(&alarm->rang, &alarm->lock);
    }
    alarm->has_rung = false;
    pthread_mutex_unlock(&alarm->lock);
}

void alarm_set_waker(struct alarm *alarm, const struct service_waker *waker) {
    pthread_mutex_lock(&alarm->lock);
    alarm->waker = *waker;
    pthread_mutex_unlock(&alarm->lock);
}
