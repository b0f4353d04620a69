/* give.c - see give.h. */
#include "decode/give.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct decoder *decoder;
static bool seen[REASON_COUNT];

struct decoder *give_decoder(void)
{
    struct decode_options options = {.shop = TEXT("main"), .currency = TEXT("CNY")};
    struct error error;
    if (!decoder)
        decoder = decoder_new(&options, &error);
    assert_non_null(decoder);
    return decoder;
}

void give_end(void)
{
    decoder_free(decoder);
    decoder = NULL;
}

/* A message is UTF-8 without control characters and ends in the buffer: PostgreSQL must take it. */
static void check_message(const struct reject *reject)
{
    size_t length = strnlen(reject->message, sizeof reject->message);
    assert_in_range(length, 10, sizeof reject->message - 1);
    for (size_t i = 0; i < length; i++)
        assert_false((unsigned char)reject->message[i] < 0x20 || reject->message[i] == 0x7F);
}

struct given give_record(const struct record *record)
{
    struct given given = {.result = DECODE_NO_MEMORY};
    struct record copy = *record;
    char *value = malloc(record->value.length + 1);
    assert_non_null(value);
    /* Ends where the memory ends. */
    if (!text_is_absent(record->value))
        copy.value.bytes = memcpy(value + 1, record->value.bytes, record->value.length);
    given.result = decode(give_decoder(), &copy, GIVE_TIME_MS, &given.event, &given.reject);
    free(value);
    if (given.result == DECODE_REJECT)
        check_message(&given.reject);
    return given;
}

struct given give_bytes(const char *value, size_t length)
{
    struct record record = {.value = {value, length}, .timestamp_ms = GIVE_TIME_MS};
    return give_record(&record);
}

struct given give(const char *value)
{
    return give_bytes(value, strlen(value));
}

struct given give_data(const char *type, const char *data)
{
    static char value[100000];
    snprintf(value, sizeof value,
             "{\"specversion\":\"1.0\",\"id\":\"i1\",\"source\":\"/s\",\"type\":\"%s\","
             "\"time\":\"" GIVE_TIME "\",\"data\":%s}",
             type, data);
    return give(value);
}

struct given give_binary(const char *type, const char *data)
{
    struct header headers[] = {
        {TEXT("Content-Type"), TEXT("application/json; charset=utf-8")},
        {TEXT("ce_specversion"), TEXT("1.0")},
        {TEXT("CE_ID"), TEXT("i1")},
        {TEXT("ce_Source"), TEXT("/s")},
        {TEXT("ce_type"), text_of(type)},
        {TEXT("ce_time"), TEXT(GIVE_TIME)},
        {TEXT("traceparent"), TEXT("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")},
    };
    struct record record = {
        .value = text_of(data),
        .timestamp_ms = GIVE_TIME_MS,
        .headers = headers,
        .header_count = sizeof headers / sizeof headers[0],
    };
    return give_record(&record);
}

const char *give_outcome(const struct given *given)
{
    switch (given->result) {
    case DECODE_EVENT: return "event";
    case DECODE_TOMBSTONE: return "tombstone";
    case DECODE_OTHER_SHOP: return "other shop";
    case DECODE_TOO_OLD: return "too old";
    case DECODE_WANTS_HEADERS: return "wants headers";
    case DECODE_NO_MEMORY: return "no memory";
    case DECODE_REJECT: break;
    }
    return reason_name(given->reject.reason);
}

void give_expect(const char *value, const struct given *given, int expected)
{
    const char *wanted = expected == GIVE_OK ? "event" : reason_name((enum reason)expected);
    const char *outcome = give_outcome(given);
    if (strcmp(outcome, wanted) != 0)
        fail_msg("%.300s\n  gives %s (%s)\n  but %s was expected", value, outcome,
                 given->result == DECODE_REJECT ? given->reject.message : "", wanted);
    if (given->result == DECODE_REJECT)
        seen[given->reject.reason] = true;
}

bool give_was_seen(enum reason reason)
{
    return seen[reason];
}
