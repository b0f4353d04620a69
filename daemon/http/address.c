/* address.c - see the header. */
#include "http/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BACKLOG = 511 };

static bool address_refuse(struct error *error)
{
    return error_set(error, ERROR_STOP,
                     "it must be 127.0.0.1:PORT, [::1]:PORT or unix:/PATH: what is seen from "
                     "elsewhere belongs behind a reverse proxy");
}

/* Digits only; 0: a port that the system chooses. */
static bool address_port(const char *text, in_port_t *port)
{
    size_t digits = strspn(text, "0123456789");
    unsigned long value = strtoul(text, NULL, 10);

    if (digits == 0 || digits > 5 || text[digits] != '\0' || value > 65535)
        return false;
    *port = htons((uint16_t)value);
    return true;
}

static bool address_parse_unix(const char *path, struct http_address *address, struct error *error)
{
    struct sockaddr_un *at = (struct sockaddr_un *)&address->socket;

    if (path[0] != '/' || strlen(path) >= sizeof at->sun_path)
        return error_set(error, ERROR_STOP,
                         "a unix socket needs an absolute path of at most %zu bytes",
                         sizeof at->sun_path - 1);
    at->sun_family = AF_UNIX;
    memcpy(at->sun_path, path, strlen(path) + 1);
    address->length = sizeof *at;
    address->local = true;
    return true;
}

/* 127.0.0.0/8 */
static bool address_parse_4(const char *text, struct http_address *address)
{
    struct sockaddr_in *at = (struct sockaddr_in *)&address->socket;
    const char *colon = strrchr(text, ':');
    char host[INET_ADDRSTRLEN];

    if (colon == NULL || (size_t)(colon - text) >= sizeof host)
        return false;
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = '\0';
    at->sin_family = AF_INET;
    address->length = sizeof *at;
    return inet_pton(AF_INET, host, &at->sin_addr) == 1 &&
           (ntohl(at->sin_addr.s_addr) >> 24) == 127 && address_port(colon + 1, &at->sin_port);
}

static bool address_parse_6(const char *text, struct http_address *address)
{
    struct sockaddr_in6 *at = (struct sockaddr_in6 *)&address->socket;

    at->sin6_family = AF_INET6;
    at->sin6_addr = in6addr_loopback;
    address->length = sizeof *at;
    return strncmp(text, "[::1]:", 6) == 0 && address_port(text + 6, &at->sin6_port);
}

bool http_address_parse(const char *listen, struct http_address *address, struct error *error)
{
    *address = (struct http_address){0};
    if (strncmp(listen, "unix:", 5) == 0)
        return address_parse_unix(listen + 5, address, error);
    if (listen[0] == '[' ? address_parse_6(listen, address) : address_parse_4(listen, address))
        return true;
    return address_refuse(error);
}

/* Nobody listens on it any more: it may go. */
static bool address_is_left_over(const struct http_address *address)
{
    const struct sockaddr_un *at = (const struct sockaddr_un *)&address->socket;
    struct stat status;
    int fd = -1;

    if (!address->local || lstat(at->sun_path, &status) != 0 || !S_ISSOCK(status.st_mode))
        return false;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool refused = fd >= 0 && connect(fd, (const struct sockaddr *)at, address->length) != 0 &&
                   errno == ECONNREFUSED;
    if (fd >= 0)
        close(fd);
    return refused;
}

/* A unix socket is for the owner and the group of its folder: the folder decides further. */
static bool address_bind(int fd, const struct http_address *address)
{
    const struct sockaddr_un *at = (const struct sockaddr_un *)&address->socket;
    int on = 1;

    if (!address->local && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        return false;
    if (address_is_left_over(address))
        unlink(at->sun_path);
    return bind(fd, (const struct sockaddr *)&address->socket, address->length) == 0 &&
           (!address->local || chmod(at->sun_path, 0660) == 0) && listen(fd, BACKLOG) == 0;
}

int http_address_listen(const struct http_address *address, struct error *error)
{
    int fd = socket(address->socket.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd >= 0 && address_bind(fd, address))
        return fd;
    error_set(error, ERROR_STOP, "%s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

void http_address_remove(const struct http_address *address)
{
    if (address->local)
        unlink(((const struct sockaddr_un *)&address->socket)->sun_path);
}
