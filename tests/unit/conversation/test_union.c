/* Union by hand: which of two records wins, whose the conversation is, and which agents stay. */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct uuid pseudonym(const char *name)
{
    return customer_key_hash(sample_key, text_of(name));
}

static struct record_of_chat with(struct record_of_chat record, uint64_t hash, const char *name)
{
    record.hash = hash;
    record.chat.customer = text_of(name);
    return record;
}

/* The set of the records, in this order and in the other one: both must have the same bytes. */
static struct stub_set set_of(struct arena *arena, struct record_of_chat *records, size_t count)
{
    struct buffer forth = {0}, back = {0};

    struct stub_set set = sample_set(arena, records, count, &forth);
    for (size_t i = 0; i < count / 2; i++) {
        struct record_of_chat record = records[i];
        records[i] = records[count - 1 - i];
        records[count - 1 - i] = record;
    }
    sample_set(arena, records, count, &back);
    assert_true(text_equal(sample_text(&forth), sample_text(&back)));
    buffer_clear(&forth);
    buffer_clear(&back);
    return set;
}

static void test_event_order(void **state)
{
    struct record_of_chat records[] = {
        with(customer(2, "anna"), 1, "carl"),
        with(closed(1), 9, NULL),
        with(customer(1, "anna"), UINT64_C(0x8000000000000000), "carl"),
        with(customer(1, "anna"), 7, "carl"),
        with(assigned(1, "anna"), 8, NULL),
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct stub_set set = set_of(&arena, records, COUNT(records));
    static const uint64_t expected[] = {7, UINT64_C(0x8000000000000000), 8, 9, 1}; /* unsigned */
    assert_int_equal(set.count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_true(set.stubs[i].hash == expected[i]);
    arena_clear(&arena);
}

/* Both have hash 1; the second must win over the first. */
static void assert_second_wins(struct record_of_chat loser, struct record_of_chat winner)
{
    struct record_of_chat records[] = {loser, winner};
    struct arena arena;

    records[0].hash = records[1].hash = 1;
    arena_init(&arena);
    struct stub_set set = set_of(&arena, records, 2);
    assert_int_equal(set.count, 1);
    assert_int_equal(set.stubs[0].time_ms, winner.time_ms);
    assert_int_equal(set.stubs[0].kind, winner.chat.kind);
    assert_int_equal(set.stubs[0].intent, winner.chat.intent);
    assert_int_equal(set.stubs[0].quiet, winner.chat.quiet);
    struct text agent_of = set.stubs[0].agent != 0 ? set.names[set.stubs[0].agent - 1]
                                                   : text_of(NULL);
    struct text to_agent_of = set.stubs[0].other != 0 ? set.names[set.stubs[0].other - 1]
                                                      : text_of(NULL);
    assert_true(text_equal(agent_of, winner.chat.agent));
    assert_true(text_equal(to_agent_of, winner.chat.to_agent));
    arena_clear(&arena);
}

static void test_of_two_with_one_hash_the_smaller_wins(void **state)
{
    (void)state;
    assert_second_wins(assigned(2, "anna"), closed(1));                     /* time */
    assert_second_wins(closed(1), agent(1, "z"));                           /* kind */
    assert_second_wins(agent(1, "ben"), agent(1, "anna"));                  /* agent */
    assert_second_wins(agent(1, "anna"), agent(1, "ann"));                  /* … a beginning */
    assert_second_wins(agent(1, "anna"), agent(1, NULL));                   /* … none */
    assert_second_wins(transferred(1, "a", "c"), transferred(1, "a", "b")); /* to_agent */
    assert_second_wins(asks(1, "a", INTENT_AFTERSALE), asks(1, "a", INTENT_PRESALE)); /* intent */
    assert_second_wins(asks(1, "a", INTENT_PRESALE), customer(1, "a"));
    assert_second_wins(automatic(1, "a"), agent(1, "a")); /* quiet */
    assert_second_wins(assigned(1, "a"), bot(1, "z"));    /* the kinds in their order */
    assert_second_wins(bot(1, "a"), customer(1, "z"));
}

static void test_agents_of_losers_are_forgotten(void **state)
{
    struct record_of_chat alone[] = {with(agent(1, "ben"), 1, "carl")};
    struct record_of_chat both[] = {
        with(agent(1, "ben"), 1, "carl"),
        with(agent(2, "anna"), 1, "carl"),
        with(transferred(3, "dora", "anna"), 1, NULL),
    };
    struct buffer expected = {0}, actual = {0};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    sample_set(&arena, alone, 1, &expected);
    struct stub_set set = sample_set(&arena, both, 3, &actual);
    assert_int_equal(set.name_count, 1);
    assert_true(text_equal(set.names[0], TEXT("ben")));
    assert_true(text_equal(sample_text(&expected), sample_text(&actual)));
    buffer_clear(&expected);
    buffer_clear(&actual);
    arena_clear(&arena);
}

static void test_agents_are_sorted_and_stand_once(void **state)
{
    struct record_of_chat records[40];
    static const char *const names[] = {"ben", "anna", "z", "ann", "(a",
                                        "B",   "ben ", "c", "d",   "e"};
    static const char *const sorted[] = {"(a",   "B", "ann", "anna", "ben",
                                         "ben ", "c", "d",   "e",    "z"};
    struct arena arena;

    (void)state;
    for (size_t i = 0; i < COUNT(records); i++)
        records[i] = agent((double)i, names[i % COUNT(names)]);
    sample_number(records, COUNT(records));
    arena_init(&arena);
    struct stub_set set = set_of(&arena, records, COUNT(records));
    assert_int_equal(set.name_count, COUNT(sorted));
    for (size_t i = 0; i < COUNT(sorted); i++)
        assert_true(text_equal(set.names[i], text_of(sorted[i])));
    arena_clear(&arena);
}

static void assert_customer(struct record_of_chat *records, size_t count, const char *name)
{
    struct arena arena;

    arena_init(&arena);
    struct stub_set set = set_of(&arena, records, count);
    assert_int_equal(set.claim.present, name != NULL);
    if (name != NULL) {
        struct uuid expected = pseudonym(name);
        assert_true(uuid_equal(&set.claim.customer, &expected));
    }
    arena_clear(&arena);
}

static void test_the_customer_is_that_of_the_earliest_message(void **state)
{
    struct record_of_chat messages[] = {
        with(assigned(1, "anna"), 1, "early"), with(agent(2, "anna"), 2, "agents"),
        with(customer(4, NULL), 3, "second"),  with(customer(3, NULL), 4, "first"),
        with(bot(0, NULL), 5, "bot"),
    };
    struct record_of_chat others[] = {
        with(agent(2, "anna"), 2, "agents"),
        with(assigned(1, "anna"), 1, "early"),
        with(assigned(0, "anna"), 3, NULL),
    };
    struct record_of_chat nobody[] = {with(assigned(1, "anna"), 1, NULL), with(closed(2), 2, NULL)};

    (void)state;
    assert_customer(messages, COUNT(messages), "first");
    assert_customer(others, COUNT(others), "early");
    assert_customer(nobody, COUNT(nobody), NULL);
}

/* Even a record that lost against another one with its hash says whose the conversation is. */
static void test_losers_claim_the_customer(void **state)
{
    struct record_of_chat records[] = {
        with(assigned(1, "anna"), 1, NULL),
        with(customer(2, NULL), 1, "loser"),
        with(customer(3, NULL), 2, "winner"),
    };
    struct arena arena;

    (void)state;
    assert_customer(records, COUNT(records), "loser");
    arena_init(&arena);
    assert_int_equal(set_of(&arena, records, COUNT(records)).count, 2);
    arena_clear(&arena);
}

/* One event that names two customers: the smaller pseudonym, whichever came first. */
static void test_between_equal_claims_the_smaller_pseudonym_wins(void **state)
{
    struct record_of_chat records[] = {with(customer(1, NULL), 1, "carl"),
                                       with(customer(1, NULL), 1, "cleo")};
    struct uuid carl = pseudonym("carl"), cleo = pseudonym("cleo");

    (void)state;
    assert_customer(records, 2, uuid_compare(&carl, &cleo) < 0 ? "carl" : "cleo");
}

/* The claim alone, without its record, is enough to change a set and so its version. */
static void test_a_claim_is_part_of_the_bytes(void **state)
{
    struct record_of_chat records[] = {with(customer(5, NULL), 1, "carl")};
    struct buffer bytes = {0}, claimed = {0};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct stub_set set = sample_set(&arena, records, 1, &bytes);
    struct customer_claim earlier = set.claim;
    earlier.time_ms--;
    set = sample_unite(
        &arena, &(struct stub_inputs){.sets = {sample_text(&bytes)}, .claims = {NULL, &earlier}});
    stub_set_encode(&set, &claimed);
    assert_int_equal(set.claim.time_ms, earlier.time_ms);
    assert_false(text_equal(sample_text(&bytes), sample_text(&claimed)));
    buffer_clear(&bytes);
    buffer_clear(&claimed);
    arena_clear(&arena);
}

static void test_the_empty_set(void **state)
{
    struct stub_inputs nothing = {.sets = {{NULL, 0}}};
    struct buffer bytes = {0};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct stub_set set = sample_unite(&arena, &nothing);
    assert_int_equal(set.count, 0);
    assert_int_equal(set.name_count, 0);
    stub_set_encode(&set, &bytes);
    set = sample_unite(&arena, &(struct stub_inputs){.sets = {sample_text(&bytes)}});
    assert_int_equal(set.count, 0);
    buffer_clear(&bytes);
    arena_clear(&arena);
}

/* Many more stubs and agents than any way for few would take. */
static void test_a_very_long_conversation(void **state)
{
    enum { MANY = 50000 };
    static struct record_of_chat records[MANY];
    static char names[MANY][8];
    struct sample_random random = {1};
    struct buffer forth = {0}, back = {0};
    struct arena arena;

    (void)state;
    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "%d", i % 20000);
        records[i] = agent(i / 16.0, names[i]);
    }
    sample_number(records, MANY);
    arena_init(&arena);
    struct stub_set set = sample_set(&arena, records, MANY, &forth);
    assert_int_equal(set.count, MANY);
    assert_int_equal(set.name_count, 20000);
    sample_shuffle(&random, records, MANY);
    sample_set(&arena, records, MANY, &back);
    assert_true(text_equal(sample_text(&forth), sample_text(&back)));
    /* two rounds of the day's messages: each part is found, none twice */
    struct rounds rounds = sample_rounds(&arena, &set);
    for (size_t i = 1; i < rounds.part_count; i++)
        assert_true(part_key_compare(&rounds.parts[i - 1].key, &rounds.parts[i].key) < 0);
    buffer_clear(&forth);
    buffer_clear(&back);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_event_order),
        cmocka_unit_test(test_of_two_with_one_hash_the_smaller_wins),
        cmocka_unit_test(test_agents_of_losers_are_forgotten),
        cmocka_unit_test(test_agents_are_sorted_and_stand_once),
        cmocka_unit_test(test_the_customer_is_that_of_the_earliest_message),
        cmocka_unit_test(test_losers_claim_the_customer),
        cmocka_unit_test(test_between_equal_claims_the_smaller_pseudonym_wins),
        cmocka_unit_test(test_a_claim_is_part_of_the_bytes),
        cmocka_unit_test(test_the_empty_set),
        cmocka_unit_test(test_a_very_long_conversation),
    };
    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
