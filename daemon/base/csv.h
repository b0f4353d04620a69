/*
 * csv.h - reads RFC 4180 from a text in memory: fields between commas, some of them quoted.
 *
 *     struct csv csv;
 *     struct csv_record record;
 *     csv_open(&csv, bytes, length);
 *     while (csv_next(&csv, &record)) …
 *
 * Lines may end in \n or \r\n; a byte order mark before the first line is skipped, and so are empty lines.
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
    size_t line;  /* the line on which the record begins, from 1 */
    size_t count; /* fields; those after CSV_FIELDS_MAX are counted, but not kept */
    struct text fields[CSV_FIELDS_MAX]; /* an empty field is "", not absent; lent from the text */
    const char *problem; /* what is wrong with the record's quotes; static storage; NULL: nothing */
};

/* The text is lent. csv_next changes it: it removes the quotes in place. */
void csv_open(struct csv *csv, void *bytes, size_t length);

/* False: no more records. A record with a problem ends at the end of its line. */
bool csv_next(struct csv *csv, struct csv_record *record);

#endif
