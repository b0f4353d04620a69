/*
 * group.c - subscribing, and whether the group's members read every partition.
 *
 * librdkafka 2.0.2 may leave partitions to nobody. A member rejoins when its list of topics and their sizes changes; but
 * Kafka answers a rejoin amid a rebalance, or one of a follower for the same topics, with what is assigned already. And
 * what the leader distributes is from a question of its own, which a topic that is just gone, or a broker that lags, may
 * answer otherwise. Later refreshes find no change. So we look for ourselves: a question about topics asks for what
 * the group's members have, too (members.c), as long as looks are left.
 *
 *     what happens                                       unassigned_looks   looks_left    then
 *     another assignment                                     0              LOOKS_TRIED   nothing
 *     there are more or fewer partitions than before        the same        LOOKS_TRIED   nothing
 *     a question is sent                                    the same        one less      nothing
 *     not known: rebalancing, denied, from before           the same        the same      nothing
 *     every partition is some member's                       0              0             looks_needed = LOOKS_LEAST
 *     a partition is nobody's: look n of this assignment     n              LOOKS_TRIED   nothing
 *     the same, n ≥ looks_needed, and state RUNNING          n              LOOKS_TRIED   subscribe again, looks_needed × 2
 *
 * A group whose partitions are all read is not asked about again: librdkafka asks each broker that it ever knew, also one
 * that is gone for good.
 *
 * All members are assigned anew in a rebalance (the protocol is eager), so what was nobody's at two looks of one
 * assignment was nobody's all the time. Between two looks each member has refreshed its metadata: a change that
 * librdkafka did not miss has led to a rebalance by then. Where it does not help (the leader is another program, or
 * must not see the topic), members ask more and more rarely. If a follower asks first and nothing changes for
 * it, Kafka gives it the same partitions again; the leader, which looks too, changes them.
 */
#include "collectors/kafka/group.h"

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

/* An answer about the i-th topic; NULL: none came. */
static const struct rd_kafka_metadata_topic *kafka_answered_topic(const struct kafka_job *job,
                                                                  size_t i)
{
    const struct rd_kafka_metadata *metadata = job->topics[i].metadata;

    return metadata == NULL || metadata->topic_cnt == 0 ? NULL : &metadata->topics[0];
}

/* More or fewer partitions may be more or fewer of nobody's. */
static void kafka_count_partitions(struct collector_kafka *kafka, const struct kafka_job *job)
{
    size_t count = 0;

    for (size_t i = 0; i < job->topic_count; i++) {
        const struct rd_kafka_metadata_topic *topic = kafka_answered_topic(job, i);
        if (topic != NULL)
            count += (size_t)topic->partition_cnt;
    }
    if (count != kafka->partitions_there)
        kafka->looks_left = KAFKA_LOOKS_TRIED;
    kafka->partitions_there = count;
}

/* How many partitions are nobody's, and the first one. */
static size_t kafka_count_unassigned(const struct kafka_job *job, rd_kafka_topic_partition_t *first)
{
    size_t count = 0;

    for (size_t i = 0; i < job->topic_count; i++) {
        const struct rd_kafka_metadata_topic *topic = kafka_answered_topic(job, i);
        for (int p = 0; topic != NULL && p < topic->partition_cnt; p++) {
            const rd_kafka_topic_partition_t partition = {.topic = topic->topic,
                                                          .partition = topic->partitions[p].id};
            if (rd_kafka_topic_partition_list_find(job->assigned, partition.topic,
                                                   partition.partition) == NULL &&
                count++ == 0)
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
        kafka->looks_left = 0;
        kafka->looks_needed = KAFKA_LOOKS_LEAST;
        return;
    }
    kafka->looks_left = KAFKA_LOOKS_TRIED;
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
    kafka_count_partitions(kafka, job);
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
