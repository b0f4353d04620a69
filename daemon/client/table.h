/*
 * table.h - prints the answer of a database question as a table for people, or as CSV.
 *
 * Columns are as wide as their widest value; numbers stand flush right. On a narrower terminal the widest
 * texts continue on the lines below. NULL is "-" in a table and nothing in CSV.
 */
#ifndef MERITD_CLIENT_TABLE_H
#define MERITD_CLIENT_TABLE_H

#include "client/words.h"
#include "store/database.h"

#include <stdio.h>

enum table_format { TABLE_TEXT, TABLE_CSV, TABLE_JSON };

/* Prints a text of one or more lines, and ends the last line. Control characters and invalid bytes are
 * printed as '?'. */
void table_print_text(const char *text, FILE *out);
/* Prints the last answer as a table; nothing when it has no rows. Headings, and codes in columns of theirs,
 * are said in words. */
void table_print(const struct database *database, const struct words *words, FILE *out);
/* RFC 4180 with a heading; lines end in \r\n. */
void table_print_csv(const struct database *database, FILE *out);

#endif
