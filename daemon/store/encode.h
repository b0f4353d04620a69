/*
 * encode.h - PostgreSQL's binary format for what we send: arrays, composite values, their fields.
 *
 *     encode_array_begin(&out, row_oid, count);
 *     for each row: size_t row = encode_row_begin(&out, 3);
 *                   encode_text(&out, …); encode_int8(&out, …); encode_time(&out, …);
 *                   encode_row_end(&out, row);
 *
 * A field of a row is its type's oid, its length, its bytes; an element of an array has no oid. The buffer
 * remembers lack of memory: check `failed` once, at the end.
 */
#ifndef MERITD_STORE_ENCODE_H
#define MERITD_STORE_ENCODE_H

#include "base/buffer.h"
#include "base/hash.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Type oids of pg_catalog, which PostgreSQL never changes. */
enum encode_oid {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_FLOAT8 = 701,
    OID_BYTEA_ARRAY = 1001,
    OID_INT4_ARRAY = 1007,
    OID_TEXT_ARRAY = 1009,
    OID_INT8_ARRAY = 1016,
    OID_DATE = 1082,
    OID_TIMESTAMPTZ = 1184,
    OID_TIMESTAMPTZ_ARRAY = 1185,
    OID_UUID = 2950,
};

/* Begins an array of `count` elements without NULLs; write exactly that many elements next. */
void encode_array_begin(struct buffer *out, uint32_t element_oid, size_t count);

/* Begins an element that is a composite value of `fields` fields. Returns the argument for _end. */
size_t encode_row_begin(struct buffer *out, uint32_t fields);
void encode_row_end(struct buffer *out, size_t row);

/* Fields of a row. An absent text, TIME_NONE, a NULL uuid and `is_null` give NULL. */
void encode_null(struct buffer *out, uint32_t oid);
void encode_text(struct buffer *out, struct text t);
void encode_bytea(struct buffer *out, struct text t);
void encode_uuid(struct buffer *out, const struct uuid *uuid);
void encode_bool(struct buffer *out, bool value);
void encode_int4(struct buffer *out, int32_t value);
void encode_int8(struct buffer *out, int64_t value);
void encode_int8_unless(struct buffer *out, int64_t value, int64_t null_value);
void encode_event_hash(struct buffer *out, uint64_t hash); /* top bit flipped: sorts as unsigned */
void encode_float8(struct buffer *out, double value);
void encode_date(struct buffer *out, int32_t day);
void encode_time(struct buffer *out, int64_t ms);
void encode_time_or_always(struct buffer *out, int64_t ms); /* TIME_NONE = -infinity */
/* count instants, each `stride` bytes after the one before; a count of 0 gives NULL. */
void encode_times(struct buffer *out, const int64_t *first, size_t count, size_t stride);
/*
 * The differences to[i] - from[i] as bigint[], NULL where to[i] is TIME_NONE; all NULL gives NULL. `stride` and
 * count 0 as above.
 */
void encode_spans(struct buffer *out, const int64_t *from, const int64_t *to, size_t count,
                  size_t stride);
/* int4[]; a count of 0 gives NULL. */
void encode_int4s(struct buffer *out, const int32_t *values, size_t count);

/* Elements of an array of a plain type. */
void encode_element(struct buffer *out, const void *bytes, size_t length);
void encode_element_null(struct buffer *out);

/* Decode the big-endian bytes of a binary result. */
uint32_t decode_u32(const void *bytes);
uint64_t decode_u64(const void *bytes);
int64_t decode_time(const void *bytes); /* ms since 1970 */
int32_t decode_date(const void *bytes); /* days since 1970 */

#endif
