/* status.c - shows the state of the system, for people and scripts. */
#include "base/text_array.h"
#include "client/client.h"
#include "client/command.h"
#include "collectors/kafka/look.h"

#include <stdio.h>

static struct {
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_REPORT, .report = &given.format},
};

enum { PATIENCE_MS = 3000 };

static void status_hear(void *context, enum kafka_fault fault, const char *text)
{
    (void)fault;
    text_array_add(context, text_of(text));
}

/* A shop that reads only files keeps the default Kafka options. */
static bool uses_kafka(const struct config *config)
{
    return config->kafka_topics.count > 0 && (config_is_set(config, "kafka.topics") ||
                                              config_is_set(config, "kafka.bootstrap_servers"));
}

/* Not an error: the status comes from the database. */
static int status_compare(struct text_array *warnings, struct client *client)
{
    struct buffer text;
    int status = client_ask_differences(client);

    if (status != EXIT_STATUS_DONE)
        return status;
    buffer_init(&text);
    for (size_t row = 0; row < database_rows(client->database); row++) {
        buffer_reset(&text);
        buffer_append_format(&text, "%s: mend the configuration, or run meritd migrate",
                             database_value(client->database, row, 0));
        text_array_add(warnings, (struct text){(const char *)text.bytes, text.length});
    }
    buffer_clear(&text);
    return EXIT_STATUS_DONE;
}

/* What the database cannot know: a text[] for merit.status. */
static void status_warn(struct text_array *warnings, const struct client *client)
{
    const struct config *config = client->invocation->config;
    struct kafka_options kafka = config_kafka_options(config);

    if (client->identity.published_key)
        text_array_add(
            warnings,
            TEXT("customers are stored under a published key: set shop.customer_key_file"));
    if (uses_kafka(config))
        (void)kafka_look(&kafka, PATIENCE_MS, status_hear, warnings);
}

static int status_json(struct client *client, const char *warnings)
{
    const char *const params[] = {warnings};
    int status = client_ask(client, "select merit.status($1::text[])::text", params, 1);

    if (status == EXIT_STATUS_DONE)
        puts(database_value(client->database, 0, 0));
    return status;
}

/* Prints one line per fact: its name, its value. */
static int status_facts(struct client *client, const char *warnings)
{
    const char *const params[] = {warnings};
    int status = client_ask(
        client,
        "with s as (select merit.status($1::text[]) as j, 'YYYY-MM-DD HH24:MI:SS TZH:TZM' as clock)"
        " select f.fact, f.value from s cross join lateral (values"
        "  ('shop', pg_catalog.concat_ws(', ', j #>> '{shop,id}', j #>> '{shop,zone}',"
        "           'day begins at ' || (j #>> '{shop,cutover}'), j #>> '{shop,currency}')),"
        "  ('schema', j ->> 'schema_version'),"
        "  ('now', pg_catalog.to_char((j ->> 'now')::timestamptz, clock)),"
        "  ('settled as of', coalesce("
        "              pg_catalog.to_char((j ->> 'as_of')::timestamptz, clock), 'never')),"
        "  ('writes to settle', j ->> 'dirty'),"
        "  ('recalculating', case when j -> 'recalculating' <> 'null' then pg_catalog.format("
        "              'months since %s%s; until it is done they are shown as before',"
        "              j #>> '{recalculating,since}', ', day ' || (j #>> '{recalculating,at}')) "
        "end),"
        "  ('facts kept from', j ->> 'kept_from'),"
        "  ('daemons', coalesce((select pg_catalog.string_agg(pg_catalog.substr(d, 15), ', ') from"
        "              pg_catalog.jsonb_array_elements_text(j -> 'daemons') d), 'none runs')),"
        "  ('records to read', coalesce(j ->> 'lag', 'no partition was read yet')),"
        "  ('caught up at', coalesce("
        "              pg_catalog.to_char((j ->> 'caught_up_at')::timestamptz, clock),"
        "              'not in every partition yet')),"
        "  ('dead letters', j #>> '{dead_letters,total}'),"
        "  ('months', coalesce((select pg_catalog.string_agg(m, ' ') from"
        "              pg_catalog.jsonb_array_elements_text(j -> 'months') m), 'none')),"
        "  ('postings', case when j -> 'postings' <> '{\"unsent\": 0, \"refused\": 0}' then"
        "              pg_catalog.format('%s not sent yet, %s refused: see meritd post list',"
        "                  j #>> '{postings,unsent}', j #>> '{postings,refused}') end)"
        " ) as f(fact, value) where f.value is not null",
        params, 1);

    for (size_t row = 0; status == EXIT_STATUS_DONE && row < database_rows(client->database); row++)
        printf("%-17s %s\n", database_value(client->database, row, 0),
               database_value(client->database, row, 1));
    return status;
}

/* Prints a list with its heading, if it has rows. */
static int status_list(struct client *client, const char *warnings, const char *sql)
{
    const char *const params[] = {warnings};
    int status = client_ask(client, sql, params, 1);

    if (status == EXIT_STATUS_DONE && database_rows(client->database) > 0) {
        putchar('\n');
        table_print(client->database, &client->words, stdout);
    }
    return status;
}

static int status_text(struct client *client, const char *warnings)
{
    int status = client_set_zone(client, TABLE_TEXT);

    if (status == EXIT_STATUS_DONE)
        status = status_facts(client, warnings);
    if (status == EXIT_STATUS_DONE)
        status = status_list(
            client, warnings,
            "select p.topic, p.partition, p.next_offset, p.end_offset, p.lag,"
            "       pg_catalog.date_trunc('second', p.caught_up_at) as caught_up_at,"
            "       p.epoch, p.gap_records as gap,"
            "       pg_catalog.substr(p.holder, 15) as holder,"
            "       pg_catalog.date_trunc('second', p.held_since) as since"
            "  from pg_catalog.jsonb_to_recordset(merit.status($1::text[]) -> 'positions') as"
            "       p(topic text, partition integer, next_offset bigint, end_offset bigint,"
            "         lag bigint, caught_up_at timestamptz, epoch integer,"
            "         gap_records bigint, holder text, held_since timestamptz)");
    if (status == EXIT_STATUS_DONE)
        status = status_list(client, warnings,
                             "select r.key as \"dead letters\", r.value::bigint as records"
                             "  from pg_catalog.jsonb_each_text("
                             "         merit.status($1::text[]) #> '{dead_letters,by_reason}') r");
    if (status == EXIT_STATUS_DONE)
        status = status_list(
            client, warnings,
            "select q.key as \"check\", (q.value ->> 'found')::bigint as found,"
            "       q.value ->> 'example' as example, q.value ->> 'remedy' as remedy"
            "  from pg_catalog.jsonb_each(merit.status($1::text[]) -> 'quality') q"
            " order by q.key");
    if (status == EXIT_STATUS_DONE)
        status = status_list(
            client, warnings,
            "select pg_catalog.to_char(p.month, 'YYYY-MM') as \"not closed\", p.state,"
            "       pg_catalog.concat_ws('; ', p.why, (select pg_catalog.string_agg("
            "           ref.said(ref.message('why.warning', w ->> 'code')), ', ') from"
            "           pg_catalog.jsonb_array_elements(p.warnings) w)) as why"
            "  from merit.period p where $1::text[] is not null and p.state <> 'closed'"
            " order by p.month");
    if (status == EXIT_STATUS_DONE)
        status = status_list(
            client, warnings,
            "select t.term as \"not closed\", t.state, t.why from merit.term t"
            " where $1::text[] is not null and (t.state = 'final' or t.due <> '{}' or t.moved)"
            " order by t.last_day, t.first_day desc");
    if (status == EXIT_STATUS_DONE)
        status = status_list(client, warnings,
                             "select w as warning from pg_catalog.jsonb_array_elements_text("
                             "merit.status($1::text[]) -> 'warnings') w");
    return status;
}

static int status_show(struct client *client)
{
    struct text_array warnings;

    text_array_init(&warnings);
    int status = status_compare(&warnings, client);
    if (status == EXIT_STATUS_DONE) {
        status_warn(&warnings, client);
        const char *array = text_array_end(&warnings);
        status = given.format == TABLE_JSON ? status_json(client, array)
                                            : status_text(client, array);
    }
    text_array_clear(&warnings);
    return status;
}

/* Like client_open, but a different shop is no error: the status shows the differences. */
static int status_alone(const struct invocation *invocation)
{
    struct client client;
    int status = client_connect(&client, invocation);

    if (status == EXIT_STATUS_DONE)
        status = client_check_schema(&client);
    if (status == EXIT_STATUS_DONE)
        status = status_show(&client);
    client_close(&client);
    return status;
}

const struct command command_status = {
    .name = "status",
    .operands = "",
    .summary = "positions, lag, backlog, freshness, dead letters",
    .details = "json is for scripts: its members stay.\n",
    .roles = "meritd_close or merit_operator",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .alone = status_alone},
};
