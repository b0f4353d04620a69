/* read_file.c - see the header. */
#include "config/read_file.h"

#include "json/place.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BLOCK = 4096 };

/* Reads only into out: the file may hold a secret, and no copy of it may remain. */
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

/* root: the tree, of which something is wrong; NULL: there is none. */
static bool no_json(const char *path, struct text bytes, const struct json_value *root,
                    const struct json_problem *problem, struct error *error)
{
    if (root != NULL) {
        struct json_place place = json_place_of_path(bytes, root, problem->path);
        return error_set(error, ERROR_STOP, "%s: line %zu, column %zu: %s %s", path, place.line,
                         place.column, problem->path[0] ? problem->path : "the file",
                         problem->text);
    }
    struct json_place place = json_place_of_byte(bytes, problem->offset);
    return error_set(error, ERROR_STOP, "%s: line %zu, column %zu: %s; it must be JSON", path,
                     place.line, place.column, problem->text);
}

static bool read_json_tree(const char *path, struct json *json, const struct buffer *text,
                           const struct json_value **root, struct error *error)
{
    struct text bytes = {(const char *)text->bytes, text->length};
    struct json_problem problem;

    if (text->length == 0)
        return error_set(error, ERROR_STOP, "%s: is empty; the least JSON is {}", path);
    switch (json_read(json, bytes, "", root, &problem)) {
    case JSON_NO_MEMORY: return error_memory(error);
    case JSON_WRONG: return no_json(path, bytes, *root, &problem, error);
    case JSON_OK: break;
    }
    return true;
}

bool read_json_file(const char *path, struct json *json, struct buffer *text,
                    const struct json_value **root, struct error *error)
{
    if (!read_file(path, JSON_LENGTH_MAX, text, error))
        return false;
    json_blank_comments(text);
    if (!read_json_tree(path, json, text, root, error))
        return false;
    buffer_append_u8(text, 0);
    return !text->failed || error_memory(error);
}
