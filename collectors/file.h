/*
 * file.h - collector of NDJSON files: each line is a record's value.
 *
 * Files are read one after the other, plain or gzip (recognised by their first bytes, not by name; several
 * gzip members in a row are one text); "-" is standard input. Lines end in \n (the last one may lack it); a
 * line of any length is one record, with its value cut as in value.h. An empty line, or one of only \r, is a
 * record without value. A record's topic is the path as given, its partition is -1 for the first path, -2 for
 * the second …, and its offset is the line number, from 1.
 *
 * Files have no assignment and no positions: the state goes from RUNNING to DONE. If a file cannot be read,
 * or its gzip is cut off or damaged, poll first hands over the whole lines before that place; then the state
 * is FAILED (ERROR_STOP; the message names file and place). close() stops at once: DONE.
 *
 * poll reads regular files as fast as the disk allows. It reads pipes, sockets and terminals only when they
 * are readable; it does not set O_NONBLOCK, because other processes share the open file. It opens a named
 * pipe when the pipe's turn comes, and then waits for a writer.
 */
#ifndef MERITD_COLLECTORS_FILE_H
#define MERITD_COLLECTORS_FILE_H

#include "collectors/collector.h"

/*
 * Copies the paths. NULL with ERROR_STOP: a path does not exist, may not be read, or is a folder, or "-" is
 * given twice. The caller frees with ops->free.
 */
struct collector *collector_file_new(const char *const *paths, size_t count, struct error *error);

/*
 * Returns the beginning of the first file, at least its first line; poll still hands it over. Call it only
 * before the first poll. Waits for a pipe's writer. Empty when the file is empty or cannot be read (poll says
 * why). Lent until the next poll.
 */
struct text collector_file_peek(struct collector *collector);

#endif
