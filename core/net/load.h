/*
 * Load on a service: many connections on one loop, each with several requests under way, and how
 * long each answer took.
 *
 *     lane 0 ┐                     ┌─ answers ─> histogram
 *     lane 1 ┴─ connection ─> service
 *     lane 2 ┐
 *     lane 3 ┴─ connection ─> service        here: 2 connections, 2 lanes each
 *
 * As soon as a lane is answered it asks again, until the time is over or enough was asked; then
 * what is under way is waited for. A request's time runs from when it is handed to the connection
 * to when its answer has been read, so that what waits in a queue of ours counts as well.
 */
#ifndef SYNOVIA_NET_LOAD_H
#define SYNOVIA_NET_LOAD_H

#include "base/histogram.h"
#include "net/address.h"
#include "service/caller.h"

enum { LOAD_CONNECTIONS_MOST = 1000, LOAD_PIPELINE_MOST = 1000 };

struct load_plan {
    const char *address;
    unsigned connections;  /* at most LOAD_CONNECTIONS_MOST */
    unsigned pipeline;     /* lanes of each; at most LOAD_PIPELINE_MOST */
    double seconds;        /* how long to ask; 0: until `requests` are asked */
    uint64_t requests;     /* how many to ask; 0: as many as the time allows */
    double warm_seconds;   /* at the start, which are not counted */
    struct caller *caller; /* of connections * pipeline lanes */
};

struct load_result {
    double seconds;    /* that were counted */
    uint64_t answered; /* counted, errors included */
    uint64_t refused;  /* of these: errors */
    unsigned lost;     /* connections that ended before they were to */
    struct histogram nanoseconds;
};

enum load_end {
    LOAD_DONE,
    LOAD_UNREACHABLE, /* no connection came about */
    LOAD_LOST,        /* all connections were closed, or one said what no service says */
    LOAD_NO_MEMORY,
};

/* Runs the load; unless done, `problem` says what went wrong. `result` is filled in any case. */
enum load_end load_run(const struct load_plan *plan, struct load_result *result,
                       char problem[ADDRESS_PROBLEM_SIZE]);

#endif
