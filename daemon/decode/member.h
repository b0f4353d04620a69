/*
 * member.h - the members that the contract knows, found by name in one look-up.
 *
 *     members_collect(&index, object, &members);
 *     const struct json_value *id = members.at[MEMBER_ID]; // NULL: absent
 *
 * Envelope and data share one list: they have no name in common.
 */
#ifndef MERITD_DECODE_MEMBER_H
#define MERITD_DECODE_MEMBER_H

#include "json/json.h"

#define MEMBER_LIST(X)                                                                             \
    X(SPECVERSION, "specversion")                                                                  \
    X(ID, "id")                                                                                    \
    X(SOURCE, "source")                                                                            \
    X(TYPE, "type")                                                                                \
    X(TIME, "time")                                                                                \
    X(SHOP, "shop")                                                                                \
    X(DATA, "data")                                                                                \
    X(CONVERSATION, "conversation")                                                                \
    X(CUSTOMER, "customer")                                                                        \
    X(FROM, "from")                                                                                \
    X(AGENT, "agent")                                                                              \
    X(AUTO, "auto")                                                                                \
    X(CLOSING, "closing")                                                                          \
    X(INTENT, "intent")                                                                            \
    X(FROM_AGENT, "from_agent")                                                                    \
    X(TO_AGENT, "to_agent")                                                                        \
    X(ORDER, "order")                                                                              \
    X(AMOUNT, "amount")                                                                            \
    X(CURRENCY, "currency")                                                                        \
    X(ITEMS, "items")                                                                              \
    X(FLAGGED, "flagged")                                                                          \
    X(PAY_DUE, "pay_due")                                                                          \
    X(TICKET, "ticket")                                                                            \
    X(CATEGORY, "category")                                                                        \
    X(CHANNEL, "channel")                                                                          \
    X(PRIORITY, "priority")                                                                        \
    X(DUE, "due")                                                                                  \
    X(SLA_MET, "sla_met")                                                                          \
    X(INTO, "into")                                                                                \
    X(SURVEY, "survey")                                                                            \
    X(RATING, "rating")                                                                            \
    X(SCALE, "scale")                                                                              \
    X(DIMENSION, "dimension")                                                                      \
    X(INDICATOR, "indicator")                                                                      \
    X(PERIOD, "period")                                                                            \
    X(RATER, "rater")                                                                              \
    X(ROLE, "role")                                                                                \
    X(SCORE, "score")                                                                              \
    X(KIND, "kind")                                                                                \
    X(COUNT, "count")                                                                              \
    X(DAY, "day")                                                                                  \
    X(METRIC, "metric")                                                                            \
    X(VALUE, "value")                                                                              \
    X(NAME, "name")                                                                                \
    X(EMPLOYEE, "employee")                                                                        \
    X(TEAM, "team")                                                                                \
    X(LEAD, "lead")                                                                                \
    X(STATUS, "status")                                                                            \
    X(JOINED, "joined")                                                                            \
    X(LEFT, "left")

/* MEMBER_NAMES is how many the contract has. */
enum member {
#define X(name, text) MEMBER_##name,
    MEMBER_LIST(X)
#undef X
        MEMBER_NAMES
};

enum { MEMBER_SLOTS = 256 };

/* A hash table of the names; filled once, then only read. */
struct member_index {
    unsigned char slot[MEMBER_SLOTS]; /* enum member + 1; 0 empty */
};

/* The known members of one object. */
struct members {
    const struct json_value *at[MEMBER_NAMES]; /* NULL: absent; a JSON null is a value */
};

void member_index_init(struct member_index *index);
const char *member_name(enum member member);
/* Leaves unknown members out. The object has no name twice: json_read has checked that. */
void members_collect(const struct member_index *index, const struct json_value *object,
                     struct members *members);

#endif
