/*
 * partition.h - one partition's position, and whether its log is still the same.
 *
 * Pure: functions take what happened on the partition and return what to do; none calls Kafka.
 *
 * A topic may be created anew while we read it. Once the new log has grown past our position, it looks like
 * the old one, because the record at last_offset is then from the new log. So we compare another record, the
 * *anchor*: the last record at the previous verification. A new process has only last_offset.
 *
 *              start()            the record at the anchor is the same
 *     WAITING ────────► CHECKING ───────────────────────────────► READING ──► ENDED (until-end only)
 *                        ▲   │ another record, early end,           │
 *          log unharmed  │   ▼ or offset out of range               ▼ offset out of range
 *                        └─ ASKING ◄────────────────────────────────┘
 *                            watermarks: created anew, a gap, or neither
 */
#ifndef MERITD_COLLECTORS_KAFKA_PARTITION_H
#define MERITD_COLLECTORS_KAFKA_PARTITION_H

#include "base/error.h"
#include "base/text.h"
#include "collectors/kafka/options.h"
#include "model/position.h"

enum kafka_phase {
    KAFKA_WAITING,  /* assigned; waits for start() */
    KAFKA_CHECKING, /* fetched from the anchor: its first record or error decides */
    KAFKA_READING,  /* records are handed over */
    KAFKA_ASKING,   /* nothing is fetched until the watermarks are known */
    KAFKA_ENDED,    /* the end at start was reached; nothing more is fetched */
};

/* What to do with a record. */
enum kafka_verdict {
    KAFKA_SKIP,      /* skip it: read before, or not to be read */
    KAFKA_HAND_OVER, /* hand it over; the position is already after it */
    KAFKA_SEEK,      /* skip it, and fetch again from kafka_partition_begin */
    KAFKA_ASK,       /* perhaps not the log we knew: the phase is now ASKING */
};

/* What identifies a record. */
struct kafka_mark {
    int64_t offset; /* -1: no record */
    int64_t timestamp_ms;
    uint64_t key_hash;
};

struct kafka_partition {
    struct position position;
    enum kafka_phase phase;
    struct kafka_mark anchor;
    bool made_anew;        /* the check found another record: certainly not the same log */
    int64_t low;           /* where the log begins, when last reported; -1 unknown */
    int64_t eof_offset;    /* the end that was last reached; -1 never */
    int64_t stop_offset;   /* until-end: the end at start; -1: read on */
    int64_t stop_asked_ms; /* when stop_offset was asked for: reached, it was caught up then */
    int64_t commit_offset; /* durable, by committed(); -1 none */
    int64_t hinted_offset; /* what the broker was told of it; -1 none */
    int32_t leader;        /* broker id; -1 unknown */
};

void kafka_partition_init(struct kafka_partition *partition, const char *topic, int32_t number);

/*
 * Replaces what is known by the stored position, except the topic, its end, and an anchor before the stored
 * position in the same epoch.
 */
void kafka_partition_set(struct kafka_partition *partition, const struct position *stored);

/* Starts reading, or restarts it: sets the phase (CHECKING or READING), returns the offset from which to fetch. */
int64_t kafka_partition_begin(struct kafka_partition *partition);

enum kafka_verdict kafka_partition_record(struct kafka_partition *partition, int64_t offset,
                                          int64_t timestamp_ms, struct text key);

/* Kafka says that we reached the log's end, at this offset. False: the phase is now ASKING. */
bool kafka_partition_eof(struct kafka_partition *partition, int64_t end, int64_t wall_ms);

/* Kafka says that the fetched offset does not exist. */
void kafka_partition_out_of_range(struct kafka_partition *partition);

/*
 * Takes the log's beginning and end, as Kafka gave them when asked at asked_ms, and the next_offset of that
 * time. Sets end_offset, low, and, when the log had no more records, the caught-up time. False: the log has
 * shrunk; verify it.
 */
bool kafka_partition_watch(struct kafka_partition *partition, int64_t low, int64_t high,
                           int64_t next_offset, int64_t asked_ms);

/*
 * In phase ASKING, with watermarks asked for since then: decides what happened to the log. Corrects the
 * position and leaves ASKING; continue with kafka_partition_begin. False (ERROR_STOP): there is a gap, and
 * on_gap says stop. *warning is a text to log; empty: none.
 */
bool kafka_partition_judge(struct kafka_partition *partition, int64_t low, int64_t high,
                           enum kafka_gap on_gap, struct error *warning,
                           struct error *error) MUST_CHECK;

#endif
