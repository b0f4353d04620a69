/*
 * watermarks.c - sends questions to the thread, and handles the answers: moved ends, shrunk logs, leaders,
 * and what until-end needs to start.
 */
#include "collectors/kafka/watermarks.h"

#include "base/time.h"
#include "collectors/kafka/assignment.h"
#include "collectors/kafka/group.h"

#include <string.h>

enum {
    BUSY_MS = 20,      /* between questions while records flow: questions wake fetchers */
    IDLE_MS = 1000,    /* between other questions */
    TOPICS_MS = 10000, /* between questions for leaders, new partitions, and the group's members */
    SETUP_LIMIT_MS = 30000,
    IDLE_ITEMS = 32, /* partitions per question when idle */
    LEADERS_MAX = 64 /* most leaders that are told apart */
};

static struct kafka_partition *kafka_item_partition(struct collector_kafka *kafka,
                                                    const struct kafka_job_item *item)
{
    return &kafka->partitions[item->index];
}

/* ---- answers: watermarks ------------------------------------------------------------------------ */

static void kafka_judge(struct collector_kafka *kafka, struct kafka_partition *partition,
                        const struct kafka_job_item *item)
{
    struct error warning = {ERROR_NONE, ""};
    struct error error;

    if (!kafka_partition_judge(partition, item->low, item->high, kafka->on_gap, &warning, &error))
        (void)kafka_fail(kafka, &error);
    else
        kafka->begin_again = true;
    if (warning.text[0] != '\0')
        log_warn("kafka", "%s", warning.text);
}

/* A log that has shrunk or is missing may be another one at the next read. */
static void kafka_take_watermarks(struct collector_kafka *kafka, struct kafka_partition *partition,
                                  const struct kafka_job_item *item, int64_t asked_ms)
{
    bool known = true;

    if (item->err == RD_KAFKA_RESP_ERR_NO_ERROR)
        known = kafka_partition_watch(partition, item->low, item->high, item->next_offset,
                                      asked_ms);
    else if (item->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
             item->err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION)
        known = partition->phase != KAFKA_READING;
    if (!known)
        kafka->begin_again = true;
}

static void kafka_take_offsets(struct collector_kafka *kafka, const struct kafka_job *job)
{
    for (size_t i = 0; i < job->item_count; i++) {
        const struct kafka_job_item *item = &job->items[i];
        struct kafka_partition *partition = kafka_item_partition(kafka, item);
        if (partition->phase == KAFKA_WAITING)
            continue;
        if (partition->phase != KAFKA_ASKING || !item->judge)
            kafka_take_watermarks(kafka, partition, item, job->asked_ms);
        else if (item->err == RD_KAFKA_RESP_ERR_NO_ERROR)
            kafka_judge(kafka, partition, item);
    }
}

/* until-end: all partitions' ends must be known before the first is assigned. */
static bool kafka_take_ends(struct collector_kafka *kafka, const struct kafka_job *job,
                            const char **trouble)
{
    for (size_t i = 0; i < job->item_count; i++) {
        const struct kafka_job_item *item = &job->items[i];
        struct kafka_partition *partition = kafka_item_partition(kafka, item);
        if (item->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            *trouble = rd_kafka_err2str(item->err);
            return false;
        }
        partition->low = item->low;
        partition->stop_offset = item->high;
        partition->stop_asked_ms = job->asked_ms;
        partition->position.end_offset = item->high;
    }
    kafka->setup = KAFKA_SETUP_DONE;
    if (kafka->partition_count > 0)
        kafka->state = COLLECTOR_ASSIGNED;
    return true;
}

/* ---- answers: topics ---------------------------------------------------------------------------- */

static void kafka_take_leaders(struct collector_kafka *kafka,
                               const struct rd_kafka_metadata_topic *topic)
{
    for (int i = 0; i < topic->partition_cnt; i++) {
        struct kafka_partition *partition = kafka_find(kafka, topic->topic,
                                                       topic->partitions[i].id);
        if (partition != NULL)
            partition->leader = topic->partitions[i].leader;
    }
}

/* until-end: an error that does not pass ends it at once; *trouble is another error. */
static void kafka_topic_trouble(struct collector_kafka *kafka, const char *topic,
                                rd_kafka_resp_err_t err, const char **trouble)
{
    struct error error;

    if (err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        error_set(&error, ERROR_STOP, "topic \"%s\" does not exist", topic);
    else if (err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
        error_set(&error, ERROR_STOP, "Kafka denies access: topic \"%s\": %s", topic,
                  rd_kafka_err2str(err));
    else {
        *trouble = rd_kafka_err2str(err);
        return;
    }
    (void)kafka_fail(kafka, &error);
}

/* until-end: takes all partitions of the topics, once all topics were answered without error. */
static bool kafka_take_topics(struct collector_kafka *kafka, const struct kafka_job *job,
                              const char **trouble)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(16);
    bool whole = true;

    for (size_t i = 0; i < job->topic_count && whole; i++) {
        const struct kafka_job_topic *answer = &job->topics[i];
        const struct rd_kafka_metadata_topic *topic = answer->metadata == NULL ||
                                                              answer->metadata->topic_cnt == 0
                                                          ? NULL
                                                          : &answer->metadata->topics[0];
        rd_kafka_resp_err_t err = topic == NULL ? answer->err : topic->err;
        whole = err == RD_KAFKA_RESP_ERR_NO_ERROR && topic != NULL;
        if (!whole)
            kafka_topic_trouble(kafka, kafka->topics[i], err, trouble);
        for (int p = 0; whole && p < topic->partition_cnt; p++)
            rd_kafka_topic_partition_list_add(list, topic->topic, topic->partitions[p].id);
    }
    whole = whole && kafka_take_partitions(kafka, list);
    if (whole) {
        kafka->setup = KAFKA_SETUP_ENDS;
        kafka->asked_ms = 0; /* the ends are asked for at once: nothing else wakes the loop */
    }
    rd_kafka_topic_partition_list_destroy(list);
    return whole;
}

static void kafka_take_metadata(struct collector_kafka *kafka, struct kafka_job *job,
                                const char **trouble)
{
    if (kafka->setup == KAFKA_SETUP_TOPICS)
        (void)kafka_take_topics(kafka, job, trouble);
    kafka_take_group(kafka, job);
    for (size_t i = 0; i < job->topic_count; i++) {
        struct kafka_job_topic *topic = &job->topics[i];
        if (topic->metadata == NULL)
            continue;
        for (int t = 0; t < topic->metadata->topic_cnt; t++)
            kafka_take_leaders(kafka, &topic->metadata->topics[t]);
        rd_kafka_metadata_destroy(topic->metadata);
        topic->metadata = NULL;
    }
}

/* A one-shot command does not wait forever. */
static void kafka_setup_trouble(struct collector_kafka *kafka, const char *trouble)
{
    struct error error;

    if (!kafka_due(kafka->now_ms, kafka->setup_since_ms, SETUP_LIMIT_MS))
        return;
    error_set(&error, ERROR_RETRY, "Kafka does not answer: %s", trouble);
    (void)kafka_fail(kafka, &error);
}

void kafka_take_answer(struct collector_kafka *kafka, struct kafka_job *job)
{
    const char *trouble = NULL;

    job->answered = false;
    if (job->question == KAFKA_ASK_TOPICS)
        kafka_take_metadata(kafka, job, &trouble);
    else if (job->assignment != kafka->assignment)
        return; /* the partitions are no longer ours */
    else if (kafka->setup == KAFKA_SETUP_ENDS)
        (void)kafka_take_ends(kafka, job, &trouble);
    else
        kafka_take_offsets(kafka, job);
    if (trouble != NULL)
        kafka_setup_trouble(kafka, trouble);
}

/* ---- questions ---------------------------------------------------------------------------------- */

static bool kafka_add_item(struct collector_kafka *kafka, struct kafka_job *job, size_t index)
{
    struct kafka_partition *partition = &kafka->partitions[index];
    struct kafka_job_item *item = kafka_job_add(job);

    if (item == NULL)
        return false;
    item->topic = partition->position.topic;
    item->partition = partition->position.partition;
    item->index = index;
    item->judge = partition->phase == KAFKA_ASKING;
    item->next_offset = partition->position.next_offset;
    return true;
}

static void kafka_add_phase(struct collector_kafka *kafka, struct kafka_job *job,
                            enum kafka_phase phase)
{
    for (size_t i = 0; i < kafka->partition_count; i++)
        if (kafka->partitions[i].phase == phase && !kafka_add_item(kafka, job, i))
            return;
}

/* The next partition of each leader. */
static void kafka_add_leaders(struct collector_kafka *kafka, struct kafka_job *job)
{
    int32_t seen[LEADERS_MAX];
    size_t seen_count = 0;

    for (size_t n = 0; n < kafka->partition_count && seen_count < LEADERS_MAX; n++) {
        size_t index = (kafka->ask_cursor + n) % kafka->partition_count;
        int32_t leader = kafka->partitions[index].leader;
        size_t i = 0;
        while (i < seen_count && seen[i] != leader)
            i++;
        if (i < seen_count)
            continue;
        seen[seen_count++] = leader;
        if (!kafka_add_item(kafka, job, index))
            return;
    }
    kafka->ask_cursor++;
}

/* The next partitions, of any leader. */
static void kafka_add_next(struct collector_kafka *kafka, struct kafka_job *job)
{
    for (size_t n = 0; n < kafka->partition_count && n < IDLE_ITEMS; n++)
        if (!kafka_add_item(kafka, job, kafka->ask_cursor++ % kafka->partition_count))
            return;
}

static bool kafka_asks_topics(const struct collector_kafka *kafka)
{
    if (kafka->setup != KAFKA_SETUP_DONE)
        return kafka->setup == KAFKA_SETUP_TOPICS;
    /* A member may have no partition because nobody was given those that there are. */
    return kafka->assignment > 0 &&
           (kafka->topics_ms == TIME_NONE || kafka_due(kafka->now_ms, kafka->topics_ms, TOPICS_MS));
}

static void kafka_ask_offsets(struct collector_kafka *kafka, struct kafka_job *job)
{
    job->item_count = 0;
    if (kafka->setup == KAFKA_SETUP_ENDS) {
        kafka_add_phase(kafka, job, KAFKA_WAITING);
    } else {
        kafka_add_phase(kafka, job, KAFKA_ASKING);
        if (job->item_count == 0 && kafka->flowing)
            kafka_add_leaders(kafka, job);
        else if (job->item_count == 0)
            kafka_add_next(kafka, job);
    }
    kafka->flowing = false;
}

void kafka_ask(struct collector_kafka *kafka, struct kafka_job *job)
{
    bool busy = kafka->flowing || kafka->setup != KAFKA_SETUP_DONE;

    if (!kafka_due(kafka->now_ms, kafka->asked_ms, busy ? BUSY_MS : IDLE_MS))
        return;
    if (kafka_asks_topics(kafka)) {
        job->question = KAFKA_ASK_TOPICS;
        job->ask_group = kafka->looks_left > 0;
        if (kafka->looks_left > 0)
            kafka->looks_left--;
        kafka->topics_ms = kafka->now_ms;
    } else {
        job->question = KAFKA_ASK_OFFSETS;
        kafka_ask_offsets(kafka, job);
        if (job->item_count == 0)
            return;
    }
    kafka->asked_ms = kafka->now_ms;
    job->assignment = kafka->assignment;
    job->asked_ms = kafka->wall_ms;
    kafka_questions_send(kafka->questions);
}
