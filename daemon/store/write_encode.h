/*
 * write_encode.h - a batch as the thirteen binary parameters of ingest.write.
 */
#ifndef MERITD_STORE_WRITE_ENCODE_H
#define MERITD_STORE_WRITE_ENCODE_H

#include "base/buffer.h"
#include "model/rows.h"

/* X(enum name, composite type in schema ingest), in the order of ingest.write's array parameters. */
#define WRITE_ARRAY_LIST(X)                                                                        \
    X(CONVERSATIONS, "conversation_row")                                                           \
    X(GONE, "part_key_row")                                                                        \
    X(PUT, "part_row")                                                                             \
    X(ORDER_EVENTS, "order_event_row")                                                             \
    X(TICKET_EVENTS, "ticket_event_row")                                                           \
    X(SURVEYS, "survey_row")                                                                       \
    X(MARKS, "mark_row")                                                                           \
    X(TALLIES, "tally_row")                                                                        \
    X(TARGETS, "target_row")                                                                       \
    X(AGENTS, "agent_row")                                                                         \
    X(DEAD_LETTERS, "dead_letter_row")                                                             \
    X(POSITIONS, "position_row")

enum write_array {
#define X(name, type) WRITE_##name,
    WRITE_ARRAY_LIST(X)
#undef X
        WRITE_ARRAY_COUNT
};

/* Where each array ends in the buffer; the first begins at 0. */
struct write_encoded {
    size_t ends[WRITE_ARRAY_COUNT];
};

/* Type oids of the composite types, as this connection's database has them. */
struct write_oids {
    uint32_t rows[WRITE_ARRAY_COUNT];
};

/* Fills the buffer from its beginning; out->failed when memory is out. */
void write_encode(const struct write *write, const struct write_oids *oids, struct buffer *out,
                  struct write_encoded *encoded);

#endif
