/*
 * Decisions per second in one process, beside two references, in one run.
 *
 *     synovia      a MessagePack-RPC request in, the service's answer out (no socket)
 *     by hand      the same rules in C on msgpack-c: same request, same decision out but for its id
 *     plain Lua    the same rules as one Lua function, fed a table; no MessagePack at all
 *
 * `bench_decisions facts` prints the first person as JSON, for the bench over sockets.
 *
 * The three take turns in short rounds, so that what else the machine does falls on all alike; the
 * median round counts. Before anything is measured, the answers are compared.
 */
#include "base/buffer.h"
#include "bench/by_hand.h"
#include "bench/people.h"
#include "service/service.h"
#include "wire/rpc.h"
#include "wire/writer.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 41, CALLS = 20000 };

static const char as_of[] = "2026-05-01";

struct bench {
    struct service *service;
    struct service_peer *peer;
    struct by_hand by_hand;
    lua_State *lua;
    struct buffer request;
    struct buffer answer;
    char digest[65];
};

static void fail(const char *what) {
    fprintf(stderr, "bench: %s\n", what);
    exit(3);
}

/* ---- setting up ------------------------------------------------------------------------------ */

static int32_t today(void *context) {
    (void)context;
    return 20574;
}

static int64_t now(void *context) {
    (void)context;
    return 0;
}

/* The digest stands in the load report as a MessagePack text of 64 digits behind its key. */
static void read_digest(struct bench *bench, const struct buffer *report) {
    static const char key[] = "digest\xd9\x40";
    for (size_t i = 0; i + sizeof key + 64 <= report->length; i++) {
        if (memcmp(report->at + i, key, sizeof key - 1) == 0) {
            memcpy(bench->digest, report->at + i + sizeof key - 1, 64);
            return;
        }
    }
    fail("the load report names no digest");
}

static void open_service(struct bench *bench) {
    struct service_options options = {.today = today, .now = now};
    struct buffer report = {0};
    bench->service = service_new(&options);
    const char *path = SYNOVIA_SOURCE_DIR "/protocols/thoracic-mobilization.lua";
    if (bench->service == NULL ||
        service_load_file(bench->service, path, &report) != SERVICE_LOADED) {
        fail("the protocol does not load");
    }
    bench->peer = service_peer_new(bench->service);
    read_digest(bench, &report);
    buffer_free(&report);
}

static void open_lua(struct bench *bench) {
    bench->lua = luaL_newstate();
    luaL_openlibs(bench->lua);
    if (luaL_dofile(bench->lua, SYNOVIA_SOURCE_DIR "/tests/bench/plain_lua.lua") != LUA_OK) {
        fail(lua_tostring(bench->lua, -1));
    }
}

static void write_request(struct bench *bench, const struct bench_person *person) {
    struct buffer *out = &bench->request;
    buffer_clear(out);
    rpc_write_request(out, 7, text_of("screen"));
    writer_map(out, 3);
    writer_string(out, "protocol");
    writer_string(out, "thoracic-mobilization");
    writer_string(out, "as_of");
    writer_string(out, as_of);
    writer_string(out, "facts");
    writer_map(out, (uint32_t)person->fact_count);
    for (size_t i = 0; i < person->fact_count; i++) {
        const struct person_fact *fact = bench_fact(person, i);
        writer_string(out, fact->name);
        if (fact->type == FACT_YES_NO) {
            writer_boolean(out, fact->number != 0);
        } else if (fact->type == FACT_NUMBER) {
            writer_number(out, fact->number);
        } else {
            writer_string(out, fact->choice);
        }
    }
}

/* The function and the person's table stay on the stack: index 1 and 2. */
static void push_person(lua_State *lua, const struct bench_person *person) {
    lua_settop(lua, 1);
    lua_createtable(lua, 0, (int)person->fact_count);
    for (size_t i = 0; i < person->fact_count; i++) {
        const struct person_fact *fact = bench_fact(person, i);
        if (fact->type == FACT_YES_NO) {
            lua_pushboolean(lua, fact->number != 0);
        } else if (fact->type == FACT_NUMBER) {
            lua_pushnumber(lua, fact->number);
        } else {
            lua_pushstring(lua, fact->choice);
        }
        lua_setfield(lua, 2, fact->name);
    }
}

/* ---- one call of each ------------------------------------------------------------------------ */

/* As a connection does it: the frame scanner first. */
static void call_synovia(struct bench *bench) {
    size_t length;
    buffer_clear(&bench->answer);
    if (service_scan(bench->peer, buffer_text(&bench->request), &length, &bench->answer) !=
        SERVICE_WHOLE) {
        fail("the service sees no frame");
    }
    if (!service_answer(bench->peer, buffer_text(&bench->request), &bench->answer)) {
        fail("the service does not answer");
    }
}

static void call_by_hand(struct bench *bench) {
    if (!by_hand_answer(&bench->by_hand, bench->request.at, bench->request.length)) {
        fail("the hand-written rules do not answer");
    }
}

static void call_lua(struct bench *bench) {
    lua_pushvalue(bench->lua, 1);
    lua_pushvalue(bench->lua, 2);
    lua_pushstring(bench->lua, bench->digest);
    lua_pushstring(bench->lua, as_of);
    if (lua_pcall(bench->lua, 3, 1, 0) != LUA_OK) {
        fail(lua_tostring(bench->lua, -1));
    }
    lua_settop(bench->lua, 2);
}

/* ---- comparing the answers ------------------------------------------------------------------- */

static void compare_lua(struct bench *bench, const struct bench_person *person) {
    lua_pushvalue(bench->lua, 1);
    lua_pushvalue(bench->lua, 2);
    lua_pushstring(bench->lua, bench->digest);
    lua_pushstring(bench->lua, as_of);
    lua_call(bench->lua, 3, 1);
    lua_getfield(bench->lua, -1, "outcome");
    if (strcmp(lua_tostring(bench->lua, -1), person->outcome) != 0) {
        fail("plain Lua decides otherwise");
    }
    lua_settop(bench->lua, 2);
}

/* The decision in an answer, decoded, with its id blanked. */
static msgpack_object decision_in(const char *bytes, size_t length, msgpack_unpacked *unpacked) {
    size_t offset = 0;
    msgpack_unpacked_init(unpacked);
    if (msgpack_unpack_next(unpacked, bytes, length, &offset) != MSGPACK_UNPACK_SUCCESS ||
        unpacked->data.via.array.ptr[3].type != MSGPACK_OBJECT_MAP) {
        fail("an answer carries no decision");
    }
    msgpack_object decision = unpacked->data.via.array.ptr[3];
    decision.via.map.ptr[0].val.type = MSGPACK_OBJECT_NIL;
    return decision;
}

static void compare(struct bench *bench, const struct bench_person *person) {
    msgpack_unpacked ours, theirs;
    call_synovia(bench);
    call_by_hand(bench);
    compare_lua(bench, person);
    const msgpack_sbuffer *hand = &bench->by_hand.out;
    msgpack_object decision = decision_in(bench->answer.at, bench->answer.length, &ours);
    if (!msgpack_object_equal(decision, decision_in(hand->data, hand->size, &theirs))) {
        fail("the decisions differ");
    }
    msgpack_unpacked_destroy(&ours);
    msgpack_unpacked_destroy(&theirs);
}

/* ---- measuring ------------------------------------------------------------------------------- */

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double nanoseconds_per_call(struct bench *bench, void (*call)(struct bench *)) {
    double start = seconds();
    for (int i = 0; i < CALLS; i++) {
        call(bench);
    }
    return (seconds() - start) / CALLS * 1e9;
}

static int by_size(const void *left, const void *right) {
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *times) {
    qsort(times, ROUNDS, sizeof *times, by_size);
    return times[ROUNDS / 2];
}

static void row(const char *name, double time, double synovia) {
    printf("  %-10s %9.0f decisions/s  %7.0f ns   synovia's speed is %.2f of it\n", name,
           1e9 / time, time, time / synovia);
}

static void measure(struct bench *bench, const struct bench_person *person) {
    static double synovia[ROUNDS], by_hand[ROUNDS], lua[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        synovia[i] = nanoseconds_per_call(bench, call_synovia);
        by_hand[i] = nanoseconds_per_call(bench, call_by_hand);
        lua[i] = nanoseconds_per_call(bench, call_lua);
    }
    double time = median(synovia);
    printf("%s (%zu facts; request %zu bytes, answer %zu bytes)\n", person->title,
           person->fact_count, bench->request.length, bench->answer.length);
    row("synovia", time, time);
    row("by hand", median(by_hand), time);
    row("plain Lua", median(lua), time);
}

/* The first person as JSON, for who asks over a socket. */
static int print_facts(void) {
    const struct bench_person *person = bench_person(0);
    for (size_t i = 0; i < person->fact_count; i++) {
        const struct person_fact *fact = bench_fact(person, i);
        printf("%s\"%s\":", i == 0 ? "{" : ",", fact->name);
        if (fact->type == FACT_YES_NO) {
            printf(fact->number != 0 ? "true" : "false");
        } else if (fact->type == FACT_NUMBER) {
            printf("%g", fact->number);
        } else {
            printf("\"%s\"", fact->choice);
        }
    }
    puts("}");
    return 0;
}

int main(int argc, char **argv) {
    struct bench bench = {0};
    if (argc == 2 && strcmp(argv[1], "facts") == 0) {
        return print_facts();
    }
    open_service(&bench);
    open_lua(&bench);
    by_hand_init(&bench.by_hand, bench.digest);
    for (size_t i = 0; i < BENCH_PEOPLE; i++) {
        const struct bench_person *person = bench_person(i);
        write_request(&bench, person);
        push_person(bench.lua, person);
        compare(&bench, person);
        measure(&bench, person);
    }
    by_hand_free(&bench.by_hand);
    lua_close(bench.lua);
    buffer_free(&bench.request);
    buffer_free(&bench.answer);
    service_peer_free(bench.peer);
    service_free(bench.service);
    return 0;
}
