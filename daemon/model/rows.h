/*
 * rows.h - what one batch writes: plain rows, and the batch that holds them.
 *
 * Every row only adds members to a set (docs/architecture.md). The batch's arena owns the texts. Instants are
 * ms since 1970 (TIME_NONE = NULL), days are dates (days since 1970), amounts are minor units. The SQL types
 * of the same names are ingest.*_row; store encodes the rows into them.
 */
#ifndef MERITD_MODEL_ROWS_H
#define MERITD_MODEL_ROWS_H

#include "base/hash.h"
#include "base/time.h"
#include "model/event.h"
#include "model/position.h"
#include "model/reason.h"
#include "model/record.h"

/* The key of fact.contact_part. counts_after: the part counts once as_of is later; TIME_NONE: always. */
struct part_key {
    struct uuid customer;
    int32_t day;
    struct text conversation;
    struct text agent;
    int64_t counts_after_ms;
};

struct round_times {
    int64_t asked_ms;
    int64_t answered_ms;
};

struct answered_round {
    int64_t asked_ms;
    int64_t answered_ms;
    int64_t since_ms; /* when its holder got it; TIME_NONE: nobody was assigned meanwhile */
};

/* What became of a question, where its time alone is kept. */
enum question_kind {
    QUESTION_UNANSWERED,    /* an unanswered round, */
    QUESTION_TRAILING,      /* and one whose session had an answer, and no hand-over since */
    QUESTION_HANDED_OVER,   /* a round handed over */
    QUESTION_BOT_ANSWERED,  /* a round that a bot answered; the part is that of "(bot)" */
    QUESTION_FIRST_MISSING, /* a session's first question; it ended without a first response */
    QUESTION_KIND_COUNT,
};

struct questions {
    const int64_t *asked_ms;
    size_t count;
};

/*
 * One row of fact.contact_part: what one conversation contributes to the contact (agent, customer,
 * day). Rounds and first responses belong to the day of their question. `carried` lists rounds asked on an
 * earlier day and answered on this one: credit looks for answers by their day. Most first responses are
 * answered rounds; `first_rounds` says which. All lists are in ascending (asked, answered) order.
 */
struct part {
    struct part_key key;
    int32_t customer_messages;
    int32_t closing_messages; /* of these */
    int32_t agent_messages;
    int64_t
        first_customer_at_ms; /* earliest customer message, a closing one only if all are; TIME_NONE */
    int64_t agent_first_at_ms; /* earliest and latest human message of the agent; TIME_NONE */
    int64_t agent_last_at_ms;
    enum chat_intent intent; /* of the earliest customer message that has one */
    int64_t intent_at_ms;    /* its place in event order: time, */
    uint64_t intent_hash;    /* and event hash; TIME_NONE and 0 with INTENT_NONE */
    const struct answered_round *answered;
    size_t answered_count;
    const int32_t *first_rounds; /* places in `answered`, from 1: first responses of sessions */
    size_t first_round_count;
    const struct round_times *carried;
    size_t carried_count;
    const struct round_times
        *first_responses; /* the others: their question was handed over before */
    size_t first_response_count;
    struct questions questions[QUESTION_KIND_COUNT];
};

/* Whom a survey that is answered from at_ms on, until the next voice, counts for. */
struct voice {
    int64_t at_ms;
    struct text agent;
};

/*
 * What one conversation adds to the early answers (conversation/clocks.h) of a source and business day, or takes
 * away from them. It is sent with the version that it replaces, so it is added once.
 */
struct clock_row {
    struct text conversation;
    struct text source;
    int32_t day;
    int32_t change;
};

/* One row of fact.conversation, and its parts that change. */
struct conversation_row {
    struct text conversation;
    struct uuid version;  /* of stubs */
    bool has_replaces;    /* false: the row must not exist yet */
    struct uuid replaces; /* the version it replaces */
    bool has_customer;
    struct uuid customer;
    const struct voice *voices;  /* in event order */
    size_t voice_count;          /* 0: no chat event names an agent */
    bool surveys_follow;         /* the replaced row had other voices or another customer */
    struct text stubs;           /* the encoded set (conversation/stubs.h) */
    const struct part_key *gone; /* parts of the replaced row that are gone */
    size_t gone_count;
    const struct part *changed; /* parts that differ under the same key */
    size_t changed_count;
    const struct part *put; /* parts that are new */
    size_t put_count;
    const struct clock_row *clocks;
    size_t clocks_count;
};

struct order_event_row {
    struct text order;
    uint64_t hash;
    enum event_type type;
    int64_t at_ms;
    int32_t day;
    bool has_customer;
    struct uuid customer;
    int64_t amount_cents; /* -1 absent */
    struct text agent;
    int64_t items; /* -1 absent */
    enum flag flagged;
    int64_t pay_due_ms;
};

struct ticket_event_row {
    struct text ticket;
    uint64_t hash;
    enum event_type type;
    int64_t at_ms;
    int32_t day;
    bool has_customer;
    struct uuid customer;
    struct text agent, category, channel, priority;
    int64_t due_ms;
    int64_t amount_cents; /* -1 absent */
    enum flag sla_met;
    struct text into;
};

struct survey_row {
    uint64_t hash;
    int64_t at_ms;
    int32_t day;
    enum survey_subject subject;
    struct text reference, agent, dimension;
    bool has_customer;
    struct uuid customer;
    int64_t rating, scale;
    struct text survey;
};

struct mark_row {
    uint64_t hash;
    int64_t at_ms;
    struct mark_event mark;
};

struct tally_row {
    uint64_t hash;
    int64_t at_ms;
    int32_t day; /* the given day, or the event's business day */
    struct tally_event tally;
};

struct target_row {
    uint64_t hash;
    int64_t at_ms;
    struct target_event target;
};

struct agent_row {
    uint64_t hash;
    int64_t at_ms;
    int32_t day; /* business day from which it applies */
    struct agent_event agent;
};

struct dead_letter_row {
    struct text topic;
    int32_t partition; /* -1 from a file */
    int64_t offset;    /* or line number */
    int64_t timestamp_ms;
    enum reason reason;
    struct text message; /* the wrong member, and what would be right */
    struct text key;     /* absent: none */
    const struct header *headers;
    size_t header_count;
    struct text payload; /* at most 64 KiB */
    bool cut;            /* payload was longer */
    uint64_t payload_hash;
};

/* A growing array of rows of one type: `rows` holds `count` elements, room for `capacity`. */
#define ROWS_OF(type)                                                                              \
    struct {                                                                                       \
        type *rows;                                                                                \
        size_t count, capacity;                                                                    \
    }

/*
 * The arrays of rows besides conversations, in the order of ingest.write's parameters. Whoever goes through
 * them all goes by this list, so that nobody forgets one.
 * X(enum name, array, type of a row, its type in schema ingest)
 */
#define WRITE_ROWS_LIST(X)                                                                         \
    X(ORDER_EVENTS, order_events, struct order_event_row, "order_event_row")                       \
    X(TICKET_EVENTS, ticket_events, struct ticket_event_row, "ticket_event_row")                   \
    X(SURVEYS, surveys, struct survey_row, "survey_row")                                           \
    X(MARKS, marks, struct mark_row, "mark_row")                                                   \
    X(TALLIES, tallies, struct tally_row, "tally_row")                                             \
    X(TARGETS, targets, struct target_row, "target_row")                                           \
    X(AGENTS, agents, struct agent_row, "agent_row")                                               \
    X(DEAD_LETTERS, dead_letters, struct dead_letter_row, "dead_letter_row")                       \
    X(POSITIONS, positions, struct position, "position_row")

/* Everything that one write sends. Empty arrays are skipped. */
struct write {
    ROWS_OF(struct conversation_row) conversations; /* sorted by conversation, each once */
#define X(name, array, row, type) ROWS_OF(row) array;
    WRITE_ROWS_LIST(X)
#undef X
};

#endif
