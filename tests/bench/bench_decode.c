/*
 * bench_decode - what decoding one record costs, in nanoseconds of one core.
 *
 *     bench_decode [seconds for each kind of record, default 1]
 *
 * Prints, for each kind, bytes, ns an event, events/s and MB/s, in time of the processor: the best of
 * five runs, so that what else the machine does counts least.
 */
#include "base/arena.h"
#include "base/time.h"
#include "decode/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 5, RECORDS_A_LOOK = 1000 };

struct kind {
    const char *name;
    const char *value;
};

static const struct kind kinds[] = {
    {"chat.message",
     "{\"specversion\":\"1.0\",\"id\":\"c-20261005-000123-7\",\"source\":\"/chat/jd\","
     "\"type\":\"chat.message\",\"time\":\"2026-10-05T09:30:00.250Z\",\"shop\":\"main\",\"data\":{"
     "\"conversation\":\"20261005-000123\",\"customer\":\"buyer-0048213\",\"from\":\"customer\","
     "\"agent\":\"agent-017\",\"intent\":\"presale\"}}"},
    {"order.created",
     "{\"specversion\":\"1.0\",\"id\":\"536365-created\",\"source\":\"/shop/online-retail\","
     "\"type\":\"order.created\",\"time\":\"2010-12-01T08:26:00.000Z\","
     "\"datacontenttype\":\"application/json\",\"data\":{\"order\":\"536365\",\"customer\":"
     "\"17850\",\"amount\":\"139.12\",\"currency\":\"CNY\",\"items\":40}}"},
    {"agent.updated, Chinese",
     "{\"specversion\":\"1.0\",\"id\":\"staff-17-3\",\"source\":\"/hr\",\"type\":\"agent.updated\","
     "\"time\":\"2026-10-01T00:00:00+08:00\",\"data\":{\"agent\":\"旗舰店:小红\",\"name\":"
     "\"王小红\","
     "\"employee\":\"000417\",\"team\":\"售后一组\",\"role\":\"agent\",\"lead\":\"旗舰店:组长\","
     "\"status\":\"regular\",\"joined\":\"2024-03-01\"}}"},
    {"rejected (amount)",
     "{\"specversion\":\"1.0\",\"id\":\"536365-paid\",\"source\":\"/shop\",\"type\":\"order.paid\","
     "\"time\":\"2026-10-05T09:30:00Z\",\"data\":{\"order\":\"536365\",\"amount\":\"12,5\"}}"},
};

static double processor_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Decodes the record for `seconds` and returns ns an event. */
static double measure(struct decoder *decoder, const struct record *record, double seconds)
{
    struct event event;
    struct reject reject;
    double from = processor_ns(), now = from;
    uint64_t count = 0;
    while (now - from < seconds * 1e9) {
        for (int i = 0; i < RECORDS_A_LOOK; i++, count++) {
            if (decode(decoder, record, 0, &event, &reject) == DECODE_NO_MEMORY)
                abort();
        }
        now = processor_ns();
    }
    return (now - from) / (double)count;
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? atof(argv[1]) : 1;
    struct error error;
    int64_t timestamp;
    struct decode_options options = {.shop = TEXT("main"), .currency = TEXT("CNY")};
    struct decoder *decoder = decoder_new(&options, &error);
    if (!decoder || !time_parse(TEXT("2026-10-05T09:30:01Z"), &timestamp))
        return 1;
    printf("%-24s %6s %9s %12s %8s\n", "kind", "bytes", "ns/event", "events/s", "MB/s");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct record record = {.value = text_of(kinds[i].value), .timestamp_ms = timestamp};
        double best = 1e300;
        for (int run = 0; run < RUNS; run++) {
            double ns = measure(decoder, &record, seconds / RUNS);
            best = ns < best ? ns : best;
        }
        printf("%-24s %6zu %9.0f %12.0f %8.1f\n", kinds[i].name, record.value.length, best,
               1e9 / best, (double)record.value.length * 1e3 / best);
    }
    decoder_free(decoder);
    return 0;
}
