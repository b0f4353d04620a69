/*
 * test_generate.c - the generated shop, its stages and its files.
 *
 * Bounds of random shares are five standard deviations of a binomial, worked out in the test.
 */
#include "generate/bad.h"
#include "generate/calendar.h"
#include "generate/life.h"
#include "generate/line.h"
#include "generate/options.h"
#include "generate/random.h"
#include "generate/sink.h"
#include "model/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define END_MS INT64_C(1793491200000) /* 2026-11-01T00:00:00Z */
#define SHARE(ppm) ((double)(ppm) / GENERATE_PPM)

/* ---- a sink that keeps everything ---- */

struct kept_line {
    char *text; /* NUL-terminated */
    size_t len;
    uint64_t key_hash;
    int64_t time_ms;
};

struct kept {
    struct kept_line *lines;
    size_t count, cap;
    bool finished;
};

static uint64_t hash_text(const char *text, size_t len)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < len; i++)
        hash = generate_random_hash(hash, (unsigned char)text[i]);
    return hash;
}

static bool kept_write(void *ctx, const char *key, size_t key_len, const char *line, size_t len,
                       int64_t time_ms)
{
    struct kept *kept = ctx;
    struct kept_line *place;

    if (kept->count == kept->cap) {
        kept->cap = kept->cap ? 2 * kept->cap : 1024;
        kept->lines = realloc(kept->lines, kept->cap * sizeof(*kept->lines));
        assert_non_null(kept->lines);
    }
    place = &kept->lines[kept->count++];
    place->text = malloc(len + 1);
    assert_non_null(place->text);
    memcpy(place->text, line, len);
    place->text[len] = '\0';
    place->len = len;
    place->key_hash = hash_text(key, key_len);
    place->time_ms = time_ms;
    return true;
}

static bool kept_flush(void *ctx)
{
    (void)ctx;
    return true;
}

static bool kept_finish(void *ctx)
{
    struct kept *kept = ctx;

    assert_false(kept->finished);
    kept->finished = true;
    return true;
}

static struct generate_sink kept_sink(struct kept *kept)
{
    memset(kept, 0, sizeof(*kept));
    return (struct generate_sink){kept_write, kept_flush, kept_finish, kept};
}

static void kept_clear(struct kept *kept)
{
    for (size_t i = 0; i < kept->count; i++)
        free(kept->lines[i].text);
    free(kept->lines);
    memset(kept, 0, sizeof(*kept));
}

static int line_compare(const void *a, const void *b)
{
    return strcmp(((const struct kept_line *)a)->text, ((const struct kept_line *)b)->text);
}

static void kept_sort(struct kept *kept)
{
    qsort(kept->lines, kept->count, sizeof(*kept->lines), line_compare);
}

/* ---- a shop to test with ---- */

static struct generate_options options_default(void)
{
    return (struct generate_options){
        .seed = 7,
        .agents = 20,
        .messages = 10,
        .start_ms = END_MS - 30 * GENERATE_DAY_MS,
        .end_ms = END_MS,
        .conversations = 3000,
        .families = GENERATE_EVERYTHING,
        .bots = 750000,
        .closings = 300000,
        .deposits = 50000,
        .pauses = 300000,
        .source = "urn:test",
        .currency = "CNY",
    };
}

/* Runs a shop to its end through a sink, which is finished. Returns the number of conversations. */
static uint64_t shop_run(const struct generate_options *options, struct generate_sink *sink)
{
    struct generate_world *world = generate_life_new(options);
    struct generated event;
    uint64_t conversations;

    assert_non_null(world);
    while (generate_life_next(world, &event))
        assert_true(generate_sink_write(sink, event.key, event.key_len, event.line, event.len,
                                        event.time_ms));
    assert_false(generate_life_failed(world));
    conversations = generate_life_conversations(world);
    generate_life_free(world);
    assert_true(sink->finish(sink->ctx));
    return conversations;
}

static uint64_t shop_keep(const struct generate_options *options, struct kept *kept)
{
    struct generate_sink sink = kept_sink(kept);

    return shop_run(options, &sink);
}

static bool kept_equal(const struct kept *a, const struct kept *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->lines[i].text, b->lines[i].text) != 0)
            return false;
    }
    return true;
}

/* The text of a top-level or data member that holds a string; NULL when it is not there. */
static char *member_copy(const char *line, const char *name, char out[300])
{
    char quoted[64];
    const char *at;

    snprintf(quoted, sizeof(quoted), "\"%s\":\"", name);
    at = strstr(line, quoted);
    if (!at)
        return NULL;
    at += strlen(quoted);
    snprintf(out, 300, "%.*s", (int)strcspn(at, "\""), at);
    return out;
}

/* ---- the shop ---- */

static void test_same_seed_same_bytes(void **state)
{
    struct generate_options options = options_default();
    struct kept first, again, other;

    (void)state;
    shop_keep(&options, &first);
    shop_keep(&options, &again);
    options.seed = 8;
    shop_keep(&options, &other);
    assert_true(kept_equal(&first, &again));
    assert_false(kept_equal(&first, &other));
    assert_true(first.count > 3000);
    kept_clear(&first);
    kept_clear(&again);
    kept_clear(&other);
}

static void test_times_in_order_and_inside(void **state)
{
    struct generate_options options = options_default();
    struct kept kept;
    int64_t last = options.start_ms;
    char text[300];

    (void)state;
    shop_keep(&options, &kept);
    for (size_t i = 0; i < kept.count; i++) {
        struct tm tm = {0};
        int64_t ms = kept.lines[i].time_ms;
        const char *rest;

        assert_true(ms >= last && ms <= options.end_ms);
        last = ms;
        /* The text says the same instant as time_ms does. */
        assert_non_null(member_copy(kept.lines[i].text, "time", text));
        rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
        assert_non_null(rest);
        assert_int_equal(ms % 1000, atoi(rest + 1));
        assert_int_equal(ms / 1000, timegm(&tm) - (strcmp(rest + 4, "Z") == 0 ? 0 : 8 * 3600));
    }
    kept_clear(&kept);
}

/* October of a shop whose days begin at 04:30: whatever names a day or a month names one of October. */
static void test_no_day_but_those_asked_for(void **state)
{
    struct generate_options options = options_default();
    struct kept kept;
    char text[300];

    (void)state;
    options.cutover_ms = 270 * GENERATE_MINUTE_MS;
    options.start_ms = (generate_day_of_date(2026, 10, 1) * GENERATE_DAY_MS) -
                       GENERATE_SHOP_OFFSET_MS + options.cutover_ms;
    options.end_ms = options.start_ms + 31 * GENERATE_DAY_MS - 1;
    shop_keep(&options, &kept);
    for (size_t i = 0; i < kept.count; i++) {
        if (member_copy(kept.lines[i].text, "period", text))
            assert_string_equal(text, "2026-10");
        if (member_copy(kept.lines[i].text, "day", text))
            assert_memory_equal(text, "2026-10-", 8);
        assert_in_range(kept.lines[i].time_ms, options.start_ms, options.end_ms);
    }
    kept_clear(&kept);
}

static void test_ids_are_unique(void **state)
{
    struct generate_options options = options_default();
    struct kept kept;
    char id[300];

    (void)state;
    shop_keep(&options, &kept);
    for (size_t i = 0; i < kept.count; i++) {
        assert_non_null(member_copy(kept.lines[i].text, "id", id));
        snprintf(kept.lines[i].text, kept.lines[i].len, "%s", id);
    }
    kept_sort(&kept);
    for (size_t i = 1; i < kept.count; i++)
        assert_string_not_equal(kept.lines[i - 1].text, kept.lines[i].text);
    kept_clear(&kept);
}

static void test_exact_number_of_events(void **state)
{
    static const uint64_t counts[] = {1, 2, 23, 24, 25, 100, 777, 5000, 50001};
    struct generate_options options = options_default();
    struct kept kept;

    (void)state;
    options.conversations = 0;
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        options.events = counts[i];
        for (unsigned only_chat = 0; only_chat < 2; only_chat++) {
            options.families = only_chat ? 0 : GENERATE_EVERYTHING;
            shop_keep(&options, &kept);
            assert_int_equal(kept.count, counts[i]);
            assert_true(kept.lines[kept.count - 1].time_ms <= options.end_ms);
            kept_clear(&kept);
        }
    }
}

static void test_events_are_spread_over_the_days(void **state)
{
    struct generate_options options = options_default();
    struct kept kept;
    size_t days[30] = {0};

    (void)state;
    options.conversations = 0;
    options.events = 60000;
    options.families = 0;
    shop_keep(&options, &kept);
    for (size_t i = 0; i < kept.count; i++)
        days[(kept.lines[i].time_ms - options.start_ms) / GENERATE_DAY_MS]++;
    /* 2000 a day; weekdays weigh 92 to 115 %. */
    for (size_t i = 0; i < 30; i++)
        assert_in_range(days[i], 1500, 2700);
    kept_clear(&kept);
}

static void test_exact_number_of_conversations(void **state)
{
    static const uint64_t counts[] = {1, 7, 32, 33, 2000};
    struct generate_options options = options_default();
    struct kept kept;

    (void)state;
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        options.conversations = counts[i];
        assert_int_equal(shop_keep(&options, &kept), counts[i]);
        kept_clear(&kept);
    }
}

static void test_mean_messages(void **state)
{
    static const uint32_t means[] = {1, 2, 10, 47};
    struct generate_options options = options_default();
    struct kept kept;

    (void)state;
    options.families = 0;
    options.conversations = 4000;
    for (size_t i = 0; i < sizeof(means) / sizeof(means[0]); i++) {
        double messages = 0;

        options.messages = means[i];
        shop_keep(&options, &kept);
        for (size_t j = 0; j < kept.count; j++)
            messages += strstr(kept.lines[j].text, "\"chat.message\"") != NULL;
        /* Lengths are exponential: the mean of 4000 lies within 5 / sqrt(4000) = 8 %. */
        assert_true(messages / 4000 > means[i] * 0.92 && messages / 4000 < means[i] * 1.08);
        kept_clear(&kept);
    }
}

/* Every type of events.md and the members it cannot be without. */
static const struct required {
    const char *type;
    const char *members[7];
} required[] = {
    {"chat.message", {"conversation", "customer", "from"}},
    {"chat.assigned", {"conversation", "agent"}},
    {"chat.transferred", {"conversation", "from_agent", "to_agent"}},
    {"chat.closed", {"conversation"}},
    {"order.created", {"order", "customer", "amount"}},
    {"order.updated", {"order"}},
    {"order.paid", {"order", "amount"}},
    {"order.refunded", {"order", "amount"}},
    {"order.cancelled", {"order"}},
    {"ticket.created", {"ticket"}},
    {"ticket.assigned", {"ticket", "agent"}},
    {"ticket.replied", {"ticket", "agent"}},
    {"ticket.pended", {"ticket"}},
    {"ticket.resumed", {"ticket"}},
    {"ticket.merged", {"ticket", "into"}},
    {"ticket.resolved", {"ticket"}},
    {"ticket.reopened", {"ticket"}},
    {"ticket.closed", {"ticket"}},
    {"survey.answered", {"rating", "scale"}},
    {"mark.recorded", {"agent", "indicator", "period", "rater", "role", "score"}},
    {"tally.recorded", {"agent", "kind", "count"}},
    {"target.set", {"agent", "period", "metric", "value"}},
    {"agent.updated", {"agent"}},
};

#define TYPES (sizeof(required) / sizeof(required[0]))

static size_t type_of(const char *line)
{
    char type[300];

    assert_non_null(member_copy(line, "type", type));
    for (size_t i = 0; i < TYPES; i++) {
        if (strcmp(type, required[i].type) == 0)
            return i;
    }
    fail_msg("unknown type %s", type);
    return TYPES;
}

static void assert_has_members(const char *line)
{
    static const char *const envelope[] = {"specversion", "id", "source", "time", "data"};
    const char *const *members = required[type_of(line)].members;
    char quoted[64];

    for (size_t i = 0; i < sizeof(envelope) / sizeof(envelope[0]); i++) {
        snprintf(quoted, sizeof(quoted), "\"%s\":", envelope[i]);
        assert_non_null(strstr(line, quoted));
    }
    for (size_t i = 0; members[i]; i++) {
        snprintf(quoted, sizeof(quoted), "\"%s\":", members[i]);
        assert_non_null(strstr(strstr(line, "\"data\":{"), quoted));
    }
}

/* Quotes closed, braces balanced, no control characters, no empty members. */
static void assert_looks_like_json(const struct kept_line *line)
{
    bool in_text = false;
    int depth = 0;

    for (size_t i = 0; i < line->len; i++) {
        char c = line->text[i];

        assert_true((unsigned char)c >= 0x20);
        if (in_text && c == '\\')
            i++;
        else if (c == '"')
            in_text = !in_text;
        else if (!in_text)
            depth += (c == '{') - (c == '}');
        assert_true(depth > 0 || i == line->len - 1);
    }
    assert_false(in_text);
    assert_int_equal(depth, 0);
    assert_null(strstr(line->text, "\"\","));
    assert_null(strstr(line->text, ",,"));
    assert_null(strstr(line->text, "{,"));
}

static void test_every_type_with_its_members(void **state)
{
    struct generate_options options = options_default();
    struct kept kept;
    size_t seen[TYPES] = {0};

    (void)state;
    options.shop = "shop \"a\\b\" 旗舰店";
    shop_keep(&options, &kept);
    for (size_t i = 0; i < kept.count; i++) {
        assert_looks_like_json(&kept.lines[i]);
        assert_has_members(kept.lines[i].text);
        assert_non_null(strstr(kept.lines[i].text, "\"shop\":\"shop \\\"a\\\\b\\\" 旗舰店\""));
        seen[type_of(kept.lines[i].text)]++;
    }
    for (size_t i = 0; i < TYPES; i++)
        assert_true(seen[i] > 0);
    kept_clear(&kept);
}

static size_t kept_with(const struct kept *kept, const char *part)
{
    size_t count = 0;

    for (size_t i = 0; i < kept->count; i++)
        count += strstr(kept->lines[i].text, part) != NULL;
    return count;
}

static void test_shares_of_nothing(void **state)
{
    static const char *const parts[] = {
        "\"from\":\"bot\"",
        "\"closing\"",
        "\"pay_due\"",
        "ticket.pended",
    };
    struct generate_options options = options_default();
    struct kept kept;

    (void)state;
    options.bots = options.closings = options.deposits = options.pauses = 0;
    shop_keep(&options, &kept);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        assert_int_equal(kept_with(&kept, parts[i]), 0);
    kept_clear(&kept);
}

/* A person comes to all but the 44.8 % that the bot answers alone, and to those who leave before. */
static void test_a_bot_receives_everybody(void **state)
{
    struct generate_options options = options_default();
    const double share = 0.448;
    struct kept kept;
    double alone, most;

    (void)state;
    options.bots = GENERATE_PPM;
    options.families = GENERATE_BOTS;
    shop_keep(&options, &kept);
    assert_int_equal(kept_with(&kept, "\"from\":\"bot\",\"agent\""), 0);
    alone = 3000 - (double)kept_with(&kept, "chat.assigned");
    /* At most a tenth is not answered, and a fifth of these leave: 3000 * 0.02. Deviations: sqrt(3000 p (1 - p)) = 27. */
    most = 3000 * share + 3000 * 0.02 + 5 * 28;
    assert_true(alone >= 3000 * share - 5 * 28 && alone <= most);
    kept_clear(&kept);
}

/* Of the first two agents; they have no staff records of their own. */
static void test_second_accounts(void **state)
{
    struct generate_options options = options_default();
    struct kept kept;

    (void)state;
    options.second_agents = 2;
    shop_keep(&options, &kept);
    assert_true(kept_with(&kept, "\"agent\":\"chen-01-2\"") > 0);
    assert_true(kept_with(&kept, "\"agent\":\"lin-02-2\"") > 0);
    assert_int_equal(kept_with(&kept, "\"huang-03-2\""), 0);
    assert_int_equal(kept_with(&kept, "\"agent\":\"chen-01-2\",\"name\""), 0);
    kept_clear(&kept);
}

static void test_only_chat(void **state)
{
    struct generate_options options = options_default();
    struct kept kept;

    (void)state;
    options.families = 0;
    shop_keep(&options, &kept);
    for (size_t i = 0; i < kept.count; i++)
        assert_non_null(strstr(kept.lines[i].text, "\"type\":\"chat."));
    kept_clear(&kept);
}

/* Sizes at both ends: nothing breaks, and there is something. */
static void test_small_and_large_shops(void **state)
{
    struct generate_options options = options_default();
    struct kept kept;

    (void)state;
    options.conversations = 200;
    for (uint32_t agents = 1; agents <= 6; agents++) {
        options.agents = agents;
        options.customers = agents;
        shop_keep(&options, &kept);
        assert_true(kept.count > 200);
        kept_clear(&kept);
    }
    options.agents = 10000;
    options.teams = 10000;
    options.customers = UINT32_MAX;
    shop_keep(&options, &kept);
    assert_true(kept.count > 20000); /* a staff record of every agent and lead */
    kept_clear(&kept);
}

/* 24 conversations a day times 3600 in flat live traffic: one a second. */
static void test_live_rate(void **state)
{
    struct generate_options options = options_default();
    struct generate_world *world;
    struct generated event = {0};

    (void)state;
    options.live_per_day = 24 * 3600;
    options.conversations = 0;
    options.start_ms = END_MS;
    options.end_ms = END_MS + 20 * 365 * GENERATE_DAY_MS;
    world = generate_life_new(&options);
    assert_non_null(world);
    while (generate_life_next(world, &event) && event.time_ms < END_MS + GENERATE_HOUR_MS)
        ;
    /* Poisson with mean 3600: five deviations are 300. */
    assert_in_range(generate_life_conversations(world), 3300, 3900);
    generate_life_free(world);
}

/* ---- stages ---- */

static void test_duplicates(void **state)
{
    struct generate_options options = options_default();
    struct kept plain, doubled;
    struct generate_sink next, sink;
    uint64_t count = 0, repeats = 0;
    const double share = 0.1;

    (void)state;
    shop_keep(&options, &plain);
    next = kept_sink(&doubled);
    assert_true(generate_duplicate_sink(&sink, &next, 1, (uint32_t)(share * GENERATE_PPM), &count));
    shop_run(&options, &sink);
    assert_true(doubled.finished);
    assert_int_equal(doubled.count, plain.count + count);
    kept_sort(&plain);
    kept_sort(&doubled);
    for (size_t i = 0; i < doubled.count; i++) { /* the same set */
        repeats += i > 0 && strcmp(doubled.lines[i - 1].text, doubled.lines[i].text) == 0;
        assert_string_equal(doubled.lines[i].text, plain.lines[i - repeats].text);
    }
    assert_int_equal(repeats, count);
    /* (count - n p)^2 <= 25 n p (1 - p) */
    double off = (double)count - share * (double)plain.count;
    assert_true(off * off <= 25 * share * (1 - share) * (double)plain.count);
    kept_clear(&plain);
    kept_clear(&doubled);
}

static void disorder_check(uint64_t window, bool displaced_far)
{
    struct generate_options options = options_default();
    struct kept plain, mixed;
    struct generate_sink next, sink;
    size_t late = 0;

    shop_keep(&options, &plain);
    next = kept_sink(&mixed);
    assert_true(generate_disorder_sink(&sink, &next, 1, window));
    shop_run(&options, &sink);
    assert_true(mixed.finished);
    for (size_t i = 1; i < mixed.count; i++)
        late += mixed.lines[i].time_ms < mixed.lines[i - 1].time_ms;
    assert_true(late > mixed.count / 4);
    if (displaced_far) /* a random order: some of the last tenth stand in the first */
        assert_true(mixed.lines[0].time_ms != plain.lines[0].time_ms);
    kept_sort(&plain);
    kept_sort(&mixed);
    assert_true(kept_equal(&plain, &mixed));
    for (size_t i = 0; i < plain.count; i++) {
        assert_int_equal(plain.lines[i].key_hash, mixed.lines[i].key_hash);
        assert_int_equal(plain.lines[i].time_ms, mixed.lines[i].time_ms);
    }
    kept_clear(&plain);
    kept_clear(&mixed);
}

static void test_disorder_keeps_the_multiset(void **state)
{
    (void)state;
    disorder_check(50, false);
    disorder_check(5000, false);
    disorder_check(GENERATE_DISORDER_ALL, true);
}

static bool reason_known(const char *reason)
{
    static const char *const reasons[] = {
#define X(name, text) text,
        REASON_LIST(X)
#undef X
    };

    for (size_t i = 0; i < REASON_COUNT; i++) {
        if (strcmp(reason, reasons[i]) == 0)
            return true;
    }
    return false;
}

static void test_bad_kinds(void **state)
{
    static char line[GENERATE_BAD_SIZE];

    (void)state;
    for (size_t i = 0; i < generate_bad_kinds(); i++) {
        size_t len = generate_bad_write(i, 1, END_MS, line);

        assert_true(reason_known(generate_bad_reason(i)));
        assert_true(len > 0 && len <= sizeof(line));
        assert_null(memchr(line, '\n', len));
        assert_int_equal(len > 65536, strcmp(generate_bad_reason(i), "too_large") == 0);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(generate_bad_name(i), generate_bad_name(j));
    }
}

static void test_bad_records_come_on_top(void **state)
{
    struct generate_options options = options_default();
    struct kept plain, mixed;
    struct generate_sink next, sink;
    uint64_t count = 0;
    size_t at = 0;
    const double share = 0.02;

    (void)state;
    shop_keep(&options, &plain);
    next = kept_sink(&mixed);
    assert_true(generate_bad_sink(&sink, &next, 1, (uint32_t)(share * GENERATE_PPM), &count));
    shop_run(&options, &sink);
    assert_int_equal(mixed.count, plain.count + count);
    for (size_t i = 0; i < mixed.count; i++) /* the good ones are all there, in order */
        at += at < plain.count && strcmp(mixed.lines[i].text, plain.lines[at].text) == 0;
    assert_int_equal(at, plain.count);
    assert_true(count > generate_bad_kinds());
    double off = (double)count - share * (double)plain.count;
    assert_true(off * off <= 25 * share * (1 - share) * (double)plain.count);
    kept_clear(&plain);
    kept_clear(&mixed);
}

static void test_rate_lets_everything_through(void **state)
{
    struct generate_options options = options_default();
    struct kept plain, slow;
    struct generate_sink next, sink;
    static const volatile sig_atomic_t stop = 0;

    (void)state;
    options.conversations = 20;
    shop_keep(&options, &plain);
    next = kept_sink(&slow);
    assert_true(generate_rate_sink(&sink, &next, 100000, &stop));
    shop_run(&options, &sink);
    assert_true(kept_equal(&plain, &slow));
    kept_clear(&plain);
    kept_clear(&slow);
}

/* ---- files ---- */

static size_t file_lines(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "r");
    size_t lines = 0;
    int c;

    assert_non_null(file);
    while ((c = getc(file)) != EOF) {
        lines += c == '\n';
        ++*bytes;
    }
    fclose(file);
    return lines;
}

static void test_split_files(void **state)
{
    struct generate_options options = options_default();
    struct generate_sink sink;
    struct kept kept;
    char folder[] = "/tmp/test_generate_XXXXXX";
    char path[64];
    size_t lines = 0, bytes = 0, expected = 0;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/a.ndjson", folder);
    assert_true(generate_file_sink(&sink, path, 3));
    shop_run(&options, &sink);
    for (unsigned i = 0; i < 3; i++) {
        size_t before = lines;
        snprintf(path, sizeof(path), "%s/a.%u.ndjson", folder, i);
        lines += file_lines(path, &bytes);
        assert_true(lines > before);
        unlink(path);
    }
    rmdir(folder);
    shop_keep(&options, &kept);
    for (size_t i = 0; i < kept.count; i++)
        expected += kept.lines[i].len + 1;
    assert_int_equal(lines, kept.count);
    assert_int_equal(bytes, expected);
    kept_clear(&kept);
}

static void test_file_that_cannot_be_opened(void **state)
{
    struct generate_sink sink;

    (void)state;
    assert_false(generate_file_sink(&sink, "/nonexistent-folder/a.ndjson", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_seed_same_bytes),
        cmocka_unit_test(test_times_in_order_and_inside),
        cmocka_unit_test(test_no_day_but_those_asked_for),
        cmocka_unit_test(test_ids_are_unique),
        cmocka_unit_test(test_exact_number_of_events),
        cmocka_unit_test(test_events_are_spread_over_the_days),
        cmocka_unit_test(test_exact_number_of_conversations),
        cmocka_unit_test(test_mean_messages),
        cmocka_unit_test(test_every_type_with_its_members),
        cmocka_unit_test(test_shares_of_nothing),
        cmocka_unit_test(test_a_bot_receives_everybody),
        cmocka_unit_test(test_second_accounts),
        cmocka_unit_test(test_only_chat),
        cmocka_unit_test(test_small_and_large_shops),
        cmocka_unit_test(test_live_rate),
        cmocka_unit_test(test_duplicates),
        cmocka_unit_test(test_disorder_keeps_the_multiset),
        cmocka_unit_test(test_bad_kinds),
        cmocka_unit_test(test_bad_records_come_on_top),
        cmocka_unit_test(test_rate_lets_everything_through),
        cmocka_unit_test(test_split_files),
        cmocka_unit_test(test_file_that_cannot_be_opened),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
