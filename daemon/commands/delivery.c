/*
 * delivery.c - sends the outbox: claim a posting, send it, record the outcome.
 *
 * A claim is a lease in the database. If a sender dies before it records the outcome, another sender takes
 * over when the lease ends, and sends the posting again under the same key. A sender claims one posting at a
 * time, so that the lease outlasts the sending.
 */
#include "commands/delivery.h"

#include "base/buffer.h"
#include "base/exit_status.h"
#include "base/log.h"
#include "base/time.h"
#include "post/post.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    LOOK_AGAIN_MS = 2000,
    RECONNECT_MIN_MS = 100,
    RECONNECT_MAX_MS = 15000,
    HOST_SIZE = 65,
};

struct delivery {
    struct client *client;
    const struct delivery_order *order;
    char sender[HOST_SIZE + 16];        /* HOST:PID, for the record */
    unsigned long due, unsent, refused; /* from the last answer of the outbox */
    int64_t wait_ms;                    /* longest wait until the next one is due */
    int64_t until_ms;                   /* monotonic: when --wait ends */
};

/* ---- the time of --wait ---- */

static int64_t delivery_left_ms(const struct delivery *delivery)
{
    return delivery->until_ms - clock_monotonic_ms();
}

/* Sleeps for ms, but not beyond the end of --wait. */
static void delivery_sleep(const struct delivery *delivery, int64_t ms)
{
    int64_t left_ms = delivery_left_ms(delivery);

    ms = ms < left_ms ? ms : left_ms;
    ms = ms > 10 ? ms : 10;
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/*
 * Like client_ask, but when the connection is lost it asks again on a new one, with growing pauses, until
 * --wait ends. Only for questions that may be asked twice: the lease of a lost claim ends, and a second
 * answer finds no lease.
 */
static int delivery_ask(struct delivery *delivery, const char *sql, const char *const *params,
                        size_t count)
{
    int64_t pause_ms = RECONNECT_MIN_MS;
    int status = client_ask(delivery->client, sql, params, count);

    while (status == EXIT_STATUS_UNREACHABLE && delivery_left_ms(delivery) > 0) {
        delivery_sleep(delivery, pause_ms);
        pause_ms = pause_ms * 2 < RECONNECT_MAX_MS ? pause_ms * 2 : RECONNECT_MAX_MS;
        status = client_reconnect(delivery->client);
        if (status == EXIT_STATUS_DONE)
            status = client_ask(delivery->client, sql, params, count);
    }
    return status;
}

/* ---- one posting ---- */

/* The columns of the claim below. */
enum claim_column {
    MESSAGE,
    RECEIVER,
    KIND,
    KEY,
    LEASE,
    CONTENT_TYPE,
    BODY,
    TOPIC,
    BOOTSTRAP_SERVERS,
    OPTIONS_FILE,
    URL,
    SECRET,
    CA_FILE,
    WECOM,
    FOLDER,
};

static const char claim_sql[] =
    "select c.message, c.receiver, c.receiver_kind, c.key, c.lease, c.content_type, c.body,"
    "       coalesce(c.options ->> 'topic', 'merit.rankings'), c.options ->> 'bootstrap_servers',"
    "       c.options ->> 'options_file',"
    "       coalesce(c.options ->> 'url', 'post_' || c.receiver || '.url'), c.options ->> 'secret',"
    "       c.options ->> 'ca_file', coalesce(c.options ->> 'format' like 'wecom%', false),"
    "       coalesce(c.options ->> 'folder', 'postings')"
    "  from post.claim($1, 1, for_receivers => case when $2::text is not null then array[$2::text] "
    "end) c";

/* The servers, and the credentials for them: the configuration's passwords are only for the configuration's servers. */
static struct kafka_options posting_kafka(const struct delivery *delivery)
{
    const struct database *database = delivery->client->database;
    const char *servers = database_value(database, 0, BOOTSTRAP_SERVERS);

    if (servers == NULL)
        return config_kafka_options(delivery->client->invocation->config);
    return (struct kafka_options){.bootstrap_servers = servers,
                                  .settings_file = database_value(database, 0, OPTIONS_FILE)};
}

static void posting_read(const struct delivery *delivery, struct posting *posting)
{
    const struct database *database = delivery->client->database;

    *posting = (struct posting){
        .receiver = database_value(database, 0, RECEIVER),
        .kind = database_value(database, 0, KIND),
        .key = database_value(database, 0, KEY),
        .content_type = database_value(database, 0, CONTENT_TYPE),
        .body = text_of(database_value(database, 0, BODY)),
        .topic = database_value(database, 0, TOPIC),
        .kafka = posting_kafka(delivery),
        .url = database_value(database, 0, URL),
        .secret = database_value(database, 0, SECRET),
        .ca_file = database_value(database, 0, CA_FILE),
        .wecom = strcmp(database_value(database, 0, WECOM), "t") == 0,
        .folder = database_value(database, 0, FOLDER),
    };
}

static void posting_tell(const struct posting *posting, const struct post_answer *answer)
{
    switch (answer->outcome) {
    case POST_SENT:
        printf("%s: sent (%s)\n", posting->key, answer->text);
        fflush(stdout); /* with --wait somebody may be watching */
        break;
    case POST_FAILED:
        log_warn("post", "%s was not sent and is tried again later: %s", posting->key,
                 answer->text);
        break;
    case POST_REFUSED:
        log_warn("post", "%s was refused and is not tried again: %s", posting->key, answer->text);
        break;
    }
}

/* The posting's texts are lent from the claim's answer: read them before the next question. */
static int posting_answer(struct delivery *delivery, const struct post_answer *answer)
{
    const struct database *database = delivery->client->database;
    char receiver[80], message[24], lease[40], retry_after[24];
    const char *const params[] = {message,
                                  receiver,
                                  lease,
                                  post_outcome_name(answer->outcome),
                                  answer->text,
                                  delivery->sender,
                                  answer->retry_after_s > 0 ? retry_after : NULL};

    snprintf(receiver, sizeof receiver, "%s", database_value(database, 0, RECEIVER));
    snprintf(message, sizeof message, "%s", database_value(database, 0, MESSAGE));
    snprintf(lease, sizeof lease, "%s", database_value(database, 0, LEASE));
    snprintf(retry_after, sizeof retry_after, "%ld", answer->retry_after_s);
    int status = delivery_ask(
        delivery,
        "select post.answer($1::bigint, $2, $3::uuid, $4, $5, $6, retry_after =>"
        " pg_catalog.make_interval(secs => $7::double precision))",
        params, 7);
    database = delivery->client->database; /* perhaps another one */
    if (status == EXIT_STATUS_DONE && strcmp(database_value(database, 0, 0), "t") != 0)
        log_warn("post", "another sender has taken over what was sent to %s: it may get it twice",
                 receiver);
    return status;
}

static int posting_send(struct delivery *delivery, bool *sent)
{
    const char *const params[] = {delivery->sender, delivery->order->to};
    struct posting posting;
    struct post_answer answer;
    int status = delivery_ask(delivery, claim_sql, params, 2);

    *sent = status == EXIT_STATUS_DONE && database_rows(delivery->client->database) > 0;
    if (!*sent)
        return status;
    posting_read(delivery, &posting);
    post_send(&posting, &answer);
    posting_tell(&posting, &answer);
    return posting_answer(delivery, &answer);
}

/* ---- all postings ---- */

/* Postings for disabled receivers do not count. */
static int delivery_look(struct delivery *delivery)
{
    const char *const params[] = {delivery->order->to};
    int status = delivery_ask(
        delivery,
        "select count(*) filter (where p.state = 'pending' and p.next_at <= merit.now()),"
        "       count(*) filter (where p.state = 'pending'),"
        "       count(*) filter (where p.state = 'refused'),"
        "       pg_catalog.ceil(1000 * greatest(0, extract(epoch from"
        "           min(p.next_at) filter (where p.state = 'pending') - merit.now())))::bigint"
        "  from merit.posting p"
        "  join post.receiver r on r.receiver = p.receiver and r.enabled"
        " where p.receiver = coalesce($1::text, p.receiver)",
        params, 1);

    if (status != EXIT_STATUS_DONE)
        return status;
    const struct database *database = delivery->client->database;
    delivery->due = strtoul(database_value(database, 0, 0), NULL, 10);
    delivery->unsent = strtoul(database_value(database, 0, 1), NULL, 10);
    delivery->refused = strtoul(database_value(database, 0, 2), NULL, 10);
    const char *wait = database_value(database, 0, 3);
    delivery->wait_ms = wait ? strtoll(wait, NULL, 10) : 0;
    return status;
}

/* One pass sends at most as many postings as were due at its start: a posting that fails and becomes due
 * again waits for the next pass. */
static int delivery_pass(struct delivery *delivery)
{
    int status = delivery_look(delivery);
    bool sent = true;

    for (unsigned long i = delivery->due; status == EXIT_STATUS_DONE && sent && i > 0; i--)
        status = posting_send(delivery, &sent);
    return status == EXIT_STATUS_DONE ? delivery_look(delivery) : status;
}

/* Runs until everything is sent, or --wait ends. It also looks before the next posting is due: others may
 * queue postings. */
static int delivery_go_on(struct delivery *delivery)
{
    int status = delivery_pass(delivery);

    while (status == EXIT_STATUS_DONE && delivery->unsent > 0 && delivery_left_ms(delivery) > 0) {
        delivery_sleep(delivery,
                       delivery->wait_ms < LOOK_AGAIN_MS ? delivery->wait_ms : LOOK_AGAIN_MS);
        status = delivery_pass(delivery);
    }
    if (status != EXIT_STATUS_DONE || delivery->unsent + delivery->refused == 0)
        return status;
    log_error("post", "%lu postings are not sent yet, %lu were refused: see meritd post list",
              delivery->unsent, delivery->refused);
    return EXIT_STATUS_FAILED;
}

/* ---- before sending ---- */

static int delivery_queue(struct delivery *delivery)
{
    const struct delivery_order *order = delivery->order;
    const char *const params[] = {order->period != NULL ? order->period : order->month, order->to,
                                  sql_bool(order->again)};

    if (*order->month == '\0' && order->period == NULL)
        return EXIT_STATUS_DONE;
    return client_ask(
        delivery->client,
        order->period != NULL
            ? "select post.queue_term($1, null,"
              " case when $2::text is not null then array[$2::text] end, $3::boolean)"
            : "select post.queue($1::date, null,"
              " case when $2::text is not null then array[$2::text] end, $3::boolean)",
        params, 3);
}

static int delivery_check_receiver(struct delivery *delivery)
{
    const char *const params[] = {delivery->order->to};
    int status;

    if (delivery->order->to == NULL)
        return EXIT_STATUS_DONE;
    status = client_ask(delivery->client,
                        "select from post.receiver r where r.receiver = $1 and r.enabled", params,
                        1);
    if (status == EXIT_STATUS_DONE && database_rows(delivery->client->database) == 0)
        return invocation_refuse(delivery->client->invocation,
                                 "--to is \"%s\", which is no receiver, or disabled",
                                 delivery->order->to);
    return status;
}

static void delivery_init(struct delivery *delivery, struct client *client,
                          const struct delivery_order *order)
{
    char host[HOST_SIZE] = "";

    *delivery = (struct delivery){
        .client = client, .order = order, .until_ms = clock_monotonic_ms() + order->wait_ms};
    gethostname(host, sizeof host - 1);
    snprintf(delivery->sender, sizeof delivery->sender, "%s:%ld", host, (long)getpid());
}

int delivery_run(struct client *client, const struct delivery_order *order)
{
    struct delivery delivery;

    delivery_init(&delivery, client, order);
    int status = delivery_check_receiver(&delivery);
    if (status == EXIT_STATUS_DONE)
        status = delivery_queue(&delivery);
    if (status == EXIT_STATUS_DONE)
        status = delivery_go_on(&delivery);
    return status;
}
