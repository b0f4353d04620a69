/*
 * address.h - addresses that a server may listen on: loopback, and unix sockets.
 */
#ifndef MERITD_HTTP_ADDRESS_H
#define MERITD_HTTP_ADDRESS_H

#include "base/error.h"

#include <sys/socket.h>
#include <sys/un.h>

struct http_address {
    struct sockaddr_storage socket;
    socklen_t length;
    bool local; /* a unix socket */
};

MUST_CHECK bool http_address_parse(const char *listen, struct http_address *address,
                                   struct error *error);

/* A listening socket that does not block; -1: error. What an ended process left of a unix socket is replaced. */
int http_address_listen(const struct http_address *address, struct error *error);
/* Removes a unix socket. */
void http_address_remove(const struct http_address *address);

#endif
