#include "net/address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOST_SIZE = 256, PORT_SIZE = 16 };

static const char forms[] =
    "write tcp://127.0.0.1:7465, tcp://[::1]:7465 or unix:///path/to/socket";

/* ---- unix ------------------------------------------------------------------------------------ */

static bool parse_unix(struct address *address, const char *path,
                       char problem[ADDRESS_PROBLEM_SIZE]) {
    size_t most = sizeof address->local.sun_path - 1;
    if (path[0] != '/') {
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "unix://%s is not an absolute path: %s", path,
                 forms);
        return false;
    }
    if (strlen(path) > most) {
        snprintf(problem, ADDRESS_PROBLEM_SIZE,
                 "the path of the socket has %zu bytes, and %zu are allowed: choose a shorter one",
                 strlen(path), most);
        return false;
    }
    address->is_unix = true;
    address->local.sun_family = AF_UNIX;
    memcpy(address->local.sun_path, path, strlen(path) + 1);
    address->length = sizeof address->local;
    return true;
}

/* ---- tcp ------------------------------------------------------------------------------------- */

static bool copy_part(char *out, size_t size, const char *from, size_t length) {
    if (length == 0 || length >= size) {
        return false;
    }
    memcpy(out, from, length);
    out[length] = '\0';
    return true;
}

/* Splits "host:port", "[host]:port" or "host"; false where it is none of these. */
static bool split(const char *text, char host[HOST_SIZE], char port[PORT_SIZE]) {
    bool bracketed = text[0] == '[';
    const char *start = bracketed ? text + 1 : text;
    const char *end = bracketed ? strchr(start, ']') : start + strcspn(start, ":");
    if (end == NULL || !copy_part(host, HOST_SIZE, start, (size_t)(end - start))) {
        return false;
    }
    const char *rest = bracketed ? end + 1 : end;
    if (*rest == '\0') {
        snprintf(port, PORT_SIZE, "%d", ADDRESS_DEFAULT_PORT);
        return true;
    }
    return rest[0] == ':' && copy_part(port, PORT_SIZE, rest + 1, strlen(rest + 1)) &&
           strspn(port, "0123456789") == strlen(port) && strtol(port, NULL, 10) <= UINT16_MAX;
}

static bool parse_tcp(struct address *address, const char *text,
                      char problem[ADDRESS_PROBLEM_SIZE]) {
    char host[HOST_SIZE];
    char port[PORT_SIZE];
    if (!split(text, host, port)) {
        snprintf(problem, ADDRESS_PROBLEM_SIZE,
                 "tcp://%s has no host, or a port that is no number from 0 to 65535: "
                 "%s",
                 text, forms);
        return false;
    }
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int status = getaddrinfo(host, port, &hints, &found);
    if (status != 0) {
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "%s, port %s: %s", host, port,
                 gai_strerror(status));
        return false;
    }
    memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
    address->length = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------- */

bool address_parse(struct address *address, const char *text, char problem[ADDRESS_PROBLEM_SIZE]) {
    static const char tcp[] = "tcp://";
    static const char local[] = "unix://";
    memset(address, 0, sizeof *address);
    if (strncmp(text, tcp, strlen(tcp)) == 0) {
        return parse_tcp(address, text + strlen(tcp), problem);
    }
    if (strncmp(text, local, strlen(local)) == 0) {
        return parse_unix(address, text + strlen(local), problem);
    }
    snprintf(problem, ADDRESS_PROBLEM_SIZE, "\"%s\" is not an address: %s", text, forms);
    return false;
}

void address_format(const struct address *address, char out[ADDRESS_TEXT_SIZE]) {
    char host[INET6_ADDRSTRLEN] = "";
    if (address->is_unix) {
        snprintf(out, ADDRESS_TEXT_SIZE, "unix://%s", address->local.sun_path);
    } else if (address->any.sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)&address->storage;
        inet_ntop(AF_INET6, &in->sin6_addr, host, sizeof host);
        snprintf(out, ADDRESS_TEXT_SIZE, "tcp://[%s]:%u", host, ntohs(in->sin6_port));
    } else {
        const struct sockaddr_in *in = (const struct sockaddr_in *)&address->storage;
        inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
        snprintf(out, ADDRESS_TEXT_SIZE, "tcp://%s:%u", host, ntohs(in->sin_port));
    }
}

bool address_is_local(const struct address *address) {
    if (address->is_unix) {
        return true;
    }
    if (address->any.sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)&address->storage;
        return IN6_IS_ADDR_LOOPBACK(&in->sin6_addr);
    }
    const struct sockaddr_in *in = (const struct sockaddr_in *)&address->storage;
    return ntohl(in->sin_addr.s_addr) >> 24 == 127;
}
