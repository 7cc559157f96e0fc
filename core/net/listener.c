#include "net/server_private.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BACKLOG = 512 };

static bool fail(struct listener *listener, const char *why) {
    char text[ADDRESS_TEXT_SIZE];
    char message[ADDRESS_TEXT_SIZE + 128];
    address_format(&listener->address, text);
    snprintf(message, sizeof message, "%s: %s", text, why);
    server_log(listener->server, LOG_ERROR, "cannot-listen", "message", message);
    return false;
}

/* ---- unix sockets ---------------------------------------------------------------------------- */

/* True where somebody answers at the socket. */
static bool is_alive(const struct address *address) {
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    bool alive = descriptor >= 0 && connect(descriptor, &address->any, address->length) == 0;
    if (descriptor >= 0) {
        close(descriptor);
    }
    return alive;
}

/* A socket that a service left behind when it was killed is in the way; anything else is somebody's
 * and stays. */
static bool clear_path(struct listener *listener) {
    const char *path = listener->address.local.sun_path;
    struct stat about;
    if (lstat(path, &about) != 0) {
        return errno == ENOENT || fail(listener, uv_strerror(-errno));
    }
    if (!S_ISSOCK(about.st_mode)) {
        return fail(listener,
                    "there is a file of this name that is no socket: choose another path");
    }
    if (is_alive(&listener->address)) {
        return fail(listener, "another service is listening there: stop it or choose another path");
    }
    if (unlink(path) != 0) {
        return fail(listener, uv_strerror(-errno));
    }
    server_log(listener->server, LOG_INFO, "stale-socket-replaced", "path", path);
    return true;
}

/* ---- opening --------------------------------------------------------------------------------- */

static void on_connection(uv_stream_t *stream, int status) {
    struct listener *listener = stream->data;
    if (status == 0) {
        connection_accept(listener);
    } else {
        server_log(listener->server, LOG_WARNING, "not-accepted", "message", uv_strerror(status));
    }
}

static int bind_address(struct listener *listener) {
    if (listener->address.is_unix) {
        return uv_pipe_bind(&listener->pipe, listener->address.local.sun_path);
    }
    return uv_tcp_bind(&listener->tcp, &listener->address.any, 0);
}

/* The port that the system chose. */
static void learn_address(struct listener *listener) {
    if (!listener->address.is_unix) {
        int length = sizeof listener->address.storage;
        uv_tcp_getsockname(&listener->tcp, &listener->address.any, &length);
    }
}

bool listener_open(struct listener *listener, struct server *server, const char *address) {
    char problem[ADDRESS_PROBLEM_SIZE];
    listener->server = server;
    if (!address_parse(&listener->address, address, problem)) {
        server_log(server, LOG_ERROR, "cannot-listen", "message", problem);
        return false;
    }
    if (listener->address.is_unix && !clear_path(listener)) {
        return false;
    }
    int status = listener->address.is_unix ? uv_pipe_init(&server->loop, &listener->pipe, 0)
                                           : uv_tcp_init(&server->loop, &listener->tcp);
    if (status != 0) {
        return fail(listener, uv_strerror(status));
    }
    listener->handle.data = listener;
    status = bind_address(listener);
    status = status != 0 ? status : uv_listen(&listener->stream, BACKLOG, on_connection);
    if (status != 0) {
        listener_close(listener);
        return fail(listener, uv_strerror(status));
    }
    learn_address(listener);
    return true;
}

void listener_close(struct listener *listener) {
    if (!uv_is_closing(&listener->handle)) {
        uv_close(&listener->handle, NULL);
    }
}
