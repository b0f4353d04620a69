/*
 * decode.h - turns a record into an event, or into a reason why not.
 *
 *     struct decoder *decoder = decoder_new(&options, &error);
 *     switch (decode(decoder, &record, wall_ms, &event, &reject)) …
 *
 * Knows every rule of docs/events.md: structured and binary CloudEvents, strict JSON, types, ranges,
 * currency, shop. Never blocks, reads no clock. Use one decoder per thread.
 */
#ifndef MERITD_DECODE_DECODE_H
#define MERITD_DECODE_DECODE_H

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
    char message[300]; /* one sentence: the member (JSON path), its value, what would be right */
};

enum decode_result {
    DECODE_EVENT,      /* *event is filled; its texts are lent: see decode */
    DECODE_TOMBSTONE,  /* no value: skip and count */
    DECODE_OTHER_SHOP, /* another shop's event: skip and count */
    DECODE_TOO_OLD, /* of the days whose facts were deleted: skip, count, and say where it stands */
    DECODE_REJECT,  /* *reject says why: dead letter */
    DECODE_WANTS_HEADERS, /* the value alone does not say what it is: read the headers, decode again */
    DECODE_NO_MEMORY,     /* memory is out: try again later; nothing is known of the record */
};

struct decoder;

/* Caller frees. The options' texts are copied. */
MUST_CHECK struct decoder *decoder_new(const struct decode_options *options, struct error *error);
void decoder_free(struct decoder *decoder);

/* From now on, chats, orders, tickets and surveys before that instant are too old; at first none are. */
void decoder_keep_from(struct decoder *decoder, int64_t kept_from_ms);

/*
 * Decodes one record. wall_ms: the present, which bounds the event time of records without a timestamp. The
 * event's texts are lent by the decoder, until it decodes again, and by the record's headers.
 */
MUST_CHECK enum decode_result decode(struct decoder *decoder, const struct record *record,
                                     int64_t wall_ms, struct event *event, struct reject *reject);

#endif
