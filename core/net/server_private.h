/*
 * What the files of the server share:
 *
 *     server.c       the loop: start, signals, sweep, drain, end
 *     listener.c     an address that is listened on
 *     connection.c   one peer: reading, answering, writing
 *     work.c         what takes longer than a turn: slices on the loop, jobs on a thread
 *     watch.c        the folder of protocols: what has changed is loaded anew
 */
#ifndef SYNOVIA_NET_SERVER_PRIVATE_H
#define SYNOVIA_NET_SERVER_PRIVATE_H

#include "net/address.h"
#include "net/server.h"

#include <uv.h>

enum { READ_BYTES = 64 * 1024, LISTENERS_MOST = 16 };

struct server;

/* An address that is listened on. */
struct listener {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    };
    struct server *server;
    struct address address;
};

/*
 * One peer. Bytes of a frame that is not whole wait in `in`; responses wait in `out` until libuv
 * takes them over in `writing`, one write at a time.
 */
struct connection {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    };
    struct server *server;
    struct connection *next;
    struct connection *previous;
    struct service_peer *peer;
    struct buffer in;
    struct buffer out;
    struct buffer writing;
    uv_write_t write;
    uv_shutdown_t shutdown;
    bool is_reading;
    bool is_writing;
    bool is_paused;         /* a slow reader or a slow disk: its requests wait */
    bool is_broken;         /* the stream cannot be followed; what still comes is thrown away */
    bool is_shut;           /* our side is closed */
    bool has_ended;         /* nothing more will be read */
    bool is_draining;       /* the service ends; `drain_left` is still to be read */
    bool is_closing;        /* the handle is being closed */
    uint64_t heard;         /* loop time of the last byte read, in milliseconds */
    uint64_t frame_started; /* loop time of the first byte in `in`, or of the break */
    uint64_t written;       /* loop time at which the write last got on */
    size_t write_left;      /* bytes of the write that were left then */
    size_t drain_left;      /* bytes that had come when the drain began and are not read yet */
};

/* Folders that are watched: the protocols', and those that hold what protocols include. */
enum { FOLDERS_MOST = 64 };

struct watched {
    uv_fs_event_t event;
    char *path; /* owned */
    struct server *server;
};

enum server_state { SERVER_SERVING, SERVER_DRAINING, SERVER_ENDING };

struct server {
    uv_loop_t loop;
    struct server_options options;
    enum server_state state;
    enum server_end end;
    struct listener listeners[LISTENERS_MOST];
    size_t listener_count;
    struct connection *connections;
    size_t connection_count;
    uv_signal_t terminate;
    uv_signal_t interrupt;
    uv_timer_t sweep;
    uv_idle_t slices;        /* active while the service has work */
    uv_work_t thread;        /* of the job under way */
    uv_timer_t progress;     /* active while there is one */
    struct service_job *job; /* NULL: none */
    uv_async_t kept;         /* the journal has written something */
    uv_signal_t hang_up;
    uv_timer_t settle; /* a change is looked at when nothing more changes for a while */
    struct watched watched[FOLDERS_MOST];
    size_t watched_count;
    /* Every connection reads into this first: only a frame that is not whole is kept. */
    char read_bytes[READ_BYTES];
};

void server_log(struct server *server, enum log_level level, const char *event, const char *key,
                const char *value);

/* Ends the loop when nothing but the server's own handles is left of a drain. */
void server_settle(struct server *server);

/* Sees to it that the work that the service has is done; called whenever there may be some. */
void work_wake(struct server *server);

/* Opens the handles of work.c and of watch.c; they are closed with the server's, after work_close
 * has seen to it that no other thread uses them. */
void work_open(struct server *server);
void work_close(struct server *server);
void watch_open(struct server *server);

/* Watches the folders that were read from since the last time; called after a reload. */
void watch_read_folders(struct server *server);

/* Gives back what watch_open took, once the loop has ended. */
void watch_close(struct server *server);

/* Starts listening; false where it cannot, logged. The handle is then closed or never was open. */
bool listener_open(struct listener *listener, struct server *server, const char *address);
void listener_close(struct listener *listener);

/* Takes the connection that waits at the listener. */
void connection_accept(struct listener *listener);

/* Reads nothing more, answers and writes what there is, then closes. */
void connection_finish(struct connection *connection);

/*
 * For the end of the service: reads as many bytes as the kernel has received by now, answers what
 * is whole among them, then closes.
 */
void connection_drain(struct connection *connection);

/* Writes what was delivered, goes on with requests that waited, and closes where the connection was
 * finished and nothing is owed any more. */
void connection_settle(struct connection *connection);

/* Closes at once; the memory goes when libuv has let go of the handle. */
void connection_close(struct connection *connection, const char *why);

/* Closes what has been silent for too long. */
void connection_sweep(struct connection *connection);

#endif
