/*
 * The service in process, as the verbs use it, and its answers as jansson values.
 */
#ifndef SYNOVIA_CLI_SERVICES_H
#define SYNOVIA_CLI_SERVICES_H

#include "base/buffer.h"
#include "service/service.h"

#include <jansson.h>

/* A service with the machine's clocks; NULL where memory ran out. */
struct service *services_new(void);

/* MessagePack as a jansson value (a new reference); NULL where memory ran out. */
json_t *services_json(struct text wire);

/* ---- looking into what the service said ------------------------------------------------------ */

/* The text at a key, or "" where there is none. */
const char *json_text(const json_t *object, const char *key);

/* The whole number at a key, or 0. */
long json_whole(const json_t *object, const char *key);

/* Appends a value as a person reads it: yes and no for booleans, texts without quotes, "?" for what
 * cannot be said, lists in braces. */
void json_say(struct buffer *out, const json_t *value);

/* "name = value, name = value"; `names` holds the values by name. */
void json_say_pairs(struct buffer *out, const json_t *names);

#endif
