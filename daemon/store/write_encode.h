/*
 * write_encode.h - a batch as the binary parameters of ingest.write.
 */
#ifndef MERITD_STORE_WRITE_ENCODE_H
#define MERITD_STORE_WRITE_ENCODE_H

#include "base/buffer.h"
#include "model/rows.h"

/* In the order of ingest.write's parameters; the fields are those of WRITE_ROWS_LIST. */
#define WRITE_ARRAY_LIST(X)                                                                        \
    X(CONVERSATIONS, conversations, struct conversation_row, "conversation_row")                   \
    X(GONE, gone, struct part_key, "part_key_row")                                                 \
    X(CHANGED, changed, struct part, "part_row")                                                   \
    X(PUT, put, struct part, "part_row")                                                           \
    WRITE_ROWS_LIST(X)                                                                             \
    X(CLOCKS, clocks, struct clock_row, "clock_row")

enum write_array {
#define X(name, array, row, type) WRITE_##name,
    WRITE_ARRAY_LIST(X)
#undef X
        WRITE_ARRAY_COUNT
};

/* Where each array ends in the buffer; the first begins at 0. */
struct write_encoded {
    size_t ends[WRITE_ARRAY_COUNT];
};

/* Type oids of the composite types in this connection's database. */
struct write_oids {
    uint32_t rows[WRITE_ARRAY_COUNT];
};

/* Fills the buffer from its beginning; sets out->failed when memory is out. */
void write_encode(const struct write *write, const struct write_oids *oids, struct buffer *out,
                  struct write_encoded *encoded);

#endif
