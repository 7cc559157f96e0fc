/*
 * Where a service listens, as people write it:
 *
 *     tcp://127.0.0.1:7465    tcp://[::1]:0    tcp://localhost    unix:///run/synovia.sock
 *
 * Port 0 lets the system choose. Without a port it is ADDRESS_DEFAULT_PORT.
 */
#ifndef SYNOVIA_NET_ADDRESS_H
#define SYNOVIA_NET_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

enum {
    ADDRESS_DEFAULT_PORT = 7465,
    ADDRESS_TEXT_SIZE = 160, /* the longest address as text, and a zero */
    ADDRESS_PROBLEM_SIZE = 512,
};

/* What is listened on where nothing else is asked for: this machine alone. */
#define ADDRESS_DEFAULT "tcp://127.0.0.1:7465"

struct address {
    bool is_unix;
    union {
        struct sockaddr any;
        struct sockaddr_storage storage;
        struct sockaddr_un local;
    };
    socklen_t length;
};

/* Reads an address; a host name is resolved, and its first address taken. False: `problem` says
 * what is wrong and what an address looks like. */
bool address_parse(struct address *address, const char *text, char problem[ADDRESS_PROBLEM_SIZE]);

/* Writes the address with its port as a number, in the form that address_parse reads. */
void address_format(const struct address *address, char out[ADDRESS_TEXT_SIZE]);

/* True for an address that only programs of this machine can reach. */
bool address_is_local(const struct address *address);

#endif
