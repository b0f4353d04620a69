/*
 * record.h - one record as a collector hands it over, and the position behind it.
 *
 * Lent: all texts live until the collector's next poll.
 */
#ifndef MERITD_MODEL_RECORD_H
#define MERITD_MODEL_RECORD_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_VALUE_MAX 65536 /* bytes of a value that the contract allows */

struct header {
    struct text name;
    struct text value; /* absent: a header with null value */
};

struct record {
    struct text topic;    /* Kafka topic, or the file's name ("-" for standard input) */
    int32_t partition;    /* files: -1 the first named, -2 the second … */
    int64_t offset;       /* Kafka offset, or line number from 1 */
    int64_t timestamp_ms; /* the Kafka record's; TIME_NONE: none within 2000 to 2100 */
    struct text key;      /* absent: none */
    struct text value;    /* absent: tombstone, or an empty line of a file */
    const struct header *headers;
    size_t header_count;
    uint64_t content; /* files: of everything up to this record; 0 from Kafka */
    bool cut;         /* value holds only the first RECORD_VALUE_MAX + 1 bytes of what was there */
};

/*
 * How far a partition is read: everything before next_offset was handed over. The last_* members name
 * the record at last_offset, by which a topic that was made anew is recognised.
 */
struct position {
    const char *topic; /* NUL-terminated; lent by the collector until it is freed */
    int32_t partition;
    int32_t epoch;           /* 0, then +1 each time the topic was found made anew */
    int64_t next_offset;     /* the offset to read next; -1 nothing stored yet */
    int64_t last_offset;     /* -1: no record read yet */
    int64_t last_timestamp;  /* ms; TIME_NONE when it had none */
    uint64_t last_key_hash;  /* hash_bytes of its key, 0 without one */
    int64_t caught_up_at_ms; /* last moment the partition's end had been reached; TIME_NONE never */
    int64_t end_offset;      /* the partition's end when last heard of; -1 unknown */
    int64_t gap_records;     /* offsets that retention ate unread, ever; 0 none */
};

#endif
