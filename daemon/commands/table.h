/*
 * table.h - the answer of a database question as a table for people, or as CSV.
 *
 * Columns are as wide as their widest value; numbers stand flush right. On a terminal that is narrower
 * than that, the widest texts go on below. NULL is "-" in a table and nothing in CSV.
 */
#ifndef MERITD_COMMANDS_TABLE_H
#define MERITD_COMMANDS_TABLE_H

#include "commands/words.h"
#include "store/database.h"

#include <stdio.h>

enum table_format { TABLE_TEXT, TABLE_CSV, TABLE_JSON };

/* A text of one or more lines, and the end of a line. What a terminal must not be sent becomes '?'. */
void table_print_text(const char *text, FILE *out);
/* The last answer; nothing at all when it has no rows. Headings, and codes in columns of theirs, are said in words. */
void table_print(const struct database *database, const struct words *words, FILE *out);
/* RFC 4180 with a heading; lines end in \r\n. */
void table_print_csv(const struct database *database, FILE *out);

#endif
