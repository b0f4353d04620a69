/*
 * read_file.h - a small file, whole; JSON files with their comments taken out.
 */
#ifndef MERITD_CONFIG_READ_FILE_H
#define MERITD_CONFIG_READ_FILE_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>

/* Appends the file's bytes. ERROR_STOP, naming the file, when it cannot be read or is larger than most. */
MUST_CHECK bool read_file(const char *path, size_t most, struct buffer *out, struct error *error);

/* Each // comment becomes spaces, so that lines and columns stay what they were. */
void json_blank_comments(struct buffer *json);

/* The line, from 1, of a byte. */
size_t line_of(const struct buffer *text, size_t offset);
/* And which byte of that line it is, from 1. */
size_t byte_of_line(const struct buffer *text, size_t offset);

#endif
