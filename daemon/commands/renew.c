/* renew.c - reads a few old conversations at a time, walks over them, and writes them. */
#include "commands/renew.h"

#include "base/exit_status.h"
#include "base/memory.h"
#include "base/time.h"
#include "pipeline/writer.h"
#include "store/postgres.h"

#include <poll.h>
#include <stdio.h>

enum { RENEW_AT_ONCE = 1000, SLICE_BYTES = 8 << 20 };

struct renewal {
    struct client *client;
    struct store *store;
    struct writer writer;
    struct conversation_row *wanted; /* names that the store shall read; no version is theirs */
    size_t wanted_count;
    size_t renewed;
};

/* ---- the store, waited for ---- */

static void renew_pause(const struct store *store)
{
    unsigned wants = store->ops->wants(store);
    int64_t left = store->ops->deadline_ms(store) - clock_monotonic_ms();
    struct pollfd fd = {
        .fd = store->ops->fd(store),
        .events = (short)((wants & STORE_WANTS_READ ? POLLIN : 0) |
                          (wants & STORE_WANTS_WRITE ? POLLOUT : 0)),
    };

    poll(&fd, 1, left < 0 ? 0 : left > 1000 ? 1000 : (int)left);
}

static enum store_answer renew_wait(const struct renewal *renewal)
{
    struct store *store = renewal->store;
    enum store_answer answer;

    while ((answer = store->ops->turn(store, clock_monotonic_ms())) == STORE_BUSY)
        renew_pause(store);
    return answer;
}

/* ---- a few conversations ---- */

enum renew_step { RENEW_READ, RENEW_WRITE, RENEW_DONE };

static bool renew_send(struct renewal *renewal, enum renew_step step, struct error *error)
{
    const struct store_ops *ops = renewal->store->ops;

    if (step == RENEW_READ)
        return ops->read_conversations(renewal->store, renewal->wanted, renewal->wanted_count,
                                       error);
    return ops->write(renewal->store, &renewal->writer.write, error);
}

/* An answer came: makes the rows of what was read; whoever wrote a row meanwhile wrote it anew, too. */
static bool renew_take(struct renewal *renewal, enum renew_step *step, struct error *error)
{
    const struct store_ops *ops = renewal->store->ops;
    size_t count;

    if (*step == RENEW_WRITE) {
        *step = RENEW_DONE;
        return true;
    }
    const struct stored_conversation *stored = ops->conversations(renewal->store, &count);
    if (stored == NULL)
        return error_memory(error);
    *step = RENEW_WRITE;
    return writer_renew(&renewal->writer, stored, count, ops->settings(renewal->store), error);
}

static bool renew_few(struct renewal *renewal, struct error *error)
{
    enum renew_step step = RENEW_READ;

    while (step != RENEW_DONE) {
        switch (renew_wait(renewal)) {
        case STORE_IDLE:
            if (!renew_send(renewal, step, error))
                return false;
            break;
        case STORE_DONE:
            if (!renew_take(renewal, &step, error))
                return false;
            break;
        case STORE_LOST:
        case STORE_RENEWED: step = RENEW_READ; break; /* what was read is void */
        case STORE_AGAIN:
        case STORE_BUSY: break;
        case STORE_REFUSED:
        case STORE_STOPPED: *error = *renewal->store->ops->error(renewal->store); return false;
        }
    }
    renewal->renewed += renewal->writer.write.conversations.count;
    return true;
}

/* ---- all of them ---- */

/* Asks for the next names, which last until the next question; the last one is where it goes on. */
static int renew_look(struct renewal *renewal, struct buffer *behind)
{
    struct database *database = renewal->client->database;
    const char *const params[] = {(const char *)behind->bytes};
    int status = client_ask(renewal->client, "select o from ingest.old_conversations($1, 1000) o",
                            params, 1);

    if (status != EXIT_STATUS_DONE)
        return status;
    renewal->wanted_count = database_rows(database);
    for (size_t i = 0; i < renewal->wanted_count; i++)
        renewal->wanted[i] = (struct conversation_row){
            .conversation = text_of(database_value(database, i, 0))};
    if (renewal->wanted_count == 0)
        return EXIT_STATUS_DONE;
    struct text last = renewal->wanted[renewal->wanted_count - 1].conversation;
    buffer_reset(behind);
    buffer_append(behind, last.bytes, last.length);
    buffer_append_u8(behind, 0);
    return EXIT_STATUS_DONE;
}

static int renew_all(struct renewal *renewal, struct buffer *behind)
{
    struct error error;
    int status = renew_look(renewal, behind);

    while (status == EXIT_STATUS_DONE && renewal->wanted_count > 0) {
        if (renewal->store == NULL)
            renewal->store = postgres_new(&renewal->client->identity.options, &error);
        if (renewal->store == NULL || behind->failed || !renew_few(renewal, &error))
            return client_fail(renewal->client, &error);
        status = renew_look(renewal, behind);
    }
    return status;
}

static int renew_from_first(struct client *client)
{
    struct renewal renewal = {
        .client = client,
        .wanted = memory_alloc_or_die(RENEW_AT_ONCE * sizeof *renewal.wanted),
    };
    struct buffer behind;

    writer_init(&renewal.writer, SLICE_BYTES);
    buffer_init(&behind);
    buffer_append_u8(&behind, 0);
    int status = renew_all(&renewal, &behind);
    if (renewal.renewed > 0)
        printf("conversations written anew: %zu\n", renewal.renewed);
    if (renewal.store != NULL)
        renewal.store->ops->free(renewal.store);
    buffer_clear(&behind);
    writer_clear(&renewal.writer);
    memory_free(renewal.wanted);
    return status;
}

/* Whoever closes a month meanwhile is waited for: it may have settled before the last of them was written. */
static int renew_end(struct client *client)
{
    struct error error;

    if (database_run(client->database,
                     "begin; select period.lock(); delete from ingest.renewal; commit", &error))
        return EXIT_STATUS_DONE;
    return client_fail(client, &error);
}

int renew_conversations(struct client *client)
{
    int status = client_ask(client, "select from ingest.renewal", NULL, 0);

    if (status != EXIT_STATUS_DONE || database_rows(client->database) == 0)
        return status;
    status = renew_from_first(client);
    return status == EXIT_STATUS_DONE ? renew_end(client) : status;
}
