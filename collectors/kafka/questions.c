/* questions.c - eventfds pass the job back and forth; whoever has read one owns the job. */
#include "collectors/kafka/questions.h"

#include "base/memory.h"
#include "collectors/kafka/members.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { CALL_TIMEOUT_MS = 2000, LEAVE_S = 1, FIRST_ROOM = 64 };

struct kafka_questions {
    rd_kafka_t *client;
    char *group; /* NULL: none */
    struct kafka_job job;
    bool lent;        /* the thread has the job */
    atomic_bool quit; /* the thread makes no further call */
    pthread_t thread;
    int asked;
    int answered;
    int wakeup; /* the loop's */
};

static void kafka_signal(int fd)
{
    uint64_t one = 1;
    ssize_t written;

    do
        written = write(fd, &one, sizeof one);
    while (written < 0 && errno == EINTR);
}

/* ---- the thread --------------------------------------------------------------------------------- */

static void kafka_fetch_offsets(struct kafka_questions *questions)
{
    for (size_t i = 0; i < questions->job.item_count && !atomic_load(&questions->quit); i++) {
        struct kafka_job_item *item = &questions->job.items[i];
        item->err = rd_kafka_query_watermark_offsets(questions->client, item->topic,
                                                     item->partition, &item->low, &item->high,
                                                     CALL_TIMEOUT_MS);
    }
}

static void kafka_fetch_topics(struct kafka_questions *questions)
{
    for (size_t i = 0; i < questions->job.topic_count && !atomic_load(&questions->quit); i++) {
        struct kafka_job_topic *topic = &questions->job.topics[i];
        topic->metadata = NULL;
        /* Asks for topics one by one: when asked for all known topics, librdkafka 2.0.2 lets the broker
         * create missing ones. */
        topic->err = rd_kafka_metadata(questions->client, 0, topic->handle, &topic->metadata,
                                       CALL_TIMEOUT_MS);
    }
    questions->job.group_err = RD_KAFKA_RESP_ERR_NO_ERROR;
    if (questions->group != NULL && questions->job.ask_group && !atomic_load(&questions->quit))
        questions->job.assigned = kafka_members_assigned(
            questions->client, questions->group, CALL_TIMEOUT_MS, &questions->job.group_err);
}

static void *kafka_questions_run(void *opaque)
{
    struct kafka_questions *questions = opaque;
    uint64_t count;

    for (;;) {
        if (read(questions->asked, &count, sizeof count) < 0 && errno == EINTR)
            continue;
        if (atomic_load(&questions->quit))
            return NULL;
        if (questions->job.question == KAFKA_ASK_OFFSETS)
            kafka_fetch_offsets(questions);
        else
            kafka_fetch_topics(questions);
        kafka_signal(questions->answered);
        kafka_signal(questions->wakeup);
    }
}

/* ---- the loop's side ---------------------------------------------------------------------------- */

struct kafka_job *kafka_questions_job(struct kafka_questions *questions)
{
    uint64_t count;

    if (!questions->lent)
        return &questions->job;
    if (read(questions->answered, &count, sizeof count) < 0)
        return NULL;
    questions->lent = false;
    questions->job.answered = true;
    return &questions->job;
}

struct kafka_job_item *kafka_job_add(struct kafka_job *job)
{
    if (job->item_count == job->item_room) {
        size_t room = job->item_room == 0 ? FIRST_ROOM : job->item_room * 2;
        struct kafka_job_item *items = memory_realloc(job->items, room * sizeof *items);
        if (items == NULL)
            return NULL;
        job->items = items;
        job->item_room = room;
    }
    struct kafka_job_item *item = &job->items[job->item_count++];
    *item = (struct kafka_job_item){.err = RD_KAFKA_RESP_ERR__FAIL};
    return item;
}

void kafka_questions_send(struct kafka_questions *questions)
{
    questions->lent = true;
    kafka_signal(questions->asked);
}

/* Signals belong to the loop: the thread starts with all signals blocked. */
static int kafka_questions_start(struct kafka_questions *questions)
{
    sigset_t all;
    sigset_t before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failure = pthread_create(&questions->thread, NULL, kafka_questions_run, questions);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

static void kafka_questions_release(struct kafka_questions *questions)
{
    for (size_t i = 0; i < questions->job.topic_count; i++)
        if (questions->job.topics[i].metadata != NULL)
            rd_kafka_metadata_destroy(questions->job.topics[i].metadata);
    if (questions->job.assigned != NULL)
        rd_kafka_topic_partition_list_destroy(questions->job.assigned);
    if (questions->asked >= 0)
        close(questions->asked);
    if (questions->answered >= 0)
        close(questions->answered);
    memory_free(questions->group);
    memory_free(questions->job.topics);
    memory_free(questions->job.items);
    memory_free(questions);
}

struct kafka_questions *kafka_questions_new(rd_kafka_t *client, rd_kafka_topic_t *const *topics,
                                            size_t topic_count, const char *group, int wakeup_fd,
                                            struct error *error)
{
    struct kafka_questions *questions = memory_alloc_or_die(sizeof *questions);

    *questions = (struct kafka_questions){.client = client,
                                          .wakeup = wakeup_fd,
                                          .asked = eventfd(0, EFD_CLOEXEC),
                                          .answered = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (group != NULL) {
        size_t size = strlen(group) + 1;
        questions->group = memcpy(memory_alloc_or_die(size), group, size);
    }
    questions->job.topics = memory_alloc_or_die((topic_count + 1) * sizeof *questions->job.topics);
    for (size_t i = 0; i < topic_count; i++)
        questions->job.topics[i] = (struct kafka_job_topic){.handle = topics[i]};
    questions->job.topic_count = topic_count;
    int failure = questions->asked < 0 || questions->answered < 0
                      ? errno
                      : kafka_questions_start(questions);
    if (failure != 0) {
        error_set(error, ERROR_STOP, "cannot start a thread: %s", strerror(failure));
        kafka_questions_release(questions);
        return NULL;
    }
    return questions;
}

bool kafka_join(pthread_t thread, int seconds)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds;
    if (pthread_timedjoin_np(thread, NULL, &until) == 0)
        return true;
    pthread_detach(thread);
    return false;
}

bool kafka_questions_free(struct kafka_questions *questions)
{
    if (questions == NULL)
        return true;
    atomic_store(&questions->quit, true);
    kafka_signal(questions->asked);
    if (!kafka_join(questions->thread, LEAVE_S))
        return false;
    kafka_questions_release(questions);
    return true;
}
