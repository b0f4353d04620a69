/* partition.c - the rules of partition.h. Holes between offsets are never gaps. */
#include "collectors/kafka/partition.h"

#include "base/hash.h"
#include "base/time.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

void kafka_partition_init(struct kafka_partition *partition, const char *topic, int32_t number)
{
    *partition = (struct kafka_partition){
        .position = position_unknown(topic, number),
        .phase = KAFKA_WAITING,
        .anchor.offset = -1,
        .low = -1,
        .eof_offset = -1,
        .stop_offset = -1,
        .stop_asked_ms = TIME_NONE,
        .commit_offset = -1,
        .hinted_offset = -1,
        .leader = -1,
    };
}

/* From now on the last record read identifies the log. */
static void kafka_partition_anchor(struct kafka_partition *partition)
{
    const struct position *position = &partition->position;

    partition->anchor = (struct kafka_mark){position->last_offset, position->last_timestamp,
                                            position->last_key_hash};
}

void kafka_partition_set(struct kafka_partition *partition, const struct position *stored)
{
    const char *topic = partition->position.topic;
    int64_t end = partition->position.end_offset;

    bool known = partition->anchor.offset >= 0 && stored->epoch == partition->position.epoch &&
                 stored->last_offset >= partition->anchor.offset;

    partition->position = *stored;
    partition->position.topic = topic;
    partition->position.last_timestamp = time_or_none(stored->last_timestamp);
    if (end >= 0)
        partition->position.end_offset = end;
    partition->phase = KAFKA_CHECKING;
    partition->made_anew = false;
    partition->eof_offset = -1;
    if (!known)
        kafka_partition_anchor(partition);
}

int64_t kafka_partition_begin(struct kafka_partition *partition)
{
    const struct position *position = &partition->position;

    assert(partition->phase == KAFKA_CHECKING || partition->phase == KAFKA_READING);
    if (partition->anchor.offset < 0 || partition->anchor.offset < partition->low)
        kafka_partition_anchor(partition);
    /* There is nothing to compare if the record was deleted, or none was ever read. */
    if (partition->anchor.offset >= 0 && partition->anchor.offset >= partition->low) {
        partition->phase = KAFKA_CHECKING;
        return partition->anchor.offset;
    }
    partition->phase = KAFKA_READING;
    return position->next_offset < 0 ? 0 : position->next_offset;
}

/* until-end: everything up to the end at start is handed over. */
static void kafka_partition_stop(struct kafka_partition *partition)
{
    struct position *position = &partition->position;

    partition->phase = KAFKA_ENDED;
    if (position->caught_up_at_ms < partition->stop_asked_ms)
        position->caught_up_at_ms = partition->stop_asked_ms;
}

static void kafka_partition_end(struct kafka_partition *partition)
{
    if (partition->stop_offset >= 0 && partition->position.next_offset >= partition->stop_offset)
        kafka_partition_stop(partition);
}

static uint64_t kafka_key_hash(struct text key)
{
    return text_is_absent(key) ? 0 : hash_bytes(key.bytes, key.length);
}

/* A record in CHECKING: it says nothing, or shows whether the log is the same, or is the first one to hand over. */
static enum kafka_verdict kafka_partition_check(struct kafka_partition *partition, int64_t offset,
                                                int64_t timestamp_ms, struct text key)
{
    const struct position *position = &partition->position;
    const struct kafka_mark *anchor = &partition->anchor;
    bool newest = anchor->offset == position->last_offset;

    if (offset < anchor->offset)
        return KAFKA_SKIP; /* it was in the queue before this fetch */
    bool same = offset == anchor->offset && timestamp_ms == anchor->timestamp_ms &&
                kafka_key_hash(key) == anchor->key_hash;
    /* A record after the anchor shows nothing: compaction may have deleted the anchor itself. */
    if (!same && (offset == anchor->offset || (newest && offset < position->next_offset))) {
        partition->phase = KAFKA_ASKING;
        partition->made_anew = true;
        return KAFKA_ASK;
    }
    if (!newest && offset < position->last_offset) {
        kafka_partition_anchor(partition);
        return KAFKA_SEEK;
    }
    partition->phase = KAFKA_READING;
    kafka_partition_anchor(partition);
    kafka_partition_end(partition);
    return offset < position->next_offset ? KAFKA_SKIP : KAFKA_HAND_OVER;
}

enum kafka_verdict kafka_partition_record(struct kafka_partition *partition, int64_t offset,
                                          int64_t timestamp_ms, struct text key)
{
    struct position *position = &partition->position;
    enum kafka_verdict verdict = KAFKA_HAND_OVER;

    if (partition->phase == KAFKA_CHECKING)
        verdict = kafka_partition_check(partition, offset, timestamp_ms, key);
    if (verdict != KAFKA_HAND_OVER)
        return verdict;
    if (partition->phase != KAFKA_READING || offset < position->next_offset)
        return KAFKA_SKIP;
    if (partition->stop_offset >= 0 && offset >= partition->stop_offset) {
        kafka_partition_stop(partition);
        return KAFKA_SKIP;
    }
    position->next_offset = offset + 1;
    position->last_offset = offset;
    position->last_timestamp = timestamp_ms;
    position->last_key_hash = kafka_key_hash(key);
    /* The first record ever becomes the anchor now: at the next verification it could come from another log. */
    if (partition->anchor.offset < 0)
        kafka_partition_anchor(partition);
    if (position->end_offset < position->next_offset)
        position->end_offset = position->next_offset;
    kafka_partition_end(partition);
    return KAFKA_HAND_OVER;
}

bool kafka_partition_eof(struct kafka_partition *partition, int64_t end, int64_t wall_ms)
{
    struct position *position = &partition->position;

    if (partition->phase != KAFKA_CHECKING && partition->phase != KAFKA_READING)
        return true;
    if (end < position->next_offset) {
        partition->phase = KAFKA_ASKING;
        return false;
    }
    partition->phase = KAFKA_READING;
    partition->eof_offset = end;
    position->end_offset = end;
    position->caught_up_at_ms = wall_ms;
    /* After the last record there may be control records or holes: they count as read. */
    position->next_offset = end;
    if (partition->stop_offset >= 0)
        kafka_partition_stop(partition);
    return true;
}

void kafka_partition_out_of_range(struct kafka_partition *partition)
{
    if (partition->phase == KAFKA_CHECKING || partition->phase == KAFKA_READING)
        partition->phase = KAFKA_ASKING;
}

bool kafka_partition_watch(struct kafka_partition *partition, int64_t low, int64_t high,
                           int64_t next_offset, int64_t asked_ms)
{
    struct position *position = &partition->position;

    partition->low = low;
    /* The answer may be older than the records read meanwhile. */
    position->end_offset = high > position->next_offset ? high : position->next_offset;
    if (partition->phase == KAFKA_READING && high == partition->eof_offset &&
        position->next_offset == high && asked_ms > position->caught_up_at_ms)
        position->caught_up_at_ms = asked_ms;
    return partition->phase != KAFKA_READING || high >= next_offset;
}

static void kafka_partition_restart(struct kafka_partition *partition, int64_t low, int64_t high,
                                    struct error *warning)
{
    struct position *position = &partition->position;
    char why[80];

    if (partition->made_anew)
        snprintf(why, sizeof why, "holds another record at offset %" PRId64,
                 partition->anchor.offset);
    else
        snprintf(why, sizeof why, "ends at offset %" PRId64 ", before %" PRId64, high,
                 position->next_offset);
    error_set(warning, ERROR_RETRY,
              "topic \"%s\" was made anew: partition %" PRId32
              " %s; reading it from its beginning as epoch %" PRId32,
              position->topic, position->partition, why, position->epoch + 1);
    position->epoch++;
    position->next_offset = -1;
    position->last_offset = -1;
    position->last_timestamp = TIME_NONE;
    position->last_key_hash = 0;
    position->end_offset = high;
    position->caught_up_at_ms = TIME_NONE;
    partition->eof_offset = -1;
    partition->anchor.offset = -1;
    partition->commit_offset = partition->hinted_offset = -1;
    /* The old log's end means nothing in the new log. */
    partition->stop_asked_ms = TIME_NONE;
    if (partition->stop_offset >= 0)
        partition->stop_offset = high;
    /* Not below the log's beginning. An absolute offset, because librdkafka may have cached the old log's beginning. */
    if (low > 0)
        position->next_offset = low;
}

static bool kafka_partition_gap(struct kafka_partition *partition, int64_t low,
                                enum kafka_gap on_gap, struct error *warning, struct error *error)
{
    struct position *position = &partition->position;
    int64_t from = position->next_offset;

    if (on_gap == KAFKA_GAP_STOP)
        return error_set(
            error, ERROR_STOP,
            "topic \"%s\" partition %" PRId32 ": the records at offsets %" PRId64 " to %" PRId64
            " were deleted by Kafka's retention before they were read; "
            "replay them from a copy, then set kafka.on_gap to \"continue\" to go on at "
            "offset %" PRId64,
            position->topic, position->partition, from, low - 1, low);
    error_set(warning, ERROR_RETRY,
              "topic \"%s\" partition %" PRId32 ": gap: the records at offsets %" PRId64
              " to %" PRId64
              " were deleted by Kafka's retention before they were read; going on at %" PRId64
              "; replay them from a copy",
              position->topic, position->partition, from, low - 1, low);
    position->gap_records += low - from;
    position->next_offset = low;
    return true;
}

bool kafka_partition_judge(struct kafka_partition *partition, int64_t low, int64_t high,
                           enum kafka_gap on_gap, struct error *warning, struct error *error)
{
    struct position *position = &partition->position;
    bool goes_on = true;

    assert(partition->phase == KAFKA_ASKING);
    warning->text[0] = '\0';
    partition->low = low;
    if (position->next_offset < 0)
        position->next_offset = low; /* nothing was read yet, so nothing can be missing */
    else if (partition->made_anew || high < position->next_offset)
        kafka_partition_restart(partition, low, high, warning);
    else if (low > position->next_offset)
        goes_on = kafka_partition_gap(partition, low, on_gap, warning, error);
    partition->made_anew = false;
    if (goes_on)
        partition->phase = KAFKA_CHECKING;
    return goes_on;
}
