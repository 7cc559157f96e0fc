/*
 * The one thing of a service that another thread touches: the journal's thread rings it when there
 * is something to settle, and the service's thread waits for it, or has somebody woken.
 */
#ifndef SYNOVIA_SERVICE_ALARM_H
#define SYNOVIA_SERVICE_ALARM_H

#include "service/service.h"

struct alarm;

/* NULL where memory ran out. */
struct alarm *alarm_new(void);

/* Nobody rings it any more. NULL is allowed. */
void alarm_free(struct alarm *alarm);

/* On any thread: wakes whoever waits, or the next to wait, and calls the waker. */
void alarm_ring(struct alarm *alarm);

/* Waits until it has rung since the last wait. */
void alarm_wait(struct alarm *alarm);

void alarm_set_waker(struct alarm *alarm, const struct service_waker *waker);

#endif
