/*
 * partition.h - one partition's position, and whether the log behind it is still the same.
 *
 * Pure: what happens on a partition goes in, what to do comes out; nothing here calls Kafka.
 *
 * A topic that is made anew while it is read looks like a log that goes on, as soon as it has grown past
 * our position: from then on last_offset names one of its own records. So the record that is compared
 * is the *anchor*: the last one at the verification before. A new process has only last_offset.
 *
 *              start()            the record at the anchor is the same
 *     WAITING ────────► CHECKING ───────────────────────────────► READING ──► ENDED (until-end only)
 *                        ▲   │ another record, early end,           │
 *          log unharmed  │   ▼ or offset out of range               ▼ offset out of range
 *                        └─ ASKING ◄────────────────────────────────┘
 *                            watermarks: made anew, a gap, or neither
 */
#ifndef MERITD_COLLECTORS_KAFKA_PARTITION_H
#define MERITD_COLLECTORS_KAFKA_PARTITION_H

#include "base/error.h"
#include "base/text.h"
#include "collectors/kafka/options.h"
#include "model/position.h"

enum kafka_phase {
    KAFKA_WAITING,  /* assigned; start() is awaited */
    KAFKA_CHECKING, /* fetched from the anchor: the first thing to come tells */
    KAFKA_READING,  /* records are handed over */
    KAFKA_ASKING,   /* nothing is fetched until its watermarks are known */
    KAFKA_ENDED,    /* the end it had at start was reached; nothing more is fetched */
};

/* What to do with a record that came. */
enum kafka_verdict {
    KAFKA_SKIP,      /* nothing: read before, or not to be read */
    KAFKA_HAND_OVER, /* take it; the position is behind it already */
    KAFKA_SEEK,      /* nothing, but it is to be fetched from kafka_partition_begin */
    KAFKA_ASK,       /* not the log we knew, perhaps: the phase is ASKING now */
};

/* What a record is known by. */
struct kafka_mark {
    int64_t offset; /* -1: no record */
    int64_t timestamp_ms;
    uint64_t key_hash;
};

struct kafka_partition {
    struct position position;
    enum kafka_phase phase;
    struct kafka_mark anchor;
    bool made_anew;        /* the check found another record: no watermark can acquit the log */
    int64_t low;           /* where the log begins, when last heard of; -1 unknown */
    int64_t eof_offset;    /* the end that was reached last; -1 never */
    int64_t stop_offset;   /* until-end: the end it had at start; -1 read on */
    int64_t stop_asked_ms; /* when that was asked: reached, it was caught up then; TIME_NONE */
    int64_t commit_offset; /* durable, as committed() said; -1 none */
    int64_t hinted_offset; /* of that, what the broker was told; -1 none */
    int32_t leader;        /* broker id; -1 unknown */
};

void kafka_partition_init(struct kafka_partition *partition, const char *topic, int32_t number);

/*
 * The stored position takes the place of what is known, but for the topic, its end, and an anchor that
 * lies before it in the same epoch.
 */
void kafka_partition_set(struct kafka_partition *partition, const struct position *stored);

/* Reading begins (again): sets the phase, returns the offset to fetch from. CHECKING, READING only. */
int64_t kafka_partition_begin(struct kafka_partition *partition);

enum kafka_verdict kafka_partition_record(struct kafka_partition *partition, int64_t offset,
                                          int64_t timestamp_ms, struct text key);

/* Kafka says that the log ends at this offset, which is reached. False: ASKING now. */
bool kafka_partition_eof(struct kafka_partition *partition, int64_t end, int64_t wall_ms);

/* Kafka has nothing at the offset that was fetched. */
void kafka_partition_out_of_range(struct kafka_partition *partition);

/*
 * Beginning and end as Kafka told them when asked at asked_ms, with next_offset where it was then: sets
 * end_offset, low, and caught up when nothing grew. False: the log has shrunk, it is to be verified.
 */
bool kafka_partition_watch(struct kafka_partition *partition, int64_t low, int64_t high,
                           int64_t next_offset, int64_t asked_ms);

/*
 * In ASKING, with watermarks asked for after it began: what has happened to the log? Brings the
 * position in order and leaves ASKING: kafka_partition_begin goes on. False (ERROR_STOP): a gap, and on_gap
 * says stop. *warning is what to log, empty for nothing.
 */
bool kafka_partition_judge(struct kafka_partition *partition, int64_t low, int64_t high,
                           enum kafka_gap on_gap, struct error *warning,
                           struct error *error) MUST_CHECK;

#endif
