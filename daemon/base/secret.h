/*
 * secret.h - secrets: kept in files, never in the database or the configuration, and read when needed.
 *
 * A name without a slash is a systemd credential: $CREDENTIALS_DIRECTORY/NAME (LoadCredential= of the unit).
 * Any other name is an absolute path.
 */
#ifndef MERITD_BASE_SECRET_H
#define MERITD_BASE_SECRET_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>

/*
 * Makes the path of a credential or of one of the service's files: directory/name, or name itself if it is an
 * absolute path. ERROR_STOP: the directory is missing (NULL), or the name is neither. In the second case the
 * message does not show the name, which may be the secret itself. In the first it shows variable, the
 * environment variable that should name the directory.
 */
MUST_CHECK bool secret_path(const char *name, const char *directory, const char *variable,
                            struct buffer *path, struct error *error);

/*
 * Appends the file's bytes and a NUL to a buffer, which should be secret (buffer_init_secret). It drops white
 * space at the end, which editors add. length counts the NUL. ERROR_STOP: the file cannot be read, is empty,
 * or holds more than 4096 bytes; the message names the file and never shows its content.
 */
MUST_CHECK bool secret_read(const char *name, struct buffer *secret, struct error *error);

#endif
