/* secret.c - see the header. */
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECRET_MAX = 4096 };

bool secret_path(const char *name, const char *directory, const char *variable, struct buffer *path,
                 struct error *error)
{
    bool absolute = name[0] == '/';

    if (!absolute && (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL))
        return error_set(
            error, ERROR_STOP,
            "what is given (not shown) is neither a credential's name nor an absolute path");
    if (!absolute && (directory == NULL || directory[0] != '/'))
        return error_set(error, ERROR_STOP,
                         "\"%s\" is looked for in $%s, which is not set: run it as a service, or "
                         "name an absolute path",
                         name, variable);
    if (absolute)
        buffer_append_format(path, "%s", name);
    else
        buffer_append_format(path, "%s/%s", directory, name);
    buffer_append_u8(path, 0);
    return path->failed ? error_memory(error) : true;
}

/* Reads one byte more than allowed, to detect a file that is too long. */
static bool secret_read_file(const char *path, struct buffer *secret, struct error *error)
{
    unsigned char *room = buffer_reserve(secret, SECRET_MAX + 1);
    ssize_t got = 0;

    if (room == NULL)
        return error_memory(error);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return error_set(error, ERROR_STOP, "%s: %s", path, strerror(errno));
    size_t length = 0;
    while (length <= SECRET_MAX && (got = read(file, room + length, SECRET_MAX + 1 - length)) > 0)
        length += (size_t)got;
    int failed = got < 0 ? errno : 0;
    close(file);
    if (failed != 0)
        return error_set(error, ERROR_STOP, "%s: %s", path, strerror(failed));
    if (length > SECRET_MAX)
        return error_set(error, ERROR_STOP, "%s: has more than %d bytes", path, SECRET_MAX);
    while (length > 0 && strchr(" \t\r\n", room[length - 1]) != NULL)
        length--;
    if (length == 0)
        return error_set(error, ERROR_STOP, "%s: is empty", path);
    secret->length += length;
    buffer_append_u8(secret, 0);
    return true;
}

bool secret_read(const char *name, struct buffer *secret, struct error *error)
{
    struct buffer path;

    buffer_init(&path);
    bool done = secret_path(name, getenv("CREDENTIALS_DIRECTORY"), "CREDENTIALS_DIRECTORY", &path,
                            error) &&
                secret_read_file((const char *)path.bytes, secret, error);
    buffer_clear(&path);
    return done;
}
