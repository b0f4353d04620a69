/*
 * give.h - gives records to the decoder, and checks the outcome.
 *
 * Each value is in memory of exactly its size, so that a sanitizer sees every read beyond it.
 */
#ifndef MERITD_TESTS_UNIT_DECODE_GIVE_H
#define MERITD_TESTS_UNIT_DECODE_GIVE_H

#include "decode/decode.h"

#define GIVE_TIME "2026-10-05T09:30:00Z"    /* of every event, unless it says otherwise */
#define GIVE_TIME_MS INT64_C(1791192600000) /* test_give_time derives it */
#define GIVE_OK (-1)                        /* instead of a reason */

struct given {
    enum decode_result result;
    struct event event;
    struct reject reject;
};

/* One decoder of shop "main" and currency CNY, made at the first use. */
struct decoder *give_decoder(void);
void give_end(void);

struct given give_record(const struct record *record);
/* A value without headers, the record's timestamp GIVE_TIME. The event's texts live until the next. */
struct given give(const char *value);
struct given give_bytes(const char *value, size_t length);
/* Structured: {"specversion":"1.0",…,"type":type,"data":data}. */
struct given give_data(const char *type, const char *data);
/* Binary: the same envelope in headers. */
struct given give_binary(const char *type, const char *data);

/* The outcome as a name: GIVE_OK, the reason, or another one ("tombstone", "no memory"). */
const char *give_outcome(const struct given *given);
/* Fails the test, and shows value and message, unless the outcome is as expected. */
void give_expect(const char *value, const struct given *given, int expected);
/* Which reasons give_expect has seen. */
bool give_was_seen(enum reason reason);

#endif
