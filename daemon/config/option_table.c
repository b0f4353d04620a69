/* option_table.c - the table, and the required forms of texts. */
#include "config/option_table.h"

#include "http/server.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Has the form of a zone name; only the server knows which zones exist. */
static bool fits_zone(const char *text)
{
    return text[0] != '\0' && strlen(text) < 64 &&
           text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                             "0123456789_+-/")] == '\0';
}

static bool two_digits(const char *text, int limit)
{
    return isdigit((unsigned char)text[0]) && isdigit((unsigned char)text[1]) &&
           (text[0] - '0') * 10 + (text[1] - '0') < limit;
}

static bool fits_clock(const char *text)
{
    return strlen(text) == 5 && two_digits(text, 24) && text[2] == ':' && two_digits(text + 3, 60);
}

static bool fits_currency(const char *text)
{
    return strlen(text) == 3 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static bool fits_language(const char *text)
{
    return strcmp(text, "zh") == 0 || strcmp(text, "en") == 0;
}

static bool fits_topic(const char *text)
{
    size_t length = strlen(text);

    return length >= 1 && length <= 249 && strcmp(text, ".") != 0 && strcmp(text, "..") != 0 &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
               length;
}

static bool fits_header(const char *text)
{
    size_t length = strlen(text);

    return length >= 1 && length <= 64 &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") ==
               length;
}

/* As a browser sends it: without a path, and in small letters. */
static bool fits_origin(const char *text)
{
    const char *host = text + strlen("https://");

    return strlen(text) <= 255 && strncmp(text, "https://", strlen("https://")) == 0 &&
           *host != '\0' && host[strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]")] == '\0';
}

/* Port 0 would be any: nobody would know where to ask. */
static bool fits_listen(const char *text)
{
    struct error error;

    return http_listen_check(text, &error) &&
           (text[0] == 'u' || strtoul(strrchr(text, ':') + 1, NULL, 10) > 0);
}

#define AT(member) offsetof(struct config, member)

const struct option option_table[] = {
    {.name = "shop.id",
     .type = OPTION_TEXT,
     .offset = AT(shop_id),
     .meaning = "events that name another shop are skipped; not set: all are taken"},
    {.name = "shop.zone",
     .type = OPTION_TEXT,
     .offset = AT(shop_zone),
     .initial = "Asia/Shanghai",
     .fits = fits_zone,
     .form = "the name of an IANA time zone, such as Asia/Shanghai",
     .meaning = "IANA time zone of the business day"},
    {.name = "shop.cutover",
     .type = OPTION_TEXT,
     .offset = AT(shop_cutover),
     .initial = "00:00",
     .fits = fits_clock,
     .form = "a time of day, hh:mm, 00:00 to 23:59",
     .meaning = "local time at which a business day begins, hh:mm"},
    {.name = "shop.currency",
     .type = OPTION_TEXT,
     .offset = AT(shop_currency),
     .initial = "CNY",
     .fits = fits_currency,
     .form = "three capital letters (ISO 4217), such as CNY",
     .meaning = "currency of all amounts (ISO 4217); events in another one are rejected"},
    {.name = "shop.language",
     .type = OPTION_TEXT,
     .offset = AT(shop_language),
     .fits = fits_language,
     .form = "zh or en",
     .meaning = "language of what leads, agents and payroll read: zh or en; not set: zh where the "
                "currency is CNY, else en"},
    {.name = "shop.customer_key_file",
     .type = OPTION_TEXT,
     .offset = AT(shop_customer_key_file),
     .meaning =
         "file with the secret that turns customers into pseudonyms; not set: a published key"},

    {.name = "kafka.bootstrap_servers",
     .type = OPTION_TEXT,
     .offset = AT(kafka_bootstrap_servers),
     .initial = "127.0.0.1:9092",
     .meaning = "host:port of some brokers, separated by commas"},
    {.name = "kafka.topics",
     .type = OPTION_LIST,
     .offset = AT(kafka_topics),
     .initial = "merit.events",
     .most = 100,
     .fits = fits_topic,
     .form = "a topic's name: letters, digits, '.', '_' and '-', at most 249",
     .meaning = "topics to read, by their exact names"},
    {.name = "kafka.group_id",
     .type = OPTION_TEXT,
     .offset = AT(kafka_group_id),
     .initial = "meritd",
     .meaning = "consumer group; daemons of one shop share it, and share the partitions out"},
    {.name = "kafka.group_instance_id",
     .type = OPTION_TEXT,
     .offset = AT(kafka_group_instance_id),
     .meaning = "makes this daemon a static member of the group: must differ between daemons"},
    {.name = "kafka.options",
     .type = OPTION_PAIRS,
     .offset = AT(kafka_options),
     .most = 100,
     .meaning = "librdkafka's own options by name; they win over ours"},
    {.name = "kafka.options_file",
     .type = OPTION_TEXT,
     .offset = AT(kafka_options_file),
     .meaning = "file with more of them, such as passwords; they win over kafka.options"},
    {.name = "kafka.on_gap",
     .type = OPTION_CHOICE,
     .offset = AT(kafka_on_gap),
     .initial = "stop",
     .allowed = "stop continue",
     .meaning =
         "what to do when retention has deleted records that were not read: stop or continue"},

    {.name = "postgres.conninfo",
     .type = OPTION_TEXT,
     .offset = AT(postgres_conninfo),
     .secret = true,
     .meaning = "libpq's connection string or URI; not set: libpq's own variables (PGHOST, …)"},
    {.name = "postgres.statement_timeout_ms",
     .type = OPTION_INTEGER,
     .offset = AT(postgres_statement_timeout_ms),
     .initial = "600000",
     .most = 86400000,
     .meaning = "longest time the daemon gives one statement, ms; 0: no limit"},
    {.name = "postgres.lock_timeout_ms",
     .type = OPTION_INTEGER,
     .offset = AT(postgres_lock_timeout_ms),
     .initial = "30000",
     .most = 86400000,
     .meaning = "longest time a write waits for another's lock, ms; 0: no limit"},

    {.name = "ingest.cache_mib",
     .type = OPTION_INTEGER,
     .offset = AT(ingest_cache_mib),
     .initial = "128",
     .least = 16,
     .most = 1048576,
     .meaning = "memory for conversations and for events not written yet, MiB"},
    {.name = "ingest.cache_entries",
     .type = OPTION_INTEGER,
     .offset = AT(ingest_cache_entries),
     .initial = "0",
     .most = 1000000000,
     .meaning = "conversations kept in memory at most; 0: as many as fit"},
    {.name = "ingest.batch_events",
     .type = OPTION_INTEGER,
     .offset = AT(ingest_batch_events),
     .initial = "200000",
     .least = 1,
     .most = 10000000,
     .meaning = "events that are written together at most"},
    {.name = "ingest.flush_interval_ms",
     .type = OPTION_INTEGER,
     .offset = AT(ingest_flush_interval_ms),
     .initial = "1000",
     .least = 10,
     .most = 3600000,
     .meaning = "an event is written this long after it came at the latest, ms"},
    {.name = "ingest.shutdown_timeout_seconds",
     .type = OPTION_INTEGER,
     .offset = AT(ingest_shutdown_timeout_seconds),
     .initial = "30",
     .least = 1,
     .most = 3600,
     .reloadable = true,
     .meaning = "how long SIGTERM may take to write what is in memory, s"},

    {.name = "settle.interval_ms",
     .type = OPTION_INTEGER,
     .offset = AT(settle_interval_ms),
     .initial = "5000",
     .least = 100,
     .most = 3600000,
     .reloadable = true,
     .meaning = "time between settlements when nothing is written, ms; a write is settled at once"},

    {.name = "retention.dead_letter_days",
     .type = OPTION_INTEGER,
     .offset = AT(retention_dead_letter_days),
     .initial = "30",
     .most = 36500,
     .reloadable = true,
     .meaning = "how long rejected records are kept, days; 0: for ever"},

    {.name = "web.listen",
     .type = OPTION_TEXT,
     .offset = AT(web_listen),
     .initial = "127.0.0.1:8484",
     .meaning = "where meritd web listens: 127.0.0.1:PORT, [::1]:PORT or unix:/PATH"},
    {.name = "web.auth",
     .type = OPTION_CHOICE,
     .offset = AT(web_auth),
     .initial = "password",
     .allowed = "password proxy none",
     .meaning = "who asks: password (of a PostgreSQL login), proxy (a header says it), or none "
                "(always web.login)"},
    {.name = "web.login",
     .type = OPTION_TEXT,
     .offset = AT(web_login),
     .meaning = "PostgreSQL login that everybody is when web.auth is none"},
    {.name = "web.proxy_header",
     .type = OPTION_TEXT,
     .offset = AT(web_proxy_header),
     .initial = "X-Forwarded-User",
     .fits = fits_header,
     .form = "the name of an HTTP header",
     .meaning = "header in which the reverse proxy names the PostgreSQL login when web.auth is "
                "proxy"},
    {.name = "web.origin",
     .type = OPTION_TEXT,
     .offset = AT(web_origin),
     .fits = fits_origin,
     .form = "https://HOST or https://HOST:PORT",
     .meaning = "address of the pages as a browser sees it behind a reverse proxy, which is on a "
                "unix socket; not set: this machine alone"},
    {.name = "web.session_hours",
     .type = OPTION_INTEGER,
     .offset = AT(web_session_hours),
     .initial = "12",
     .least = 1,
     .most = 720,
     .meaning = "a session ends this long after signing in, hours"},
    {.name = "web.secret_file",
     .type = OPTION_TEXT,
     .offset = AT(web_secret_file),
     .meaning = "file with the secret that signs sessions; not set: they end with the process"},
    {.name = "web.conninfo",
     .type = OPTION_TEXT,
     .offset = AT(web_conninfo),
     .secret = true,
     .meaning = "libpq's connection string of meritd web's login; not set: postgres.conninfo"},
    {.name = "web.sign_in_conninfo",
     .type = OPTION_TEXT,
     .offset = AT(web_sign_in_conninfo),
     .secret = true,
     .meaning = "connection string by which passwords are checked; not set: web.conninfo"},
    {.name = "web.connections",
     .type = OPTION_INTEGER,
     .offset = AT(web_connections),
     .initial = "1024",
     .least = 16,
     .most = 65536,
     .meaning = "connections of browsers at most; an idle one makes room for a new one"},
    {.name = "web.database_connections",
     .type = OPTION_INTEGER,
     .offset = AT(web_database_connections),
     .initial = "4",
     .least = 1,
     .most = 16,
     .meaning = "connections to PostgreSQL that answer questions"},
    {.name = "web.timeout_ms",
     .type = OPTION_INTEGER,
     .offset = AT(web_timeout_ms),
     .initial = "5000",
     .least = 100,
     .most = 600000,
     .meaning = "longest time that a question may take, ms; one that writes takes ten times, and "
                "any may wait six times as long for its turn"},

    {.name = "web.metrics_listen",
     .type = OPTION_TEXT,
     .offset = AT(web_metrics_listen),
     .fits = fits_listen,
     .form = "an address of this machine alone: 127.0.0.1:9480, [::1]:9480 or unix:/PATH",
     .meaning = "where meritd web answers /metrics: loopback or a unix socket; not set: nowhere"},

    {.name = "metrics.listen",
     .type = OPTION_TEXT,
     .offset = AT(metrics_listen),
     .fits = fits_listen,
     .form = "an address of this machine alone: 127.0.0.1:9464, [::1]:9464 or unix:/PATH",
     .meaning = "where the daemon answers /metrics: loopback or a unix socket; not set: nowhere"},

    {.name = "log.level",
     .type = OPTION_CHOICE,
     .offset = AT(log_level),
     .initial = "info",
     .allowed = "error warn info debug",
     .reloadable = true,
     .meaning = "least important lines that are logged: error, warn, info or debug"},
};

const size_t option_count = sizeof option_table / sizeof option_table[0];

_Static_assert(sizeof option_table / sizeof option_table[0] <= CONFIG_OPTIONS_MAX,
               "struct config keeps the origin of every option");

const struct option *option_find(const char *name)
{
    for (size_t i = 0; i < option_count; i++)
        if (strcmp(option_table[i].name, name) == 0)
            return &option_table[i];
    return NULL;
}

const char *option_variable(const struct option *option, char out[OPTION_VARIABLE_SIZE])
{
    size_t length = 0;

    for (const char *prefix = "MERITD_"; *prefix != '\0'; prefix++)
        out[length++] = *prefix;
    for (const char *at = option->name; *at != '\0' && length < OPTION_VARIABLE_SIZE - 1; at++)
        out[length++] = *at == '.' ? '_' : (char)toupper((unsigned char)*at);
    out[length] = '\0';
    return out;
}

bool option_is_ours(const char *variable, size_t length)
{
    struct text name = {variable, length};
    size_t prefix = strlen("MERITD_");

    return length >= prefix && strncmp(variable, "MERITD_", prefix) == 0 &&
           !text_equal(name, TEXT("MERITD_CONFIG"));
}

struct text option_choice(const struct option *option, int64_t n)
{
    const char *word = option->allowed;

    for (; n > 0; n--)
        word += strcspn(word, " ") + 1;
    return (struct text){word, strcspn(word, " ")};
}

int64_t option_choice_index(const struct option *option, const char *word)
{
    int64_t index = 0;

    for (const char *at = option->allowed;; index++) {
        size_t length = strcspn(at, " ");
        if (strlen(word) == length && strncmp(at, word, length) == 0)
            return index;
        if (at[length] == '\0')
            return -1;
        at += length + 1;
    }
}
