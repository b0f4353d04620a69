/*
 * secret.h - what must stand neither in the database nor in the configuration: read from a file when it is needed.
 *
 * A name without a slash is a credential of systemd's, $CREDENTIALS_DIRECTORY/NAME (LoadCredential= of the
 * unit); everything else is an absolute path.
 */
#ifndef MERITD_BASE_SECRET_H
#define MERITD_BASE_SECRET_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>

/*
 * Where a name of a credential, or of a file of the service's own, stands: below the directory, or at the
 * absolute path that it is. ERROR_STOP: there is no directory (NULL), or the name is neither, and is not shown: it
 * may be the secret itself; variable says in the message where the directory comes from.
 */
MUST_CHECK bool secret_path(const char *name, const char *directory, const char *variable,
                            struct buffer *path, struct error *error);

/*
 * Appends the file's bytes and a NUL to a buffer, which should be a secret one (buffer_init_secret), without white
 * space at the end, which editors leave there; length counts the NUL. ERROR_STOP, naming the file and not what is
 * in it: it cannot be read, or holds 0 or more than 4096 bytes.
 */
MUST_CHECK bool secret_read(const char *name, struct buffer *secret, struct error *error);

#endif
