/*
 * read_file.h - a small file, whole; and the JSON that people write, with // comments.
 */
#ifndef MERITD_CONFIG_READ_FILE_H
#define MERITD_CONFIG_READ_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include "json/json.h"

#include <stddef.h>

/* Appends the file's bytes. ERROR_STOP, naming the file, when it cannot be read or is larger than most. */
MUST_CHECK bool read_file(const char *path, size_t most, struct buffer *out, struct error *error);

/* Each // comment becomes spaces, so that lines and columns stay what they were. */
void json_blank_comments(struct buffer *json);

/*
 * Reads a JSON file of at most JSON_LENGTH_MAX bytes: *root is its tree, in memory of the reader; text its bytes, comments
 * blanked, ended by NUL. ERROR_STOP names the file and, of what is no JSON, line and column.
 */
MUST_CHECK bool read_json_file(const char *path, struct json *json, struct buffer *text,
                               const struct json_value **root, struct error *error);

#endif
