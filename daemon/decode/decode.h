/*
 * decode.h - a record becomes an event, or a reason why not.
 *
 *     struct decoder *decoder = decoder_new(&options, &error);
 *     switch (decode(decoder, &record, wall_ms, &arena, &event, &reject)) …
 *
 * Knows every rule of docs/events.md: structured and binary CloudEvents, JSON to the letter, types,
 * ranges, currency, shop. Never blocks, reads no clock. One decoder a thread.
 */
#ifndef MERITD_DECODE_DECODE_H
#define MERITD_DECODE_DECODE_H

#include "base/arena.h"
#include "base/error.h"
#include "model/event.h"
#include "model/reason.h"
#include "model/record.h"

struct decode_options {
    struct text shop;     /* events with another `shop` are skipped; absent: all are taken */
    struct text currency; /* ISO 4217, e.g. CNY; another one is rejected */
};

struct reject {
    enum reason reason;
    char message[300]; /* one sentence: the member (JSON path), what it is, what would be right */
};

enum decode_result {
    DECODE_EVENT,      /* *event is filled; its texts live in the arena */
    DECODE_TOMBSTONE,  /* no value: skip and count */
    DECODE_OTHER_SHOP, /* another shop's event: skip and count */
    DECODE_REJECT,     /* *reject says why: dead letter */
    DECODE_NO_MEMORY,  /* try again later; nothing is known of the record */
};

struct decoder;

/* Caller frees. The options' texts are copied. */
MUST_CHECK struct decoder *decoder_new(const struct decode_options *options, struct error *error);
void decoder_free(struct decoder *decoder);

/*
 * Decodes one record. wall_ms: the present, the bound of event time for records without a timestamp.
 * The arena receives the event's texts only; the JSON tree lives in memory of the decoder's own.
 */
MUST_CHECK enum decode_result decode(struct decoder *decoder, const struct record *record,
                                     int64_t wall_ms, struct arena *arena, struct event *event,
                                     struct reject *reject);

#endif
