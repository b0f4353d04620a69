#include "collectors/reader.h"

#include "base/memory.h"
#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { LIMIT_MS = 60000 };

void reader_init(struct reader *reader, struct collector *collector)
{
    assert_non_null(collector);
    *reader = (struct reader){.collector = collector, .batch = 1000, .patience_ms = 1000};
    reader->seen = memory_alloc_or_die(READER_RECORDS * sizeof *reader->seen);
}

void reader_clear(struct reader *reader)
{
    reader->collector->ops->free(reader->collector);
    memory_free(reader->seen);
}

static void reader_keep(struct reader *reader, const struct record *record)
{
    assert_true(reader->count < READER_RECORDS);
    struct seen *seen = &reader->seen[reader->count++];
    *seen = (struct seen){.partition = record->partition,
                          .offset = record->offset,
                          .timestamp_ms = record->timestamp_ms,
                          .present = !text_is_absent(record->value),
                          .cut = record->cut,
                          .length = record->value.length};
    size_t length = seen->length < READER_VALUE ? seen->length : READER_VALUE - 1;
    if (length > 0)
        memcpy(seen->value, record->value.bytes, length);
    snprintf(seen->topic, sizeof seen->topic, "%.*s", (int)record->topic.length,
             record->topic.bytes);
}

/* The lookup in the database. */
static void reader_start(struct reader *reader)
{
    struct position assigned[READER_POSITIONS];
    const struct collector_ops *ops = reader->collector->ops;
    size_t count = ops->assigned(reader->collector, assigned, READER_POSITIONS);

    assert_in_range(count, 1, READER_POSITIONS);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(assigned[i].next_offset, -1);
        for (size_t k = 0; k < reader->stored_count; k++)
            if (strcmp(reader->stored[k].topic, assigned[i].topic) == 0 &&
                reader->stored[k].partition == assigned[i].partition)
                assigned[i] = reader->stored[k];
    }
    reader->starts++;
    ops->start(reader->collector, assigned, count);
}

size_t reader_step(struct reader *reader)
{
    static struct record records[10000];
    const struct collector_ops *ops = reader->collector->ops;
    size_t count = ops->poll(reader->collector, clock_wall_ms(), records, reader->batch);

    for (size_t i = 0; i < count; i++)
        reader_keep(reader, &records[i]);
    enum collector_state state = ops->state(reader->collector);
    if (state == COLLECTOR_ASSIGNED && !reader->waits)
        reader_start(reader);
    if (count == 0 && state == COLLECTOR_RUNNING) {
        struct pollfd wakeup = {.fd = ops->wakeup_fd(reader->collector), .events = POLLIN};
        if (wakeup.fd >= 0)
            reader->unwoken += poll(&wakeup, 1, reader->patience_ms) == 0;
    }
    return count;
}

void reader_until_count(struct reader *reader, size_t count)
{
    int64_t since_ms = clock_monotonic_ms();

    while (reader->count < count) {
        assert_true(clock_monotonic_ms() - since_ms < LIMIT_MS);
        (void)reader_step(reader);
        if (reader->collector->ops->state(reader->collector) == COLLECTOR_FAILED)
            fail_msg("%s", reader->collector->ops->error(reader->collector)->text);
    }
}

void reader_until_state(struct reader *reader, enum collector_state state)
{
    int64_t since_ms = clock_monotonic_ms();

    while (reader->collector->ops->state(reader->collector) != state) {
        assert_true(clock_monotonic_ms() - since_ms < LIMIT_MS);
        (void)reader_step(reader);
    }
}

void reader_until_caught_up(struct reader *reader, size_t partitions)
{
    int64_t since_ms = clock_monotonic_ms();
    size_t caught_up = 0;

    while (caught_up < partitions) {
        struct position positions[READER_POSITIONS];
        assert_true(clock_monotonic_ms() - since_ms < LIMIT_MS);
        (void)reader_step(reader);
        size_t count = reader->collector->ops->positions(reader->collector, positions,
                                                         READER_POSITIONS);
        caught_up = 0;
        for (size_t i = 0; i < count; i++)
            caught_up += positions[i].caught_up_at_ms != TIME_NONE;
    }
}

struct position reader_position(const struct reader *reader, int32_t partition)
{
    struct position positions[READER_POSITIONS];
    size_t count = reader->collector->ops->positions(reader->collector, positions,
                                                     READER_POSITIONS);

    for (size_t i = 0; i < count; i++)
        if (positions[i].partition == partition)
            return positions[i];
    return (struct position){.next_offset = -1};
}

void reader_store(struct reader *reader)
{
    reader->stored_count = reader->collector->ops->positions(reader->collector, reader->stored,
                                                             READER_POSITIONS);
    for (size_t i = 0; i < reader->stored_count; i++) {
        snprintf(reader->stored_topics[i], sizeof reader->stored_topics[i], "%s",
                 reader->stored[i].topic);
        reader->stored[i].topic = reader->stored_topics[i];
    }
}

struct position *reader_stored(struct reader *reader, const char *topic, int32_t partition)
{
    struct position *stored = &reader->stored[reader->stored_count++];

    *stored = (struct position){.topic = topic,
                                .partition = partition,
                                .next_offset = -1,
                                .last_offset = -1,
                                .last_timestamp = TIME_NONE,
                                .caught_up_at_ms = TIME_NONE,
                                .end_offset = -1};
    return stored;
}

void reader_close(struct reader *reader)
{
    reader->collector->ops->close(reader->collector);
    reader_until_state(reader, COLLECTOR_DONE);
}
