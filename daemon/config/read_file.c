/* read_file.c - see the header. */
#include "config/read_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BLOCK = 4096 };

/* Into out alone: what is read may be a secret, of which no copy is to stay. */
static bool read_stream(FILE *file, const char *path, size_t most, struct buffer *out,
                        struct error *error)
{
    size_t length;
    struct stat status;
    unsigned char *room;

    if (fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode))
        return error_set(error, ERROR_STOP, "%s: is a folder, a file is needed", path);
    while ((room = buffer_reserve(out, BLOCK)) != NULL &&
           (length = fread(room, 1, BLOCK, file)) > 0) {
        if (out->length + length > most)
            return error_set(error, ERROR_STOP, "%s: has more than %zu bytes", path, most);
        out->length += length;
    }
    if (ferror(file))
        return error_set(error, ERROR_STOP, "%s: %s", path, strerror(errno));
    if (out->failed)
        return error_memory(error);
    return true;
}

bool read_file(const char *path, size_t most, struct buffer *out, struct error *error)
{
    FILE *file = fopen(path, "rbe");

    if (file == NULL)
        return error_set(error, ERROR_STOP, "%s: %s", path, strerror(errno));
    setvbuf(file, NULL, _IONBF, 0);
    bool done = read_stream(file, path, most, out, error);
    fclose(file);
    return done;
}

void json_blank_comments(struct buffer *json)
{
    bool string = false;
    unsigned char *bytes = json->bytes;

    for (size_t i = 0; i < json->length; i++) {
        if (string && bytes[i] == '\\')
            i++;
        else if (bytes[i] == '"')
            string = !string;
        else if (!string && bytes[i] == '/' && i + 1 < json->length && bytes[i + 1] == '/')
            for (; i < json->length && bytes[i] != '\n'; i++)
                bytes[i] = ' ';
    }
}

size_t line_of(const struct buffer *text, size_t offset)
{
    size_t line = 1;

    for (size_t i = 0; i < offset && i < text->length; i++)
        line += text->bytes[i] == '\n';
    return line;
}

size_t byte_of_line(const struct buffer *text, size_t offset)
{
    size_t at = offset < text->length ? offset : text->length, begin = at;

    while (begin > 0 && text->bytes[begin - 1] != '\n')
        begin--;
    return at - begin + 1;
}
