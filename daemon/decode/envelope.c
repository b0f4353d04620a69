/*
 * envelope.c - reads the envelope of CloudEvents 1.0, in both modes.
 *
 * An object with `specversion`, `type`, `id` and `source` is an envelope, whatever the headers say: of nearly all records they are
 * never read. Of any other value a header `content-type` of application/cloudevents+json says that it should be one;
 * otherwise a header `ce_specversion` makes the record binary; otherwise it should be one, too. Order of checks:
 * size, mode, JSON, specversion, shop, type, id, source, time, age, data. So another shop's event is skipped whatever its other
 * members hold, if it is a CloudEvent. An event that is too old is skipped before its data is looked at.
 */
#include "base/hash.h"
#include "base/quote.h"
#include "base/time.h"
#include "base/utf8.h"
#include "decode/reading.h"

#include <strings.h>

/* The members of the envelope that are strings, and their headers in binary mode. */
#define ENVELOPE_TEXTS ((unsigned)MEMBER_DATA)
_Static_assert(MEMBER_SPECVERSION == 0 && MEMBER_SHOP + 1 == MEMBER_DATA, "they come first");

/* The members of a record's envelope. Only those of its mode are set, the rest is NULL. */
struct source {
    struct members members;                       /* structured */
    const struct header *headers[ENVELOPE_TEXTS]; /* binary; NULL: none */
    const struct json_value *data;                /* NULL: none */
};

/* ---- modes ------------------------------------------------------------------------------------ */

static bool name_is(struct text name, const char *wanted)
{
    return name.length == strlen(wanted) && strncasecmp(name.bytes, wanted, name.length) == 0;
}

/* Is the media type `wanted`, with or without parameters? */
static bool media_type_is(struct text value, const char *wanted)
{
    size_t length = strlen(wanted);
    if (value.length < length || strncasecmp(value.bytes, wanted, length) != 0)
        return false;
    return value.length == length || value.bytes[length] == ';' || value.bytes[length] == ' ' ||
           value.bytes[length] == '\t';
}

static bool begins_with(struct text value, const char *wanted)
{
    size_t length = strlen(wanted);
    return value.length >= length && strncasecmp(value.bytes, wanted, length) == 0;
}

/* The member that this header carries; ENVELOPE_TEXTS for any other header. */
static unsigned header_member(struct text name)
{
    if (!begins_with(name, "ce_"))
        return ENVELOPE_TEXTS;
    struct text rest = {name.bytes + 3, name.length - 3};
    unsigned member = 0;
    while (member < ENVELOPE_TEXTS && !name_is(rest, member_name((enum member)member)))
        member++;
    return member;
}

/* Finds the envelope's headers and the content type (the first one given; absent: none). */
static bool read_headers(struct reading *reading, struct source *source, struct text *content_type)
{
    for (size_t i = 0; i < reading->record->header_count; i++) {
        const struct header *header = &reading->record->headers[i];
        unsigned member = header_member(header->name);
        if (name_is(header->name, "content-type") && text_is_absent(*content_type))
            *content_type = header->value;
        if (member == ENVELOPE_TEXTS)
            continue;
        if (source->headers[member])
            return reading_reject(reading, REASON_DUPLICATE_MEMBER,
                                  "the record has the header ce_%s twice; a header may stand once",
                                  member_name((enum member)member));
        source->headers[member] = header;
    }
    return true;
}

static bool choose_mode(struct reading *reading, struct source *source)
{
    struct text content_type = {NULL, 0};
    if (!read_headers(reading, source, &content_type))
        return false;
    if (media_type_is(content_type, "application/cloudevents+json"))
        return true;
    if (begins_with(content_type, "application/cloudevents")) {
        char quoted[QUOTE_SIZE];
        size_t bad;
        bool is_text = utf8_is_valid(content_type, &bad);
        return reading_reject(reading, REASON_NOT_CLOUDEVENT,
                              "the header content-type is %s; of CloudEvents only single ones in "
                              "JSON are read, application/cloudevents+json",
                              is_text ? text_quote(content_type, quoted) : "no UTF-8");
    }
    const struct header *specversion = source->headers[MEMBER_SPECVERSION];
    reading->is_binary = specversion && !text_is_absent(specversion->value);
    return true;
}

/* ---- strings of the envelope ------------------------------------------------------------------ */

static const char *place_prefix(const struct reading *reading)
{
    return reading->is_binary ? "the header ce_" : "";
}

static bool read_header_text(struct reading *reading, const struct source *source,
                             enum member member, struct text *out)
{
    const struct header *header = source->headers[member];
    *out = header ? header->value : (struct text){NULL, 0};
    if (text_is_absent(*out))
        return true;
    size_t bad;
    if (!utf8_is_valid(*out, &bad))
        return reading_reject(reading, REASON_NOT_UTF8,
                              "the header ce_%s has bytes that are no UTF-8 at byte %zu",
                              member_name(member), bad);
    if (memchr(out->bytes, '\0', out->length))
        return reading_reject(reading, REASON_INVALID_VALUE,
                              "the header ce_%s has the character NUL; it must have none",
                              member_name(member));
    return true;
}

static bool read_member_text(struct reading *reading, const struct source *source,
                             enum member member, struct text *out)
{
    const struct json_value *value = source->members.at[member];
    *out = (struct text){NULL, 0};
    if (!value || json_kind(value) == JSON_NULL)
        return true;
    if (json_kind(value) != JSON_STRING)
        return reading_reject(reading, REASON_WRONG_TYPE, "%s is no string; it must be one",
                              member_name(member));
    *out = json_string(value);
    return true;
}

/* The string `member`; absent when it is missing, null or empty. */
static bool read_text(struct reading *reading, const struct source *source, enum member member,
                      size_t bytes_max, struct text *out)
{
    bool is_read = reading->is_binary ? read_header_text(reading, source, member, out)
                                      : read_member_text(reading, source, member, out);
    if (!is_read)
        return false;
    if (out->length > bytes_max)
        return reading_reject(reading, REASON_INVALID_VALUE,
                              "%s%s has %zu bytes; it must have 1 to %zu", place_prefix(reading),
                              member_name(member), out->length, bytes_max);
    if (out->length == 0)
        *out = (struct text){NULL, 0};
    return true;
}

static bool read_required_text(struct reading *reading, const struct source *source,
                               enum member member, size_t bytes_max, struct text *out)
{
    if (!read_text(reading, source, member, bytes_max, out))
        return false;
    if (text_is_absent(*out))
        return reading_reject(reading, REASON_MISSING_MEMBER,
                              "%s%s is absent or empty; every event must have it",
                              place_prefix(reading), member_name(member));
    return true;
}

/* ---- the checks, in order --------------------------------------------------------------------- */

/* What the value says of itself. */
struct value {
    enum json_result result;
    const struct json_value *root; /* once the result is JSON_OK */
    struct json_problem problem;   /* if it is JSON_WRONG */
};

static void value_read(struct reading *reading, const char *under, struct value *value)
{
    value->result = json_read(reading->decoder->json, reading->record->value, under, &value->root,
                              &value->problem);
}

/* Ends the record unless it was read. */
static bool value_was_read(struct reading *reading, const struct value *value)
{
    switch (value->result) {
    case JSON_OK: return true;
    case JSON_NO_MEMORY: return reading_end(reading, DECODE_NO_MEMORY);
    case JSON_WRONG: break;
    }
    reject_json(reading->reject, &value->problem);
    return reading_end(reading, DECODE_REJECT);
}

/* Is it a CloudEvent of version 1.0? Anything else is not_cloudevent. */
static bool check_specversion(struct reading *reading, const struct source *source)
{
    struct text version = {NULL, 0};
    if (reading->is_binary)
        version = source->headers[MEMBER_SPECVERSION]->value;
    else if (source->members.at[MEMBER_SPECVERSION] &&
             json_kind(source->members.at[MEMBER_SPECVERSION]) == JSON_STRING)
        version = json_string(source->members.at[MEMBER_SPECVERSION]);
    return text_equal(version, TEXT("1.0")) ||
           reading_reject(reading, REASON_NOT_CLOUDEVENT,
                          "%sspecversion is not \"1.0\"; it must be", place_prefix(reading));
}

static bool check_shop(struct reading *reading, const struct source *source)
{
    struct text shop, ours = reading->decoder->shop;
    if (!read_text(reading, source, MEMBER_SHOP, EVENT_TEXT_MAX, &shop))
        return false;
    bool is_other = !text_is_absent(shop) && !text_is_absent(ours) && !text_equal(shop, ours);
    return !is_other || reading_end(reading, DECODE_OTHER_SHOP);
}

static bool check_type(struct reading *reading, const struct source *source, enum event_type *type)
{
    struct text name;
    if (!read_required_text(reading, source, MEMBER_TYPE, EVENT_TEXT_MAX, &name))
        return false;
    char quoted[QUOTE_SIZE];
    return type_find(name, type) ||
           reading_reject(reading, REASON_UNKNOWN_TYPE,
                          "%stype is %s; it must be a type of the contract, such as chat.message",
                          place_prefix(reading), text_quote(name, quoted));
}

static bool check_time(struct reading *reading, const struct source *source, int64_t *time_ms)
{
    struct text time;
    if (!read_required_text(reading, source, MEMBER_TIME, EVENT_TEXT_MAX, &time))
        return false;
    char quoted[QUOTE_SIZE], latest[TIME_TEXT_SIZE];
    if (!time_parse(time, time_ms))
        return reading_reject(reading, REASON_INVALID_VALUE,
                              "%stime is %s; it must be RFC 3339 with an offset, such as "
                              "2026-10-05T09:30:00.250Z",
                              place_prefix(reading), text_quote(time, quoted));
    if (*time_ms >= TIME_2000 && *time_ms <= reading->time_max_ms)
        return true;
    time_format(reading->time_max_ms, latest);
    return reading_reject(reading, REASON_TIME_OUT_OF_RANGE,
                          "%stime is %s; it must be from 2000-01-01T00:00:00Z to %s, a day after "
                          "the record's timestamp",
                          place_prefix(reading), text_quote(time, quoted), latest);
}

/* Records count from then on, however old they are. */
static bool check_age(struct reading *reading, const struct envelope *envelope)
{
    return event_type_is_record(envelope->type) ||
           envelope->time_ms >= reading->decoder->kept_from_ms ||
           reading_end(reading, DECODE_TOO_OLD);
}

static bool check_data(struct reading *reading, const struct json_value *data)
{
    if (!data || json_kind(data) == JSON_NULL)
        return reading_reject(reading, REASON_MISSING_MEMBER,
                              "data is absent or null; every event must have it");
    return json_kind(data) == JSON_OBJECT ||
           reading_reject(reading, REASON_WRONG_TYPE, "data is no object; it must be one");
}

static bool check_size(struct reading *reading)
{
    const struct record *record = reading->record;
    if (!record->cut && record->value.length <= RECORD_VALUE_MAX)
        return true;
    return reading_reject(
        reading, REASON_TOO_LARGE, "the record has %s%zu bytes; it must have %d at most",
        record->cut ? "more than " : "",
        record->cut ? (size_t)RECORD_VALUE_MAX : record->value.length, RECORD_VALUE_MAX);
}

/* Is the value an object with what no data has together: specversion, type, id and source? Finds its members. */
static bool is_envelope(const struct reading *reading, const struct value *value,
                        struct source *source)
{
    if (value->result != JSON_OK || json_kind(value->root) != JSON_OBJECT)
        return false;
    members_collect(&reading->decoder->index, value->root, &source->members);
    source->data = source->members.at[MEMBER_DATA];
    const struct json_value *const *members = source->members.at;
    return members[MEMBER_SPECVERSION] && json_kind(members[MEMBER_SPECVERSION]) != JSON_NULL &&
           members[MEMBER_TYPE] && members[MEMBER_ID] && members[MEMBER_SOURCE];
}

/* In binary mode the value is one level deeper than it was read. */
static bool open_data(struct reading *reading, struct value *value, struct source *source)
{
    if (value->result != JSON_OK || json_levels(reading->decoder->json) == JSON_LEVELS_MAX)
        value_read(reading, "data", value);
    source->data = value->root;
    return value_was_read(reading, value);
}

/* Reads the value as JSON, and finds what holds the members of the envelope. */
static bool open_record(struct reading *reading, struct source *source)
{
    struct value value;
    if (!check_size(reading))
        return false;
    value_read(reading, "", &value);
    if (value.result == JSON_NO_MEMORY)
        return reading_end(reading, DECODE_NO_MEMORY);
    if (is_envelope(reading, &value, source))
        return true;
    if (reading->record->unread)
        return reading_end(reading, DECODE_WANTS_HEADERS);
    if (!choose_mode(reading, source))
        return false;
    if (reading->is_binary)
        return open_data(reading, &value, source);
    if (!value_was_read(reading, &value))
        return false;
    return json_kind(value.root) == JSON_OBJECT ||
           reading_reject(reading, REASON_NOT_CLOUDEVENT,
                          "the value is no object; it must be a CloudEvent");
}

bool envelope_read(struct reading *reading, struct envelope *envelope)
{
    struct source source;
    struct text id, origin;
    memset(&source, 0, sizeof source);
    if (!open_record(reading, &source) || !check_specversion(reading, &source) ||
        !check_shop(reading, &source) || !check_type(reading, &source, &envelope->type) ||
        !read_required_text(reading, &source, MEMBER_ID, EVENT_IDENTITY_MAX, &id) ||
        !read_required_text(reading, &source, MEMBER_SOURCE, EVENT_IDENTITY_MAX, &origin) ||
        !check_time(reading, &source, &envelope->time_ms) || !check_age(reading, envelope) ||
        !check_data(reading, source.data))
        return false;
    envelope->hash = hash_event(origin, id);
    envelope->source = origin;
    envelope->data = source.data;
    return true;
}
