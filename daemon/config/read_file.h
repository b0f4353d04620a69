/*
 * read_file.h - reads a small file whole; and JSON that people write, with // comments.
 */
#ifndef MERITD_CONFIG_READ_FILE_H
#define MERITD_CONFIG_READ_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include "json/json.h"

#include <stddef.h>

/* Appends the file's bytes. ERROR_STOP: the file cannot be read, or has more than `most` bytes; the message
 * names it. */
MUST_CHECK bool read_file(const char *path, size_t most, struct buffer *out, struct error *error);

/* Each // comment becomes spaces, so that lines and columns stay the same. */
void json_blank_comments(struct buffer *json);

/*
 * Reads a JSON file of at most JSON_LENGTH_MAX bytes: *root is its tree, which lives in the reader's memory;
 * text holds its bytes, with blanked comments and a NUL. ERROR_STOP: the message names the file and, when it
 * is not JSON, line and column.
 */
MUST_CHECK bool read_json_file(const char *path, struct json *json, struct buffer *text,
                               const struct json_value **root, struct error *error);

#endif
