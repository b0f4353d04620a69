/*
 * stub_bytes.h - the two byte forms of stubs; private to this folder.
 *
 * A set (fact.conversation.stubs), canonical:
 *
 *     format      1 byte, STUB_FORMAT
 *     claim       1 byte: 0 none, else 1 + kind; then time (zigzag varint), hash (8), customer (16)
 *     names       varint count; each: varint length (not 0), bytes; ascending by bytes
 *     stubs       varint count; each: varint time, of the first zigzag, then the distance from the one
 *                 before; 1 byte of flags; varint agent and other (their names, from 1) if flagged; hash (8);
 *                 ascending in event order
 *
 * Sets of format 1 are read, not written. Their kinds are numbered in the event order of those days, with
 * assigned before the messages. They do not tell bots from the system, nor a customer's closing messages from
 * others: no machine in them answers, and every customer's message asks, as was the rule then.
 *
 * A list (in memory only) is a sequence of items, in order of arrival:
 *
 *     flags (1), time (8), hash (8), if flagged: agent, other (each varint length, bytes)
 *
 * Integers of 8 bytes are big-endian, varints are LEB128 in their shortest form, so each value has one form.
 * The readers check every byte.
 */
#ifndef MERITD_CONVERSATION_STUB_BYTES_H
#define MERITD_CONVERSATION_STUB_BYTES_H

#include "base/text.h"
#include "conversation/stubs.h"

#include <endian.h>

enum {
    STUB_FORMAT = 2,
    STUB_FORMAT_1 = 1,
    STUB_VARINT_MAX = 10,
    STUB_SET_ITEM_MIN = 10, /* bytes of the shortest stub in a set */
    STUB_SET_ITEM_MAX = 1 + 3 * STUB_VARINT_MAX + 8,
    STUB_SET_HEAD_MAX = 2 + STUB_VARINT_MAX + 8 + 16 + 2 * STUB_VARINT_MAX, /* all but the items */
    STUB_LIST_ITEM_MIN = 17,                                                /* … in a list */
    STUB_KIND_BITS = 0x07, /* flags: enum chat_kind */
    STUB_INTENT_SHIFT = 3, /* enum chat_intent, two bits */
    STUB_INTENT_BITS = 0x03,
    STUB_QUIET = 0x20,
    STUB_HAS_AGENT = 0x40,
    STUB_HAS_OTHER = 0x80,
};

/* Times beyond this (200,000 years) are malformed; below it no sum or difference overflows. */
#define STUB_TIME_LIMIT (INT64_C(1) << 53)

static inline uint64_t zigzag_of(int64_t value)
{
    return ((uint64_t)value << 1) ^ (uint64_t)(value >> 63);
}

static inline int64_t zigzag_value(uint64_t zigzag)
{
    return (int64_t)((zigzag >> 1) ^ (0 - (zigzag & 1)));
}

/* ---- writing: into room that the caller reserved; each returns where the next byte goes ---- */

static inline unsigned char *put_varint(unsigned char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (unsigned char)(value | 0x80);
    *at++ = (unsigned char)value;
    return at;
}

static inline unsigned char *put_u64(unsigned char *at, uint64_t value)
{
    uint64_t big_endian = htobe64(value);

    memcpy(at, &big_endian, sizeof big_endian);
    return at + sizeof big_endian;
}

static inline unsigned char *put_text(unsigned char *at, struct text t)
{
    at = put_varint(at, t.length);
    memcpy(at, t.bytes, t.length);
    return at + t.length;
}

static inline unsigned char *put_flags(unsigned char *at, unsigned kind, unsigned intent,
                                       bool quiet, bool has_agent, bool has_other)
{
    *at = (unsigned char)(kind | intent << STUB_INTENT_SHIFT | (quiet ? STUB_QUIET : 0u) |
                          (has_agent ? STUB_HAS_AGENT : 0u) | (has_other ? STUB_HAS_OTHER : 0u));
    return at + 1;
}

/* ---- reading: each returns false, and reads nothing, where the bytes end or are malformed ---- */

struct stub_cursor {
    const unsigned char *at;
    const unsigned char *end;
};

static inline struct stub_cursor stub_cursor_of(struct text t)
{
    const unsigned char *bytes = (const unsigned char *)t.bytes;
    return (struct stub_cursor){bytes, bytes + t.length};
}

static inline size_t stub_cursor_left(const struct stub_cursor *cursor)
{
    return (size_t)(cursor->end - cursor->at);
}

static inline bool take_byte(struct stub_cursor *cursor, unsigned *value)
{
    if (cursor->at == cursor->end)
        return false;
    *value = *cursor->at++;
    return true;
}

static inline bool take_varint(struct stub_cursor *cursor, uint64_t *value)
{
    const unsigned char *at = cursor->at;
    uint64_t sum = 0;

    for (unsigned shift = 0; shift < 64 && at < cursor->end; shift += 7) {
        uint64_t bits = *at & 0x7f;
        bool last = *at++ < 0x80;
        sum |= bits << shift;
        if (!last)
            continue;
        if ((bits == 0 && shift > 0) || (shift == 63 && bits > 1))
            return false;
        *value = sum;
        cursor->at = at;
        return true;
    }
    return false;
}

static inline bool take_u64(struct stub_cursor *cursor, uint64_t *value)
{
    if (stub_cursor_left(cursor) < sizeof *value)
        return false;
    memcpy(value, cursor->at, sizeof *value);
    *value = be64toh(*value);
    cursor->at += sizeof *value;
    return true;
}

static inline bool take_text(struct stub_cursor *cursor, struct text *t)
{
    uint64_t length;

    if (!take_varint(cursor, &length) || length == 0 || length > stub_cursor_left(cursor))
        return false;
    *t = (struct text){(const char *)cursor->at, (size_t)length};
    cursor->at += length;
    return true;
}

/* Unpacks the flags byte into the stub's members; *flags receives both has_ flags. */
static inline bool take_flags(struct stub_cursor *cursor, struct stub *stub, unsigned *flags)
{
    if (!take_byte(cursor, flags))
        return false;
    stub->kind = (uint8_t)(*flags & STUB_KIND_BITS);
    stub->intent = (uint8_t)(*flags >> STUB_INTENT_SHIFT & STUB_INTENT_BITS);
    stub->quiet = (*flags & STUB_QUIET) != 0;
    return stub->kind <= CHAT_CLOSED && stub->intent <= INTENT_AFTERSALE;
}

static inline bool stub_time_is_sane(int64_t time_ms)
{
    return time_ms > -STUB_TIME_LIMIT && time_ms < STUB_TIME_LIMIT;
}

#endif
