/* encode.c - see PostgreSQL's array_recv, record_recv and the types' *_recv for the format. */
#include "store/encode.h"

#include "base/time.h"

#include <assert.h>

enum { DAYS_TO_2000 = 10957, US_PER_MS = 1000 };

static unsigned char *put32(unsigned char *to, uint32_t value)
{
    value = __builtin_bswap32(value);
    memcpy(to, &value, sizeof value);
    return to + sizeof value;
}

static unsigned char *put64(unsigned char *to, uint64_t value)
{
    value = __builtin_bswap64(value);
    memcpy(to, &value, sizeof value);
    return to + sizeof value;
}

static int64_t to_postgres_time(int64_t ms)
{
    return (ms - TIME_2000) * US_PER_MS;
}

void encode_array_begin(struct buffer *out, uint32_t element_oid, size_t count)
{
    unsigned char *to = buffer_reserve(out, 20);

    if (to == NULL)
        return;
    unsigned char *begin = to;
    to = put32(to, count == 0 ? 0 : 1); /* dimensions */
    to = put32(to, 0);                  /* no NULLs: a hint; the server checks by itself */
    to = put32(to, element_oid);
    if (count != 0) {
        to = put32(to, (uint32_t)count);
        to = put32(to, 1); /* lower bound */
    }
    out->length += (size_t)(to - begin);
}

size_t encode_row_begin(struct buffer *out, uint32_t fields)
{
    size_t row = out->length;
    unsigned char *to = buffer_reserve(out, 8);

    if (to != NULL) {
        put32(put32(to, 0), fields); /* the length is filled in at the end */
        out->length += 8;
    }
    return row;
}

void encode_row_end(struct buffer *out, size_t row)
{
    if (!out->failed)
        put32(out->bytes + row, (uint32_t)(out->length - row - 4));
}

/* Writes oid and length of a field; returns where its `length` bytes go; they count as written. */
static unsigned char *field_begin(struct buffer *out, uint32_t oid, size_t length)
{
    unsigned char *to = buffer_reserve(out, 8 + length);

    if (to == NULL)
        return NULL;
    out->length += 8 + length;
    return put32(put32(to, oid), (uint32_t)length);
}

void encode_null(struct buffer *out, uint32_t oid)
{
    unsigned char *to = buffer_reserve(out, 8);

    if (to == NULL)
        return;
    put32(put32(to, oid), UINT32_MAX); /* length -1 */
    out->length += 8;
}

static void encode_bytes(struct buffer *out, uint32_t oid, struct text t)
{
    if (text_is_absent(t)) {
        encode_null(out, oid);
        return;
    }
    unsigned char *to = field_begin(out, oid, t.length);
    if (to != NULL && t.length != 0)
        memcpy(to, t.bytes, t.length);
}

void encode_text(struct buffer *out, struct text t)
{
    encode_bytes(out, OID_TEXT, t);
}

void encode_bytea(struct buffer *out, struct text t)
{
    encode_bytes(out, OID_BYTEA, t);
}

void encode_uuid(struct buffer *out, const struct uuid *uuid)
{
    struct text t = {NULL, 0};

    if (uuid != NULL)
        t = (struct text){(const char *)uuid->bytes, sizeof uuid->bytes};
    encode_bytes(out, OID_UUID, t);
}

void encode_bool(struct buffer *out, bool value)
{
    unsigned char *to = field_begin(out, OID_BOOL, 1);

    if (to != NULL)
        *to = value;
}

static void encode_32(struct buffer *out, uint32_t oid, uint32_t value)
{
    unsigned char *to = field_begin(out, oid, 4);

    if (to != NULL)
        put32(to, value);
}

static void encode_64(struct buffer *out, uint32_t oid, uint64_t value)
{
    unsigned char *to = field_begin(out, oid, 8);

    if (to != NULL)
        put64(to, value);
}

void encode_int4(struct buffer *out, int32_t value)
{
    encode_32(out, OID_INT4, (uint32_t)value);
}

void encode_int8(struct buffer *out, int64_t value)
{
    encode_64(out, OID_INT8, (uint64_t)value);
}

void encode_int8_unless(struct buffer *out, int64_t value, int64_t null_value)
{
    if (value == null_value)
        encode_null(out, OID_INT8);
    else
        encode_int8(out, value);
}

void encode_event_hash(struct buffer *out, uint64_t hash)
{
    encode_64(out, OID_INT8, hash ^ (UINT64_C(1) << 63));
}

void encode_float8(struct buffer *out, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    encode_64(out, OID_FLOAT8, bits);
}

void encode_date(struct buffer *out, int32_t day)
{
    assert(day > 0); /* 0 is a day that nobody set (batch_set_days): events are of 2000 or later */
    encode_32(out, OID_DATE, (uint32_t)(day - DAYS_TO_2000));
}

void encode_time(struct buffer *out, int64_t ms)
{
    if (ms == TIME_NONE)
        encode_null(out, OID_TIMESTAMPTZ);
    else
        encode_64(out, OID_TIMESTAMPTZ, (uint64_t)to_postgres_time(ms));
}

void encode_time_or_always(struct buffer *out, int64_t ms)
{
    encode_64(out, OID_TIMESTAMPTZ, (uint64_t)(ms == TIME_NONE ? INT64_MIN : to_postgres_time(ms)));
}

/*
 * Begins a field that is an array of `count` elements (0: writes NULL), which take `bytes` together with their
 * lengths; returns where they go.
 */
static unsigned char *array_field_begin(struct buffer *out, uint32_t oid, uint32_t element_oid,
                                        size_t count, size_t bytes)
{
    if (count == 0) {
        encode_null(out, oid);
        return NULL;
    }
    unsigned char *to = field_begin(out, oid, 20 + bytes);
    if (to == NULL)
        return NULL;
    out->length -= 20 + bytes;
    encode_array_begin(out, element_oid, count);
    out->length += bytes;
    return to + 20;
}

static int64_t nth(const int64_t *first, size_t i, size_t stride)
{
    return *(const int64_t *)(const void *)((const char *)first + i * stride);
}

void encode_times(struct buffer *out, const int64_t *first, size_t count, size_t stride)
{
    unsigned char *at = array_field_begin(out, OID_TIMESTAMPTZ_ARRAY, OID_TIMESTAMPTZ, count,
                                          12 * count);

    for (size_t i = 0; at != NULL && i < count; i++)
        at = put64(put32(at, 8), (uint64_t)to_postgres_time(nth(first, i, stride)));
}

void encode_spans(struct buffer *out, const int64_t *from, const int64_t *to, size_t count,
                  size_t stride)
{
    size_t ended = 0;

    for (size_t i = 0; i < count; i++)
        ended += nth(to, i, stride) != TIME_NONE;
    unsigned char *at = array_field_begin(out, OID_INT8_ARRAY, OID_INT8, ended == 0 ? 0 : count,
                                          4 * count + 8 * ended);
    for (size_t i = 0; at != NULL && i < count; i++) {
        int64_t end = nth(to, i, stride);
        if (end == TIME_NONE)
            at = put32(at, UINT32_MAX);
        else
            at = put64(put32(at, 8), (uint64_t)(end - nth(from, i, stride)));
    }
}

void encode_int4s(struct buffer *out, const int32_t *values, size_t count)
{
    unsigned char *at = array_field_begin(out, OID_INT4_ARRAY, OID_INT4, count, 8 * count);

    for (size_t i = 0; at != NULL && i < count; i++)
        at = put32(put32(at, 4), (uint32_t)values[i]);
}

void encode_element(struct buffer *out, const void *bytes, size_t length)
{
    unsigned char *to = buffer_reserve(out, 4 + length);

    if (to == NULL)
        return;
    to = put32(to, (uint32_t)length);
    if (length != 0)
        memcpy(to, bytes, length);
    out->length += 4 + length;
}

void encode_element_null(struct buffer *out)
{
    buffer_append_u32(out, UINT32_MAX);
}

uint32_t decode_u32(const void *bytes)
{
    uint32_t value;

    memcpy(&value, bytes, sizeof value);
    return __builtin_bswap32(value);
}

uint64_t decode_u64(const void *bytes)
{
    uint64_t value;

    memcpy(&value, bytes, sizeof value);
    return __builtin_bswap64(value);
}

int64_t decode_time(const void *bytes)
{
    int64_t us = (int64_t)decode_u64(bytes);

    return us / US_PER_MS + TIME_2000;
}

int32_t decode_date(const void *bytes)
{
    return (int32_t)decode_u32(bytes) + DAYS_TO_2000;
}
