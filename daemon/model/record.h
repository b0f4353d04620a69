/*
 * record.h - one record as a collector hands it over.
 *
 * Lent: all texts live until the collector's next poll.
 */
#ifndef MERITD_MODEL_RECORD_H
#define MERITD_MODEL_RECORD_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_VALUE_MAX 65536 /* bytes that the contract allows for a value */

struct header {
    struct text name;
    struct text value; /* absent: a header with null value */
};

struct record {
    struct text topic;    /* Kafka topic, or the file's name ("-" for standard input) */
    int32_t partition;    /* files: -1 the first named, -2 the second … */
    int64_t offset;       /* Kafka offset, or line number from 1 */
    int64_t timestamp_ms; /* the Kafka record's; TIME_NONE: none, or not within 2000 to 2100 */
    struct text key;      /* absent: none */
    struct text value;    /* absent: tombstone, or an empty line of a file */
    const struct header *headers;
    size_t header_count;
    const void *unread; /* the collector's, until its read_headers is called; NULL: they are read */
    uint64_t content;   /* files: hash of all values up to this one; 0 from Kafka */
    bool cut;           /* value holds only the first RECORD_VALUE_MAX + 1 bytes */
};

#endif
