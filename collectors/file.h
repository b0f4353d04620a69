/*
 * file.h - collector of NDJSON files: each line is a record's value.
 *
 * Files are read one after the other, plain or gzip (told by their first bytes, whatever their name;
 * several gzip members in a row are one text); "-" is standard input. Lines end in \n (the last one may
 * lack it); a line of any length is one record, its value cut as value.h says. An empty line, also one
 * of \r alone, is a record without value. A record's topic is the path as given, its partition -1 for
 * the first path, -2 for the second …, its offset the number of the line from 1.
 *
 * There is nothing to assign and no position: the state goes from RUNNING to DONE. A file that cannot
 * be read, a cut-off or damaged gzip is FAILED (ERROR_STOP, naming file and place) after the last whole
 * line before it was handed over. close() stops where it is: DONE at once.
 *
 * poll reads regular files at the disk's speed. Pipes, sockets and terminals are only read when they
 * are readable, and the description they share with other processes stays as it is (no O_NONBLOCK).
 * A named pipe is opened when its turn comes, which waits for its writer.
 */
#ifndef MERITD_COLLECTORS_FILE_H
#define MERITD_COLLECTORS_FILE_H

#include "collectors/collector.h"

/*
 * The paths are copied. NULL with ERROR_STOP when one of them does not exist, may not be read, is a
 * folder, or "-" is named twice. The caller frees with ops->free.
 */
struct collector *collector_file_new(const char *const *paths, size_t count, struct error *error);

/*
 * What the first file begins with, its first line at least: poll will hand it over all the same. Before the
 * first poll alone. Waits for a pipe's writer. Empty when there is nothing, or it cannot be read (poll says
 * why). Lent until the next poll.
 */
struct text collector_file_peek(struct collector *collector);

#endif
