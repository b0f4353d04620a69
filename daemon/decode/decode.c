/* decode.c - the decoder: takes a record through envelope.c and types.c. */
#include "decode/decode.h"

#include "base/memory.h"
#include "base/time.h"
#include "decode/reading.h"

/* Copies t to *names, and moves *names to the end of the copy. */
static struct text name_keep(char **names, struct text t)
{
    if (t.length == 0)
        return (struct text){NULL, 0};
    memcpy(*names, t.bytes, t.length);
    struct text kept = {*names, t.length};
    *names += t.length;
    return kept;
}

struct decoder *decoder_new(const struct decode_options *options, struct error *error)
{
    struct decoder *decoder = memory_alloc(sizeof *decoder + options->shop.length +
                                           options->currency.length);
    if (!decoder) {
        error_memory(error);
        return NULL;
    }
    char *names = decoder->names;
    decoder->shop = name_keep(&names, options->shop);
    decoder->currency = name_keep(&names, options->currency);
    decoder->kept_from_ms = INT64_MIN;
    member_index_init(&decoder->index);
    decoder->json = json_new(error);
    if (!decoder->json) {
        memory_free(decoder);
        return NULL;
    }
    return decoder;
}

void decoder_free(struct decoder *decoder)
{
    if (!decoder)
        return;
    json_free(decoder->json);
    memory_free(decoder);
}

void decoder_keep_from(struct decoder *decoder, int64_t kept_from_ms)
{
    decoder->kept_from_ms = kept_from_ms;
}

/* One day after the record's timestamp, or after the present if it has none. */
static int64_t time_max(const struct record *record, int64_t wall_ms)
{
    int64_t bound, base = record->timestamp_ms == TIME_NONE ? wall_ms : record->timestamp_ms;
    return __builtin_add_overflow(base, TIME_MS_PER_DAY, &bound) ? INT64_MAX : bound;
}

enum decode_result decode(struct decoder *decoder, const struct record *record, int64_t wall_ms,
                          struct event *event, struct reject *reject)
{
    if (text_is_absent(record->value))
        return DECODE_TOMBSTONE;
    struct reading reading = {
        .decoder = decoder,
        .record = record,
        .reject = reject,
        .time_max_ms = time_max(record, wall_ms),
    };
    struct envelope envelope;
    if (!envelope_read(&reading, &envelope) || !type_read(&reading, &envelope, event))
        return reading.result;
    return DECODE_EVENT;
}
