/*
 * csv.h - reading RFC 4180: fields in commas, some of them quoted, over whole texts in memory.
 *
 *     struct csv csv;
 *     struct csv_record record;
 *     csv_open(&csv, bytes, length);
 *     while (csv_next(&csv, &record)) …
 *
 * Lines may end in \n or \r\n; a byte order mark before the first is passed over, and so are empty lines.
 */
#ifndef MERITD_BASE_CSV_H
#define MERITD_BASE_CSV_H

#include "base/text.h"

#define CSV_FIELDS_MAX 16

struct csv {
    char *at, *end;
    size_t line;
};

struct csv_record {
    size_t line;  /* on which it begins, from 1 */
    size_t count; /* fields; those behind CSV_FIELDS_MAX are counted, but not kept */
    struct text fields[CSV_FIELDS_MAX]; /* an empty one is "", not absent; lent from the text */
    const char *problem; /* what is wrong with its quotes; static storage; NULL: nothing is */
};

/* The text is lent, and changed: quotes are taken away where they stand. */
void csv_open(struct csv *csv, void *bytes, size_t length);

/* False: there is no further record. A record with a problem ends where its line does. */
bool csv_next(struct csv *csv, struct csv_record *record);

#endif
