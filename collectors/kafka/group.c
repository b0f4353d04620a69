/*
 * group.c - subscribing, and whether the group's members read every partition.
 *
 * librdkafka 2.0.2 may leave partitions to nobody. A member rejoins when its list of topics and their sizes changes; but
 * Kafka answers a rejoin amid a rebalance, or one of a follower for the same topics, with what is assigned already. And
 * what the leader distributes is from a question of its own, which a topic that is just gone, or a broker that lags, may
 * answer otherwise. Later refreshes find no change. So we look for ourselves: with each question about topics goes one
 * for what the group's members have (members.c).
 *
 *     the answer                                         unassigned_looks   then
 *     not known: rebalancing, denied, from before           the same        nothing
 *     every partition is some member's                       0              looks_needed = LOOKS_LEAST
 *     a partition is nobody's: look n of this assignment     n              nothing
 *     the same, n ≥ looks_needed, and state RUNNING          n              subscribe again, looks_needed × 2
 *
 * All members are assigned anew in a rebalance (the protocol is eager), so what was nobody's at two looks of one
 * assignment was nobody's all the time. Between two looks each member has refreshed its metadata: a change that
 * librdkafka did not miss has led to a rebalance by then. Where it does not help (the leader is another program, or
 * must not see the topic), members ask more and more rarely. If a follower asks first and nothing changes for
 * it, Kafka gives it the same partitions again; the leader, which looks too, changes them.
 */
#include "collectors/kafka/group.h"

#include <stdlib.h>
#include <string.h>

enum { LOOKS_MOST = 256 };

bool kafka_subscribe(struct collector_kafka *kafka, struct error *error)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(
        (int)kafka->topic_count);

    for (size_t i = 0; i < kafka->topic_count; i++)
        rd_kafka_topic_partition_list_add(list, kafka->topics[i], RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t err = rd_kafka_subscribe(kafka->client, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (err != RD_KAFKA_RESP_ERR_NO_ERROR)
        return error_set(error, ERROR_STOP, "kafka.topics: %s", rd_kafka_err2str(err));
    return true;
}

/* The order of rd_kafka_topic_partition_list_sort. */
static int kafka_compare_assigned(const void *a, const void *b)
{
    const rd_kafka_topic_partition_t *left = a;
    const rd_kafka_topic_partition_t *right = b;
    int order = strcmp(left->topic, right->topic);

    if (order != 0)
        return order;
    return (left->partition > right->partition) - (left->partition < right->partition);
}

static bool kafka_is_assigned(const rd_kafka_topic_partition_list_t *assigned,
                              const rd_kafka_topic_partition_t *partition)
{
    return assigned->cnt > 0 && bsearch(partition, assigned->elems, (size_t)assigned->cnt,
                                        sizeof *partition, kafka_compare_assigned) != NULL;
}

/* How many partitions are nobody's, and the first one. */
static size_t kafka_count_unassigned(const struct kafka_job *job, rd_kafka_topic_partition_t *first)
{
    size_t count = 0;

    for (size_t i = 0; i < job->topic_count; i++) {
        const struct rd_kafka_metadata *metadata = job->topics[i].metadata;
        if (metadata == NULL || metadata->topic_cnt == 0)
            continue;
        const struct rd_kafka_metadata_topic *topic = &metadata->topics[0];
        for (int p = 0; p < topic->partition_cnt; p++) {
            const rd_kafka_topic_partition_t partition = {.topic = topic->topic,
                                                          .partition = topic->partitions[p].id};
            if (!kafka_is_assigned(job->assigned, &partition) && count++ == 0)
                *first = partition;
        }
    }
    return count;
}

static void kafka_judge_group(struct collector_kafka *kafka, const struct kafka_job *job)
{
    rd_kafka_topic_partition_t first;
    struct error error;
    size_t count = kafka_count_unassigned(job, &first);

    if (count == 0) {
        kafka->unassigned_looks = 0;
        kafka->looks_needed = KAFKA_LOOKS_LEAST;
        return;
    }
    if (++kafka->unassigned_looks < kafka->looks_needed || kafka->state != COLLECTOR_RUNNING)
        return;
    if (kafka->looks_needed < LOOKS_MOST)
        kafka->looks_needed *= 2;
    log_warn(
        "kafka",
        "%zu partitions, the first topic \"%s\" partition %d, are assigned to no member of the "
        "group: joining it anew",
        count, first.topic, first.partition);
    if (!kafka_subscribe(kafka, &error))
        log_warn("kafka", "librdkafka reports, going on: %s", error.text);
}

void kafka_take_group(struct collector_kafka *kafka, struct kafka_job *job)
{
    if (job->assigned == NULL) {
        if (job->group_err != RD_KAFKA_RESP_ERR_NO_ERROR)
            log_debug("kafka", "the group's members are not known: %s",
                      rd_kafka_err2str(job->group_err));
        return;
    }
    if (job->assignment == kafka->assignment)
        kafka_judge_group(kafka, job);
    rd_kafka_topic_partition_list_destroy(job->assigned);
    job->assigned = NULL;
}
