/*
 * gzip.h - shorter bodies for who takes them.
 */
#ifndef MERITD_HTTP_GZIP_H
#define MERITD_HTTP_GZIP_H

#include "base/buffer.h"

#include <stdbool.h>

/* Does an Accept-Encoding (NULL: none) take gzip? */
bool gzip_is_accepted(const char *accepted);
/* Is a body of this type and length worth it? */
bool gzip_is_worth(const char *type, size_t length);
/* Appends the bytes in gzip's form; false: memory is out, and what was appended is void. */
bool gzip_append(struct buffer *out, const void *bytes, size_t length);

#endif
