/*
 * reading.h - the state of reading one record into an event; all readers share it.
 *
 * A reader returns true to go on, or false to end the record: then reading->result says how it ended (and for
 * DECODE_REJECT *reading->reject says why).
 */
#ifndef MERITD_DECODE_READING_H
#define MERITD_DECODE_READING_H

#include "decode/decode.h"
#include "decode/member.h"
#include "decode/reject.h"
#include "json/json.h"

#include <stddef.h>

struct decoder {
    struct text shop; /* absent: events of all shops are taken */
    struct text currency;
    int64_t kept_from_ms; /* earlier events are too old */
    struct member_index index;
    struct json *json;
    char names[]; /* where shop and currency stand */
};

struct field;

struct reading {
    struct decoder *decoder;
    const struct record *record;
    struct reject *reject;
    int64_t time_max_ms;       /* the latest event time that is accepted */
    enum decode_result result; /* how the record ended, once a reader returned false */
    bool is_binary;
    const struct field *field;      /* the member of data that is being read, */
    const struct json_value *value; /* its value, */
    struct text text;               /* and the value's text, if it is a string */
};

/* Ends the record as a dead letter, with reject_set's message. */
#define reading_reject(reading, ...)                                                               \
    ((reading)->result = DECODE_REJECT, reject_set((reading)->reject, __VA_ARGS__))

/* Ends the record with another result. */
static inline bool reading_end(struct reading *reading, enum decode_result result)
{
    reading->result = result;
    return false;
}

/* ---- envelope.c: structured or binary, and what every event has ------------------------------- */

struct envelope {
    enum event_type type;
    int64_t time_ms;
    uint64_t hash;
    struct text source;            /* lent by the record or the JSON reader */
    const struct json_value *data; /* an object */
};

/* Reads everything before the data, in the contract's order of checks. */
bool envelope_read(struct reading *reading, struct envelope *envelope);

/* ---- types.c: the types and their members ------------------------------------------------------ */

/* False when the contract has no such type. */
bool type_find(struct text name, enum event_type *type);

/* Reads data by the rules of the envelope's type, and fills *event. */
bool type_read(struct reading *reading, const struct envelope *envelope, struct event *event);

/* ---- field.c: one member of data -------------------------------------------------------------- */

/* Who wrote a message. */
enum author { AUTHOR_CUSTOMER, AUTHOR_AGENT, AUTHOR_BOT, AUTHOR_SYSTEM };

/* A word that a member may hold, and what it is in C. */
struct word {
    const char *text; /* NULL: the end of the list */
    int value;
};

/* A date, as it was read. */
struct draft_date {
    bool has;
    int32_t day; /* days since 1970-01-01 */
};

/* What a member may be. Many members share one form. */
struct form {
    const char *wanted;       /* "it must be …" */
    enum json_kind kind;      /* any other kind is wrong_type */
    const struct word *words; /* NULL: not a list of words */
    /* Converts reading->value (of that kind), or reading->text (1 to 128 bytes), into *out. */
    bool (*take)(struct reading *reading, void *out);
};

/* One member of one type of event. */
struct field {
    enum member member;
    bool is_required;
    const struct form *form;
    size_t offset; /* of its member in struct draft */
};

/* out: */
extern const struct form form_text;      /* struct text, lent */
extern const struct form form_agent;     /* struct text, lent; not "(…" */
extern const struct form form_money;     /* int64_t, minor units */
extern const struct form form_currency;  /* bool, true; rejected unless it is the shop's */
extern const struct form form_count;     /* int64_t >= 0 */
extern const struct form form_integer;   /* int64_t, below 2^53 in size */
extern const struct form form_number;    /* double, finite */
extern const struct form form_quantity;  /* double >= 0 */
extern const struct form form_bool;      /* bool */
extern const struct form form_flag;      /* enum flag */
extern const struct form form_instant;   /* int64_t ms, 2000 to 2100 */
extern const struct form form_date;      /* struct draft_date, 2000 to 2100 */
extern const struct form form_period;    /* struct text, lent */
extern const struct form form_from;      /* int, enum author */
extern const struct form form_intent;    /* int, enum chat_intent */
extern const struct form form_mark_role; /* struct text, static */
extern const struct form form_status;    /* struct text, static */

/* Reads the members of data into *draft, by the type's list. */
bool fields_read(struct reading *reading, const struct field *fields, size_t count,
                 const struct members *members, void *draft);

#endif
