/* counted.c - see the header. Series that are not there yet are written with 0, so that rates begin there. */
#include "web/counted.h"

#include "metrics/process.h"

/* X(enum name, metric's name, kind, unit, help, label) */
#define WEB_METRIC_LIST(X)                                                                         \
    X(ANSWERS, "meritd_web_answers", COUNTER, NULL,                                                \
      "Answers, by the first digit of their status.", "status")                                    \
    X(CONNECTIONS, "meritd_web_connections", GAUGE, NULL, "Connections of browsers.", NULL)        \
    X(STREAMS, "meritd_web_streams", GAUGE, NULL, "Open pages that are told of settlements.",      \
      NULL)                                                                                        \
    X(QUESTIONS, "meritd_web_questions", COUNTER, NULL,                                            \
      "Questions of pages to the database, by what became of them.", "outcome")                    \
    X(TIMES, "meritd_web_question_duration_seconds", HISTOGRAM, "seconds",                         \
      "How long a question took, with its wait for a connection.", NULL)                           \
    X(SHARED, "meritd_web_shared_answers", COUNTER, NULL,                                          \
      "Answers that were there already, from the same question of the same login.", NULL)          \
    X(SIGN_INS, "meritd_web_sign_ins", COUNTER, NULL, "Sign-ins, by what became of them.",         \
      "outcome")                                                                                   \
    X(CONNECTED, "meritd_web_database_connected", GAUGE, NULL,                                     \
      "1 while there is a connection to the database.", NULL)

enum family {
#define X(name, ...) FAMILY_##name,
    WEB_METRIC_LIST(X)
#undef X
};

static const struct metric families[] = {
#define X(id, metric_name, metric_kind, metric_unit, metric_help, label)                           \
    [FAMILY_##id] = {.name = metric_name,                                                          \
                     .kind = METRIC_##metric_kind,                                                 \
                     .unit = metric_unit,                                                          \
                     .help = metric_help,                                                          \
                     .labels = {label}},
    WEB_METRIC_LIST(X)
#undef X
};

static void write_count(struct metrics *metrics, enum family id, uint64_t number)
{
    metrics_family(metrics, &families[id]);
    metrics_count(metrics, number);
}

static void write_answers(struct metrics *metrics, const struct counted *counted)
{
    static const char *const digits[] = {[2] = "2xx", [3] = "3xx", [4] = "4xx", [5] = "5xx"};

    metrics_family(metrics, &families[FAMILY_ANSWERS]);
    for (size_t i = 2; i < sizeof digits / sizeof digits[0]; i++)
        metrics_count(metrics, counted->answers[i], digits[i]);
}

static const char *outcome_name(enum readers_outcome outcome)
{
    switch (outcome) {
    case READERS_DONE: return "answered";
    case READERS_NO_PERSON: return "no_person";
    case READERS_REFUSED: return "refused";
    case READERS_BUSY: return "busy";
    case READERS_LEFT: return "left";
    case READERS_UNAVAILABLE: return "unavailable";
    }
    return "";
}

static void write_questions(struct metrics *metrics, const struct pages_statistics *pages)
{
    metrics_family(metrics, &families[FAMILY_QUESTIONS]);
    for (size_t i = 0; i < READERS_OUTCOMES; i++)
        metrics_count(metrics, pages->outcomes[i], outcome_name((enum readers_outcome)i));
    metrics_family(metrics, &families[FAMILY_TIMES]);
    metrics_histogram(metrics, &pages->question_ms);
    write_count(metrics, FAMILY_SHARED, pages->shared);
}

static void write_sign_ins(struct metrics *metrics, const struct sign_in_statistics *sign_ins)
{
    metrics_family(metrics, &families[FAMILY_SIGN_INS]);
    metrics_count(metrics, sign_ins->passed, "passed");
    metrics_count(metrics, sign_ins->wrong, "wrong");
    metrics_count(metrics, sign_ins->slowed, "slowed");
    metrics_count(metrics, sign_ins->unchecked, "unchecked");
}

void counted_write(void *context, enum metrics_format format, struct buffer *out)
{
    const struct counted *counted = context;
    const struct site *site = counted->site;
    struct metrics metrics;

    metrics_begin(&metrics, format, out);
    process_write(&metrics, counted->version, counted->began_ms);
    write_answers(&metrics, counted);
    write_count(&metrics, FAMILY_CONNECTIONS, http_server_connections(counted->server));
    write_count(&metrics, FAMILY_STREAMS, events_count(site->events));
    write_questions(&metrics, pages_statistics(site->pages));
    write_sign_ins(&metrics, sign_in_statistics(site->sign_in));
    write_count(&metrics, FAMILY_CONNECTED, readers_are_ready(site->readers));
    metrics_end(&metrics);
}
