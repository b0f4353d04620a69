/*
 * consumer.c - the Kafka collector's life, what a poll does beside fetching, and its table of functions.
 *
 * Free things in this order, or librdkafka blocks: messages, then our thread, queues and topic handles, then
 * the client.
 */
#include "collectors/kafka/consumer.h"

#include "base/memory.h"
#include "base/time.h"
#include "collectors/kafka/assignment.h"
#include "collectors/kafka/config.h"
#include "collectors/kafka/fetch.h"
#include "collectors/kafka/group.h"
#include "collectors/kafka/watermarks.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    VERIFY_MS = 20000, /* how long a new, longer topic may go unnoticed */
    HOLD_MS = 1000,    /* a shorter hold does not stop fetching, which would drop the queue */
    HINT_MS = 500,     /* between commits to the broker */
};

/* How long freeing may wait for a close to finish, and how often it checks. */
enum { LEAVE_MS = 500, LEAVE_STEP_MS = 50, DESTROY_S = 3 };

/* ---- from time to time --------------------------------------------------------------------------- */

static bool kafka_any(const struct collector_kafka *kafka, enum kafka_phase phase)
{
    for (size_t i = 0; i < kafka->partition_count; i++)
        if (kafka->partitions[i].phase == phase)
            return true;
    return false;
}

/* until-end: every partition has reached its end at start. */
static bool kafka_all_ended(const struct collector_kafka *kafka)
{
    for (size_t i = 0; i < kafka->partition_count; i++)
        if (kafka->partitions[i].phase != KAFKA_ENDED)
            return false;
    return kafka->setup == KAFKA_SETUP_DONE;
}

static void kafka_tend_fetching(struct collector_kafka *kafka)
{
    if (kafka->held && !kafka->paused && kafka_due(kafka->now_ms, kafka->held_since_ms, HOLD_MS))
        kafka_pause(kafka, true);
    if (!kafka->until_end && !kafka->held && kafka->partition_count > 0 &&
        kafka_due(kafka->now_ms, kafka->verified_ms, kafka->verify_ms))
        kafka->begin_again = true;
    if (kafka->begin_again)
        kafka_begin(kafka);
}

static void kafka_tend(struct collector_kafka *kafka)
{
    struct kafka_job *job = kafka_questions_job(kafka->questions);

    if (kafka->setup_since_ms == TIME_NONE)
        kafka->setup_since_ms = kafka->now_ms;
    if (job != NULL && job->answered)
        kafka_take_answer(kafka, job);
    if (kafka->state == COLLECTOR_RUNNING)
        kafka_tend_fetching(kafka);
    if (kafka->state == COLLECTOR_RUNNING && kafka->until_end && kafka_all_ended(kafka))
        kafka->state = COLLECTOR_DONE;
    if (job != NULL && (kafka->state == COLLECTOR_RUNNING || kafka->state == COLLECTOR_ASSIGNED)) {
        if (kafka_any(kafka, KAFKA_ASKING))
            kafka->flowing = true; /* a partition waits for the answer */
        kafka_ask(kafka, job);
    }
    if (kafka_due(kafka->now_ms, kafka->hinted_ms, HINT_MS)) {
        kafka->hinted_ms = kafka->now_ms;
        kafka_hint(kafka);
    }
}

/* ---- the table ---------------------------------------------------------------------------------- */

/* While the consumer closes, handles its rebalance here; waits for the question thread too. */
static void kafka_poll_closing(struct collector_kafka *kafka)
{
    rd_kafka_message_t *message;

    while (rd_kafka_consume_batch_queue(kafka->closing_queue, 0, &message, 1) > 0)
        rd_kafka_message_destroy(message);
    if (rd_kafka_consumer_closed(kafka->client) && kafka_questions_job(kafka->questions) != NULL)
        kafka->state = COLLECTOR_DONE;
}

static size_t kafka_poll(struct collector *collector, int64_t wall_ms, struct record *records,
                         size_t max)
{
    struct collector_kafka *kafka = kafka_of(collector);
    uint64_t wakeups;

    kafka_release(kafka);
    if (kafka->state == COLLECTOR_DONE ||
        (kafka->state == COLLECTOR_FAILED && !kafka->closing_queue))
        return 0;
    kafka->now_ms = clock_monotonic_ms();
    kafka->wall_ms = wall_ms;
    if (read(kafka->wakeup, &wakeups, sizeof wakeups) < 0 && errno != EAGAIN)
        log_limited(&kafka->error_limit, kafka->now_ms, 30000, "kafka",
                    "cannot hear of new records, looking for them again and again: %s",
                    strerror(errno));
    if (kafka->closing_queue != NULL) {
        kafka_poll_closing(kafka);
        return 0;
    }
    kafka_tend(kafka);
    if ((kafka->held && !kafka->paused) || kafka->state == COLLECTOR_FAILED || max == 0)
        return 0;
    return kafka_fetch(kafka, records, max);
}

static enum collector_state kafka_state(const struct collector *collector)
{
    return kafka_of(collector)->state;
}

static const struct error *kafka_error(const struct collector *collector)
{
    return &kafka_of(collector)->error;
}

static int kafka_wakeup_fd(const struct collector *collector)
{
    return kafka_of(collector)->wakeup;
}

static void kafka_hold(struct collector *collector, bool held)
{
    struct collector_kafka *kafka = kafka_of(collector);

    if (held && !kafka->held)
        kafka->held_since_ms = kafka->now_ms;
    kafka->held = held;
    if (held)
        return;
    if (kafka->paused)
        kafka_pause(kafka, false);
    kafka_wake(kafka);
}

static void kafka_close(struct collector *collector)
{
    struct collector_kafka *kafka = kafka_of(collector);

    if (kafka->closing_queue != NULL)
        return;
    kafka->hint_pending = false;
    kafka_hint(kafka);
    /* Answers an assignment for which the group may still wait; it is no longer needed. */
    if (kafka->state == COLLECTOR_ASSIGNED)
        kafka_assign(kafka, NULL);
    kafka->closing_queue = rd_kafka_queue_new(kafka->client);
    uint64_t one = 1;
    rd_kafka_queue_io_event_enable(kafka->closing_queue, kafka->wakeup, &one, sizeof one);
    rd_kafka_error_t *error = rd_kafka_consumer_close_queue(kafka->client, kafka->closing_queue);
    if (error != NULL) {
        log_warn("kafka",
                 "cannot leave the group in order, it will notice by its session time-out: %s",
                 rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
        kafka->state = COLLECTOR_DONE;
        return;
    }
    kafka_drop_partitions(kafka);
    if (kafka->state != COLLECTOR_FAILED)
        kafka->state = COLLECTOR_RUNNING;
    kafka_wake(kafka);
}

/*
 * Finishes a close that has begun: destroying a client during its close would wait forever. False when the
 * close does not end in time.
 */
static bool kafka_finish_close(struct collector_kafka *kafka)
{
    int64_t deadline_ms = clock_monotonic_ms() + LEAVE_MS;
    rd_kafka_message_t *message;

    while (!rd_kafka_consumer_closed(kafka->client) && clock_monotonic_ms() < deadline_ms)
        if (rd_kafka_consume_batch_queue(kafka->closing_queue, LEAVE_STEP_MS, &message, 1) > 0)
            rd_kafka_message_destroy(message);
    return rd_kafka_consumer_closed(kafka->client) != 0;
}

static void *kafka_destroy_client(void *client)
{
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    return NULL;
}

/*
 * Destroys the client in another thread: librdkafka 2.0.2 does not return if a topic was deleted while it was
 * read. False when it does not return in time.
 */
static bool kafka_destroy(rd_kafka_t *client)
{
    pthread_t thread;

    return pthread_create(&thread, NULL, kafka_destroy_client, client) == 0 &&
           kafka_join(thread, DESTROY_S);
}

static void kafka_free(struct collector *collector)
{
    struct collector_kafka *kafka = kafka_of(collector);

    kafka_release(kafka);
    if (kafka->closing_queue != NULL && !kafka_finish_close(kafka)) {
        log_warn("kafka",
                 "the group could not be left in time, it will notice by its session time-out");
        return; /* the client cannot be destroyed; it stays until the process ends */
    }
    if (!kafka_questions_free(kafka->questions))
        return; /* its thread uses the client; both stay until the process ends */
    for (size_t i = 0; i < kafka->topic_count; i++)
        if (kafka->handles[i] != NULL)
            rd_kafka_topic_destroy(kafka->handles[i]);
    if (kafka->closing_queue != NULL)
        rd_kafka_queue_destroy(kafka->closing_queue);
    if (kafka->queue != NULL)
        rd_kafka_queue_destroy(kafka->queue);
    if (kafka->client != NULL && !kafka_destroy(kafka->client)) {
        log_warn("kafka",
                 "librdkafka does not stop by itself, leaving without it; nothing is lost");
        return; /* librdkafka may still use our memory */
    }
    if (kafka->wakeup >= 0)
        close(kafka->wakeup);
    for (size_t i = 0; i < kafka->topic_count; i++)
        memory_free(kafka->topics[i]);
    memory_free(kafka->topics);
    memory_free(kafka->handles);
    memory_free(kafka->partitions);
    memory_free(kafka->former);
    arena_clear(&kafka->arena);
    memory_free(kafka);
}

static const struct collector_ops kafka_ops = {
    .name = "kafka",
    .poll = kafka_poll,
    .read_headers = kafka_read_headers,
    .state = kafka_state,
    .error = kafka_error,
    .wakeup_fd = kafka_wakeup_fd,
    .assigned = kafka_assigned,
    .start = kafka_start,
    .positions = kafka_positions,
    .committed = kafka_committed,
    .hold = kafka_hold,
    .close = kafka_close,
    .free = kafka_free,
};

/* ---- lifecycle ---------------------------------------------------------------------------------- */

static bool kafka_copy_topics(struct collector_kafka *kafka, const struct kafka_options *options,
                              struct error *error)
{
    kafka->topics = memory_alloc_or_die((options->topic_count + 1) * sizeof *kafka->topics);
    kafka->handles = memory_alloc_or_die((options->topic_count + 1) * sizeof(rd_kafka_topic_t *));
    for (size_t i = 0; i < options->topic_count; i++) {
        size_t size = strlen(options->topics[i]) + 1;
        /* librdkafka would read ^ as the beginning of a pattern. */
        if (size == 1 || options->topics[i][0] == '^')
            return error_set(error, ERROR_STOP, "kafka.topics: \"%s\" is not the name of a topic",
                             options->topics[i]);
        char *copy = memory_alloc_or_die(size);
        memcpy(copy, options->topics[i], size);
        kafka->handles[kafka->topic_count] = NULL;
        kafka->topics[kafka->topic_count++] = copy;
    }
    if (kafka->topic_count == 0)
        return error_set(error, ERROR_STOP, "kafka.topics: no topic is named");
    return true;
}

static bool kafka_connect(struct collector_kafka *kafka, const struct kafka_options *options,
                          struct error *error)
{
    char why[300];
    rd_kafka_conf_t *conf = kafka_config_new(options, error);

    if (conf == NULL)
        return false;
    rd_kafka_conf_set_opaque(conf, kafka);
    rd_kafka_conf_set_rebalance_cb(conf, kafka_on_rebalance);
    rd_kafka_conf_set_offset_commit_cb(conf, kafka_on_hint);
    rd_kafka_conf_set_error_cb(conf, kafka_on_error);
    rd_kafka_conf_set_log_cb(conf, kafka_on_log);
    kafka->client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
    if (kafka->client == NULL) {
        kafka_config_hide(conf, why);
        rd_kafka_conf_destroy(conf);
        return error_set(error, ERROR_STOP, "kafka: %s", why);
    }
    /* Logs and errors arrive with the messages, so all callbacks run in poll. */
    rd_kafka_set_log_queue(kafka->client, NULL);
    rd_kafka_poll_set_consumer(kafka->client);
    kafka->queue = rd_kafka_queue_get_consumer(kafka->client);
    uint64_t one = 1;
    rd_kafka_queue_io_event_enable(kafka->queue, kafka->wakeup, &one, sizeof one);
    return true;
}

static bool kafka_init(struct collector_kafka *kafka, const struct kafka_options *options,
                       struct error *error)
{
    if (kafka->wakeup < 0)
        return error_set(error, ERROR_STOP, "eventfd: %s", strerror(errno));
    if (!kafka_copy_topics(kafka, options, error) || !kafka_connect(kafka, options, error))
        return false;
    for (size_t i = 0; i < kafka->topic_count; i++) {
        kafka->handles[i] = rd_kafka_topic_new(kafka->client, kafka->topics[i], NULL);
        if (kafka->handles[i] == NULL)
            return error_set(error, ERROR_STOP, "kafka.topics: \"%s\": %s", kafka->topics[i],
                             rd_kafka_err2str(rd_kafka_last_error()));
    }
    kafka->questions = kafka_questions_new(kafka->client, kafka->handles, kafka->topic_count,
                                           kafka->until_end ? NULL : options->group_id,
                                           kafka->wakeup, error);
    return kafka->questions != NULL && (kafka->until_end || kafka_subscribe(kafka, error));
}

struct collector *collector_kafka_new(const struct kafka_options *options, struct error *error)
{
    struct collector_kafka *kafka = memory_alloc_or_die(sizeof *kafka);

    *kafka = (struct collector_kafka){
        .collector.ops = &kafka_ops,
        .state = COLLECTOR_RUNNING,
        .until_end = options->until_end,
        .on_gap = options->on_gap,
        .verify_ms = options->verify_ms > 0 ? options->verify_ms : VERIFY_MS,
        .setup = options->until_end ? KAFKA_SETUP_TOPICS : KAFKA_SETUP_DONE,
        .setup_since_ms = TIME_NONE,
        .topics_ms = TIME_NONE,
        .looks_needed = KAFKA_LOOKS_LEAST,
        .wakeup = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
    };
    arena_init(&kafka->arena);
    if (!kafka_init(kafka, options, error)) {
        kafka_free(&kafka->collector);
        return NULL;
    }
    return &kafka->collector;
}
