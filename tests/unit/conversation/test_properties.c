/*
 * Properties over thousands of conversations at random: however the records are ordered, repeated and
 * divided among lists and sets, the bytes are the same; and the walk says what the naive one says.
 * A failure names the seed of its conversation.
 */
#include "base/memory.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { CONVERSATIONS = 4000, RECORDS_MAX = 300, PIECES_MAX = 16 };

/* Some of a conversation's records, on their way to the whole. */
struct piece {
    bool is_set;
    struct buffer bytes;
    struct customer_claim claim; /* of a list; a set has its own within */
};

/* The conversation of a seed; mostly short, sometimes long enough for every other way in the code. */
static size_t conversation_of(uint64_t seed, struct sample_random *random,
                              struct record_of_chat records[RECORDS_MAX])
{
    *random = (struct sample_random){seed};
    size_t most = seed % 40 == 0 ? RECORDS_MAX : seed % 7 == 0 ? 60 : 14;
    size_t count = sample_random_below(random, most);

    sample_conversation(random, records, count);
    return count;
}

/* Deals the records out to lists, most of them once, some twice. */
static size_t deal(struct sample_random *random, const struct record_of_chat *records, size_t count,
                   struct piece pieces[PIECES_MAX])
{
    size_t piece_count = 1 + sample_random_below(random, PIECES_MAX);

    memset(pieces, 0, PIECES_MAX * sizeof *pieces);
    for (size_t i = 0; i < count; i++) {
        do {
            struct piece *piece = &pieces[sample_random_below(random, piece_count)];
            sample_add(&records[i], 1, &piece->bytes, &piece->claim);
        } while (sample_random_below(random, 4) == 0);
    }
    return piece_count;
}

/* Unites the last few pieces, at most three sets and three lists, into one set. */
static size_t unite_some(struct sample_random *random, struct arena *arena, struct piece *pieces,
                         size_t piece_count)
{
    struct stub_inputs inputs = {.sets = {{NULL, 0}}};
    struct buffer out = {0};
    size_t sets = 0, lists = 0;
    size_t wanted = 1 + sample_random_below(random, 6);
    size_t rest = piece_count;

    for (; rest > 0 && piece_count - rest < wanted; rest--) {
        struct piece *piece = &pieces[rest - 1];
        if (piece->is_set ? sets == 3 : lists == 3)
            break;
        if (piece->is_set) {
            inputs.sets[sets++] = sample_text(&piece->bytes);
        } else {
            inputs.claims[lists] = &piece->claim;
            inputs.lists[lists++] = sample_text(&piece->bytes);
        }
    }
    struct stub_set set = sample_unite(arena, &inputs);
    stub_set_encode(&set, &out);
    for (size_t i = rest; i < piece_count; i++)
        buffer_clear(&pieces[i].bytes);
    pieces[rest] = (struct piece){.is_set = true, .bytes = out};
    return rest + 1;
}

/* The bytes that the records come to by a way of their own. */
static struct buffer unite_somehow(struct sample_random *random, struct arena *arena,
                                   struct record_of_chat *records, size_t count)
{
    struct piece pieces[PIECES_MAX];

    sample_shuffle(random, records, count);
    size_t piece_count = deal(random, records, count, pieces);
    while (piece_count > 1 || !pieces[0].is_set) {
        size_t other = sample_random_below(random, piece_count);
        struct piece piece = pieces[piece_count - 1];
        pieces[piece_count - 1] = pieces[other];
        pieces[other] = piece;
        piece_count = unite_some(random, arena, pieces, piece_count);
    }
    return pieces[0].bytes;
}

static void assert_same_bytes(const struct buffer *a, const struct buffer *b, uint64_t seed)
{
    if (!text_equal(sample_text(a), sample_text(b)))
        fail_msg("conversation %llu: the bytes differ", (unsigned long long)seed);
}

static void test_any_way_gives_the_same_bytes(void **state)
{
    static struct record_of_chat records[RECORDS_MAX];
    struct sample_random random;
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (uint64_t seed = 0; seed < CONVERSATIONS; seed++) {
        struct buffer whole = {0};
        size_t count = conversation_of(seed, &random, records);
        sample_set(&arena, records, count, &whole);
        for (int way = 0; way < 3; way++) {
            struct buffer other = unite_somehow(&random, &arena, records, count);
            assert_same_bytes(&whole, &other, seed);
            buffer_clear(&other);
        }
        buffer_clear(&whole);
        arena_reset(&arena);
    }
    arena_clear(&arena);
}

static void test_the_walk_agrees_with_the_naive_one(void **state)
{
    static struct record_of_chat records[RECORDS_MAX];
    struct sample_random random;
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (uint64_t seed = 0; seed < 3 * CONVERSATIONS; seed++) {
        struct naive naive;
        size_t count = conversation_of(seed, &random, records);
        struct stub_set set = sample_set(&arena, records, count, NULL);
        struct rounds rounds = sample_rounds(&arena, &set);
        naive_walk(records, count, SAMPLE_IDLE_MS, &sample_calendar, sample_key, &naive);
        const char *difference = naive_difference(&naive, &set, &rounds);
        if (difference != NULL)
            fail_msg("conversation %llu: %s\n%s", (unsigned long long)seed, difference,
                     sample_describe(&arena, &rounds));
        naive_clear(&naive);
        arena_reset(&arena);
    }
    arena_clear(&arena);
}

/* ---- the difference of two results ---------------------------------------------------------------- */

static const struct part *find(const struct part *parts, size_t count, const struct part_key *key)
{
    for (size_t i = 0; i < count; i++)
        if (part_key_compare(&parts[i].key, key) == 0)
            return &parts[i];
    return NULL;
}

static bool is_gone(const struct rounds_difference *difference, const struct part_key *key)
{
    for (size_t i = 0; i < difference->gone_count; i++)
        if (part_key_compare(&difference->gone[i], key) == 0)
            return true;
    return false;
}

/* A part of the later result is put if its key is new, changed if the part differs, and else in no list. */
static void assert_listed(const struct rounds *before, const struct rounds_difference *difference,
                          const struct part *part)
{
    const struct part *old = find(before->parts, before->part_count, &part->key);
    const struct part *changed = find(difference->changed, difference->changed_count, &part->key);
    const struct part *put = find(difference->put, difference->put_count, &part->key);

    assert_int_equal(put != NULL, old == NULL);
    assert_int_equal(changed != NULL, old != NULL && !part_equal(old, part));
    assert_true(put == NULL || part_equal(put, part));
    assert_true(changed == NULL || part_equal(changed, part));
}

/* before - gone, changed, + put = after, and nothing is put, changed or taken for no reason. */
static void assert_leads_to(const struct rounds *before, const struct rounds_difference *difference,
                            const struct rounds *after)
{
    for (size_t i = 0; i < after->part_count; i++)
        assert_listed(before, difference, &after->parts[i]);
    for (size_t i = 0; i < before->part_count; i++) {
        const struct part_key *key = &before->parts[i].key;
        assert_int_equal(find(after->parts, after->part_count, key) == NULL,
                         is_gone(difference, key));
    }
    for (size_t i = 0; i < difference->put_count; i++)
        assert_non_null(find(after->parts, after->part_count, &difference->put[i].key));
    for (size_t i = 0; i < difference->changed_count; i++)
        assert_non_null(find(after->parts, after->part_count, &difference->changed[i].key));
    for (size_t i = 0; i < difference->gone_count; i++)
        assert_non_null(find(before->parts, before->part_count, &difference->gone[i]));
}

static void test_the_difference_leads_from_one_to_the_other(void **state)
{
    static struct record_of_chat records[RECORDS_MAX];
    struct sample_random random;
    struct arena arena;
    struct error error;

    (void)state;
    arena_init(&arena);
    for (uint64_t seed = 1; seed < CONVERSATIONS; seed++) {
        struct rounds_difference difference;
        size_t count = conversation_of(seed, &random, records);
        size_t half = sample_random_below(&random, count + 1);
        struct stub_set old_set = sample_set(&arena, records, half, NULL);
        struct stub_set new_set = sample_set(&arena, records, count, NULL);
        struct rounds before = sample_rounds(&arena, &old_set);
        struct rounds after = sample_rounds(&arena, &new_set);
        assert_true(rounds_diff(&before, &after, &arena, &difference, &error));
        assert_leads_to(&before, &difference, &after);
        assert_true(rounds_diff(&after, &after, &arena, &difference, &error));
        assert_int_equal(difference.gone_count + difference.changed_count + difference.put_count,
                         0);
        arena_reset(&arena);
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_way_gives_the_same_bytes),
        cmocka_unit_test(test_the_walk_agrees_with_the_naive_one),
        cmocka_unit_test(test_the_difference_leads_from_one_to_the_other),
    };
    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
