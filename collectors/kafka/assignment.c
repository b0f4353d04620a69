/*
 * assignment.c - which partitions are assigned, and from which offsets they are read.
 *
 * With the eager protocol only rd_kafka_assign(), with the whole list, changes what is fetched. It is used
 * whenever reading starts: first start, a position set back, verification, a gap. A seek would fail where it
 * is needed most: librdkafka 2.0.2 stops fetching a partition that was out of range, and only an assignment
 * starts it again. A seek is used only when a record has just come.
 *
 * An assignment by the group is not answered at once: the group waits until start() brings the stored
 * positions. Heartbeats continue; the next rebalance, and closing, come after the answer.
 */
#include "collectors/kafka/assignment.h"

#include "base/memory.h"
#include "base/time.h"

#include <stdlib.h>
#include <string.h>

/* ---- partitions --------------------------------------------------------------------------------- */

static int kafka_compare(const struct position *position, const char *topic, int32_t partition)
{
    int order = strcmp(position->topic, topic);

    if (order != 0)
        return order;
    return (position->partition > partition) - (position->partition < partition);
}

static struct kafka_partition *kafka_search(struct kafka_partition *sorted, size_t count,
                                            const char *topic, int32_t partition)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kafka_compare(&sorted[middle].position, topic, partition);
        if (order == 0)
            return &sorted[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct kafka_partition *kafka_find(struct collector_kafka *kafka, const char *topic,
                                   int32_t partition)
{
    return kafka_search(kafka->partitions, kafka->partition_count, topic, partition);
}

/* Our own copy of a configured topic's name. */
static const char *kafka_topic_name(const struct collector_kafka *kafka, const char *name)
{
    for (size_t i = 0; i < kafka->topic_count; i++)
        if (strcmp(kafka->topics[i], name) == 0)
            return kafka->topics[i];
    return NULL;
}

static int kafka_compare_entries(const void *a, const void *b)
{
    const struct kafka_partition *left = a;
    const struct kafka_partition *right = b;

    return kafka_compare(&left->position, right->position.topic, right->position.partition);
}

/* When a topic is created anew, its partitions are first taken away. What is known of them is kept meanwhile. */
void kafka_drop_partitions(struct collector_kafka *kafka)
{
    if (kafka->partition_count > 0) {
        memory_free(kafka->former);
        kafka->former = kafka->partitions;
        kafka->former_count = kafka->partition_count;
    } else {
        memory_free(kafka->partitions);
    }
    kafka->partitions = NULL;
    kafka->partition_count = 0;
    kafka->assignment++;
    kafka->unassigned_looks = 0;
    kafka->looks_left = KAFKA_LOOKS_TRIED;
    kafka->begin_again = false;
    kafka->ask_cursor = 0;
    kafka->last_handle = NULL;
}

static void kafka_take_partition(struct collector_kafka *kafka, const char *name, int32_t number)
{
    const char *topic = kafka_topic_name(kafka, name);

    if (topic == NULL)
        return;
    struct kafka_partition *partition = &kafka->partitions[kafka->partition_count++];
    kafka_partition_init(partition, topic, number);
    const struct kafka_partition *former = kafka_search(kafka->former, kafka->former_count, topic,
                                                        number);
    if (former != NULL) {
        partition->anchor = former->anchor;
        partition->position.epoch = former->position.epoch;
    }
}

bool kafka_take_partitions(struct collector_kafka *kafka, rd_kafka_topic_partition_list_t *list)
{
    kafka_drop_partitions(kafka);
    kafka->partitions = memory_alloc(((size_t)list->cnt + 1) * sizeof *kafka->partitions);
    if (kafka->partitions == NULL) {
        struct error error;
        (void)error_memory(&error);
        return kafka_fail(kafka, &error);
    }
    for (int i = 0; i < list->cnt; i++)
        kafka_take_partition(kafka, list->elems[i].topic, list->elems[i].partition);
    qsort(kafka->partitions, kafka->partition_count, sizeof *kafka->partitions,
          kafka_compare_entries);
    kafka->topics_ms = TIME_NONE;
    return true;
}

/* All partitions. */
static rd_kafka_topic_partition_list_t *kafka_list(const struct collector_kafka *kafka)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(
        (int)kafka->partition_count);

    for (size_t i = 0; i < kafka->partition_count; i++) {
        const struct position *position = &kafka->partitions[i].position;
        rd_kafka_topic_partition_list_add(list, position->topic, position->partition);
    }
    return list;
}

/* ---- assignment --------------------------------------------------------------------------------- */

/*
 * Assignment B has replaced A: librdkafka 2.0.2 aborts when C replaces B before A's partitions have stopped.
 * Two questions wait for these stops: librdkafka's main thread works through one queue, so the first answer
 * comes after the stops, and the second after the answers to the stops. Never ask while librdkafka closes: it
 * drops open questions, and the asker would wait forever.
 */
static void kafka_await_stops(const struct collector_kafka *kafka)
{
    rd_kafka_topic_partition_list_t *list;

    for (int i = 0; i < 2; i++)
        if (rd_kafka_assignment(kafka->client, &list) == RD_KAFKA_RESP_ERR_NO_ERROR)
            rd_kafka_topic_partition_list_destroy(list);
}

void kafka_assign(struct collector_kafka *kafka, const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_resp_err_t err = rd_kafka_assign(kafka->client, list);

    if (err != RD_KAFKA_RESP_ERR_NO_ERROR)
        log_warn("kafka", "cannot take %d partitions, left to the next rebalance: %s",
                 list == NULL ? 0 : list->cnt, rd_kafka_err2str(err));
}

void kafka_begin(struct collector_kafka *kafka)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(
        (int)kafka->partition_count);

    for (size_t i = 0; i < kafka->partition_count; i++) {
        struct kafka_partition *partition = &kafka->partitions[i];
        if (partition->phase != KAFKA_CHECKING && partition->phase != KAFKA_READING)
            continue;
        rd_kafka_topic_partition_list_add(list, partition->position.topic,
                                          partition->position.partition)
            ->offset = kafka_partition_begin(partition);
    }
    kafka_assign(kafka, list);
    kafka_await_stops(kafka);
    rd_kafka_topic_partition_list_destroy(list);
    kafka->begin_again = false;
    kafka->verified_ms = kafka->now_ms;
    if (kafka->paused)
        kafka_pause(kafka, true);
}

void kafka_seek(struct collector_kafka *kafka, struct kafka_partition *partition)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);

    rd_kafka_topic_partition_list_add(list, partition->position.topic,
                                      partition->position.partition)
        ->offset = kafka_partition_begin(partition);
    rd_kafka_error_t *error = rd_kafka_seek_partitions(kafka->client, list, 0);
    if (error != NULL) {
        rd_kafka_error_destroy(error);
        kafka->begin_again = true;
    }
    rd_kafka_topic_partition_list_destroy(list);
}

/* In librdkafka 2.0.2 a paused partition stays paused, even if it is taken away and assigned again: we must
 * resume it. */
void kafka_pause(struct collector_kafka *kafka, bool pause)
{
    rd_kafka_topic_partition_list_t *list = kafka_list(kafka);

    if (list->cnt > 0 && pause)
        rd_kafka_pause_partitions(kafka->client, list);
    else if (list->cnt > 0)
        rd_kafka_resume_partitions(kafka->client, list);
    kafka->paused = pause;
    rd_kafka_topic_partition_list_destroy(list);
}

static void kafka_on_assign(struct collector_kafka *kafka, rd_kafka_topic_partition_list_t *list)
{
    if (kafka->closing_queue != NULL) {
        kafka_assign(kafka, NULL);
        return;
    }
    if (!kafka_take_partitions(kafka, list)) {
        kafka_assign(kafka, NULL);
        return;
    }
    log_info("kafka", "assigned %zu partitions", kafka->partition_count);
    if (kafka->partition_count == 0)
        kafka_assign(kafka, list); /* nothing to wait for */
    else if (kafka->state == COLLECTOR_RUNNING)
        kafka->state = COLLECTOR_ASSIGNED;
}

static void kafka_tell_revoked(const struct collector_kafka *kafka)
{
    if (rd_kafka_assignment_lost(kafka->client))
        log_warn("kafka",
                 "the membership was lost: %zu partitions go to others, joining anew; see whether "
                 "this machine stalled",
                 kafka->partition_count);
    else
        log_info("kafka", "%zu partitions were taken away", kafka->partition_count);
}

static void kafka_on_revoke(struct collector_kafka *kafka)
{
    if (kafka->partition_count > 0)
        kafka_tell_revoked(kafka);
    if (kafka->paused)
        kafka_pause(kafka, false);
    kafka_drop_partitions(kafka);
    kafka_assign(kafka, NULL);
    kafka->paused = false;
    kafka->held_since_ms = kafka->now_ms;
    if (kafka->state == COLLECTOR_ASSIGNED)
        kafka->state = COLLECTOR_RUNNING;
}

void kafka_on_rebalance(rd_kafka_t *client, rd_kafka_resp_err_t err,
                        rd_kafka_topic_partition_list_t *list, void *opaque)
{
    (void)client;
    if (err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS)
        kafka_on_assign(opaque, list);
    else
        kafka_on_revoke(opaque);
}

/* ---- positions ---------------------------------------------------------------------------------- */

size_t kafka_assigned(const struct collector *collector, struct position *out, size_t max)
{
    const struct collector_kafka *kafka = kafka_of(collector);
    size_t count = 0;

    for (size_t i = 0; i < kafka->partition_count; i++) {
        if (kafka->partitions[i].phase != KAFKA_WAITING)
            continue;
        if (count < max)
            out[count] = kafka->partitions[i].position;
        count++;
    }
    return count;
}

void kafka_start(struct collector *collector, const struct position *stored, size_t count)
{
    struct collector_kafka *kafka = kafka_of(collector);

    if (kafka->state == COLLECTOR_FAILED || kafka->closing_queue != NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        struct kafka_partition *partition = kafka_find(kafka, stored[i].topic, stored[i].partition);
        /* Other partitions may have been assigned since the question. */
        if (partition != NULL)
            kafka_partition_set(partition, &stored[i]);
    }
    if (kafka->partition_count == 0 || kafka_assigned(collector, NULL, 0) > 0)
        return;
    kafka->state = COLLECTOR_RUNNING;
    kafka_begin(kafka);
    kafka_wake(kafka);
}

size_t kafka_positions(const struct collector *collector, struct position *out, size_t max)
{
    const struct collector_kafka *kafka = kafka_of(collector);
    size_t count = 0;

    for (size_t i = 0; i < kafka->partition_count; i++) {
        const struct kafka_partition *partition = &kafka->partitions[i];
        if (partition->phase == KAFKA_WAITING)
            continue;
        if (count < max)
            out[count] = partition->position;
        count++;
    }
    return count;
}

void kafka_committed(struct collector *collector, const struct position *positions, size_t count)
{
    struct collector_kafka *kafka = kafka_of(collector);

    for (size_t i = 0; i < count; i++) {
        struct kafka_partition *partition = kafka_find(kafka, positions[i].topic,
                                                       positions[i].partition);
        if (partition != NULL && partition->position.epoch == positions[i].epoch)
            partition->commit_offset = positions[i].next_offset;
    }
}

void kafka_hint(struct collector_kafka *kafka)
{
    if (kafka->until_end || kafka->hint_pending)
        return;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(
        (int)kafka->partition_count);
    for (size_t i = 0; i < kafka->partition_count; i++) {
        struct kafka_partition *partition = &kafka->partitions[i];
        if (partition->commit_offset < 0 || partition->commit_offset == partition->hinted_offset)
            continue;
        partition->hinted_offset = partition->commit_offset;
        rd_kafka_topic_partition_list_add(list, partition->position.topic,
                                          partition->position.partition)
            ->offset = partition->commit_offset;
    }
    if (list->cnt > 0 && rd_kafka_commit(kafka->client, list, 1) == RD_KAFKA_RESP_ERR_NO_ERROR)
        kafka->hint_pending = true;
    rd_kafka_topic_partition_list_destroy(list);
}

void kafka_on_hint(rd_kafka_t *client, rd_kafka_resp_err_t err,
                   rd_kafka_topic_partition_list_t *list, void *opaque)
{
    struct collector_kafka *kafka = opaque;

    (void)client;
    (void)list;
    kafka->hint_pending = false;
    if (err != RD_KAFKA_RESP_ERR_NO_ERROR && err != RD_KAFKA_RESP_ERR__NO_OFFSET)
        log_debug("kafka", "the group's offsets were not updated: %s", rd_kafka_err2str(err));
}
