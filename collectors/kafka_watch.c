/* kafka_watch.c - eventfds hand the job to and fro; who has read one owns it. */
#include "collectors/kafka_watch.h"

#include "base/memory.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { CALL_TIMEOUT_MS = 2000, FIRST_ROOM = 64 };

struct kafka_watch {
    rd_kafka_t *client;
    struct kafka_watch_job job;
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

static void kafka_ask_offsets(struct kafka_watch *watch)
{
    for (size_t i = 0; i < watch->job.item_count && !atomic_load(&watch->quit); i++) {
        struct kafka_watch_item *item = &watch->job.items[i];
        item->err = rd_kafka_query_watermark_offsets(watch->client, item->topic, item->partition,
                                                     &item->low, &item->high, CALL_TIMEOUT_MS);
    }
}

static void kafka_ask_topics(struct kafka_watch *watch)
{
    for (size_t i = 0; i < watch->job.topic_count && !atomic_load(&watch->quit); i++) {
        struct kafka_watch_topic *topic = &watch->job.topics[i];
        topic->metadata = NULL;
        /* One by one: for a list of all that are known, 2.0.2 lets the broker create missing ones. */
        topic->err = rd_kafka_metadata(watch->client, 0, topic->handle, &topic->metadata,
                                       CALL_TIMEOUT_MS);
    }
}

static void *kafka_watch_run(void *opaque)
{
    struct kafka_watch *watch = opaque;
    uint64_t count;

    for (;;) {
        if (read(watch->asked, &count, sizeof count) < 0 && errno == EINTR)
            continue;
        if (atomic_load(&watch->quit))
            return NULL;
        if (watch->job.question == KAFKA_ASK_TOPICS)
            kafka_ask_topics(watch);
        else
            kafka_ask_offsets(watch);
        kafka_signal(watch->answered);
        kafka_signal(watch->wakeup);
    }
}

/* ---- the loop's side ---------------------------------------------------------------------------- */

struct kafka_watch_job *kafka_watch_job(struct kafka_watch *watch)
{
    uint64_t count;

    if (!watch->lent)
        return &watch->job;
    if (read(watch->answered, &count, sizeof count) < 0)
        return NULL;
    watch->lent = false;
    watch->job.answered = true;
    return &watch->job;
}

struct kafka_watch_item *kafka_watch_add(struct kafka_watch_job *job)
{
    if (job->item_count == job->item_room) {
        size_t room = job->item_room == 0 ? FIRST_ROOM : job->item_room * 2;
        struct kafka_watch_item *items = memory_realloc(job->items, room * sizeof *items);
        if (items == NULL)
            return NULL;
        job->items = items;
        job->item_room = room;
    }
    struct kafka_watch_item *item = &job->items[job->item_count++];
    *item = (struct kafka_watch_item){.err = RD_KAFKA_RESP_ERR__FAIL};
    return item;
}

void kafka_watch_send(struct kafka_watch *watch)
{
    watch->lent = true;
    kafka_signal(watch->asked);
}

/* Signals belong to the loop: the thread is born with all of them blocked. */
static int kafka_watch_start(struct kafka_watch *watch)
{
    sigset_t all;
    sigset_t before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failure = pthread_create(&watch->thread, NULL, kafka_watch_run, watch);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

static void kafka_watch_release(struct kafka_watch *watch)
{
    for (size_t i = 0; i < watch->job.topic_count; i++)
        if (watch->job.topics[i].metadata != NULL)
            rd_kafka_metadata_destroy(watch->job.topics[i].metadata);
    if (watch->asked >= 0)
        close(watch->asked);
    if (watch->answered >= 0)
        close(watch->answered);
    memory_free(watch->job.topics);
    memory_free(watch->job.items);
    memory_free(watch);
}

struct kafka_watch *kafka_watch_new(rd_kafka_t *client, rd_kafka_topic_t *const *topics,
                                    size_t topic_count, int wakeup_fd, struct error *error)
{
    struct kafka_watch *watch = memory_alloc_or_die(sizeof *watch);

    *watch = (struct kafka_watch){.client = client,
                                  .wakeup = wakeup_fd,
                                  .asked = eventfd(0, EFD_CLOEXEC),
                                  .answered = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    watch->job.topics = memory_alloc_or_die((topic_count + 1) * sizeof *watch->job.topics);
    for (size_t i = 0; i < topic_count; i++)
        watch->job.topics[i] = (struct kafka_watch_topic){.handle = topics[i]};
    watch->job.topic_count = topic_count;
    int failure = watch->asked < 0 || watch->answered < 0 ? errno : kafka_watch_start(watch);
    if (failure != 0) {
        error_set(error, ERROR_STOP, "cannot start a thread: %s", strerror(failure));
        kafka_watch_release(watch);
        return NULL;
    }
    return watch;
}

void kafka_watch_free(struct kafka_watch *watch)
{
    if (watch == NULL)
        return;
    atomic_store(&watch->quit, true);
    kafka_signal(watch->asked);
    pthread_join(watch->thread, NULL);
    kafka_watch_release(watch);
}
