/*
 * The canonical bytes: one set spelt out by hand from the description in conversation/stub_bytes.h, and
 * everything that is not of that form refused.
 */
#include "conversation/stub_bytes.h"

#include "base/memory.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define BYTES(literal) ((struct text){(literal), sizeof(literal) - 1})

#define HASH(n) "\0\0\0\0\0\0\0" n
#define NO_CUSTOMER "\2\0"

static bool unite(struct arena *arena, struct text set, struct text list, struct stub_set *result,
                  struct error *error)
{
    /* Exactly as long as they are, so that a sanitizer sees the first byte read past them. */
    char *set_copy = memory_alloc(set.length + 1), *list_copy = memory_alloc(list.length + 1);
    char *set_end = set_copy + 1, *list_end = list_copy + 1;

    memcpy(set_end, set.bytes, set.length);
    memcpy(list_end, list.bytes, list.length);
    struct stub_inputs inputs = {.sets = {{set_end, set.length}},
                                 .lists = {{list_end, list.length}}};
    bool done = stub_set_unite(arena, &inputs, result, error);
    memory_free(set_copy);
    memory_free(list_copy);
    return done;
}

static void assert_refused(struct text set, struct text list)
{
    struct arena arena;
    struct stub_set result;
    struct error error = {0};

    arena_init(&arena);
    assert_false(unite(&arena, set, list, &result, &error));
    assert_int_equal(error.class, ERROR_STOP);
    arena_clear(&arena);
}

static void assert_taken(struct text set)
{
    struct arena arena;
    struct stub_set result;
    struct error error = {0};

    arena_init(&arena);
    assert_true(unite(&arena, set, BYTES(""), &result, &error));
    arena_clear(&arena);
}

static void test_a_set_by_hand(void **state)
{
    struct record_of_chat records[] = {
        {.time_ms = 0, .hash = 1, .chat = {.kind = CHAT_ASSIGNED, .agent = TEXT("b")}},
        {.time_ms = 300,
         .hash = 2,
         .chat = {.kind = CHAT_CUSTOMER, .agent = TEXT("b"), .intent = INTENT_AFTERSALE}},
        {.time_ms = 300, .hash = 3, .chat = {.kind = CHAT_AGENT, .quiet = true}},
        {.time_ms = 301,
         .hash = UINT64_C(0xfedcba9876543210),
         .chat = {.kind = CHAT_TRANSFERRED, .agent = TEXT("b"), .to_agent = TEXT("a")}},
    };
    static const char expected[] = "\2" /* the format */
                                   "\0" /* no claim */
                                   "\2\1"
                                   "a"
                                   "\1"
                                   "b"  /* agents a = 1, b = 2 */
                                   "\4" /* stubs */
                                   "\0"
                                   "\x42\2" HASH("\1") /* 0 = zigzag 0; agent; assigned */
        "\xac\2"
        "\x50\2" HASH("\2") /* + 300; 0x40 | 2 << 3 | 0 */
        "\0"
        "\x23" HASH("\3") /* + 0; 0x20 | 3 */
        "\1"
        "\xc4\2\1" /* + 1; 0x80 | 0x40 | 4 */
        "\xfe\xdc\xba\x98\x76\x54\x32\x10";
    struct buffer bytes = {0};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    sample_set(&arena, records, COUNT(records), &bytes);
    assert_int_equal(bytes.length, sizeof expected - 1);
    assert_memory_equal(bytes.bytes, expected, sizeof expected - 1);
    buffer_clear(&bytes);
    arena_clear(&arena);
}

static void test_a_claim_by_hand(void **state)
{
    struct record_of_chat record = {
        .time_ms = -2, .hash = 7, .chat = {.kind = CHAT_CUSTOMER, .customer = TEXT("carl")}};
    struct uuid carl = customer_key_hash(sample_key, TEXT("carl"));
    struct buffer bytes = {0}, expected = {0};
    struct arena arena;

    (void)state;
    buffer_append(&expected, "\2\1\3" HASH("\7"), 11); /* 1 + kind; zigzag of -2 is 3 */
    buffer_append(&expected, carl.bytes, 16);
    buffer_append(&expected, "\0\1\3\0" HASH("\7"), 12); /* no agents, 1 stub */
    arena_init(&arena);
    sample_set(&arena, &record, 1, &bytes);
    assert_true(text_equal(sample_text(&bytes), sample_text(&expected)));
    buffer_clear(&bytes);
    buffer_clear(&expected);
    arena_clear(&arena);
}

/* The sets `old` (of format 1) and `expected` are the same set; both are malformed without their last byte. */
static void assert_read_as(struct text old, struct text expected)
{
    struct buffer actual = {0};
    struct arena arena;

    arena_init(&arena);
    struct stub_set set = sample_unite(&arena, &(struct stub_inputs){.sets = {old}});
    stub_set_encode(&set, &actual);
    assert_true(text_equal(sample_text(&actual), expected));
    assert_true(stub_set_is_old(old));
    assert_false(stub_set_is_old(expected));
    assert_refused((struct text){old.bytes, old.length - 1}, BYTES(""));
    buffer_clear(&actual);
    arena_clear(&arena);
}

/*
 * Format 1 numbered the kinds assigned 0, customer 1, machine 2, agent 3, transferred 4, closed 5, which was the
 * event order of its days. Its machines answered nothing: they are quiet now.
 */
static void test_sets_of_format_1_are_read(void **state)
{
    (void)state;
    assert_read_as(BYTES("\1\0\1\1a\6" /* one instant, in the order of those days */
                         "\0\x40\1" HASH("\1") "\0\x11" HASH("\2") "\0\2" HASH("\3") "\0\x23" HASH(
                             "\4") "\0\xc4\1\1" HASH("\5") "\0\5" HASH("\6")),
                   BYTES("\2\0\1\1a\6"
                         "\0\x10" HASH("\2") "\0\x21" HASH("\3") "\0\x42\1" HASH(
                             "\1") "\0\x23" HASH("\4") "\0\xc4\1\1" HASH("\5") "\0\5" HASH("\6")));
    assert_read_as(BYTES("\1\2\3" HASH("\7") "0123456789abcdef"
                                             "\0\0"), /* claims: customer's, */
                   BYTES("\2\1\3" HASH("\7") "0123456789abcdef"
                                             "\0\0"));
    assert_read_as(BYTES("\1\1\3" HASH("\7") "0123456789abcdef"
                                             "\0\0"), /* of an assignment */
                   BYTES("\2\3\3" HASH("\7") "0123456789abcdef"
                                             "\0\0"));
    assert_refused(BYTES("\1\0\0\2\0\1" HASH("\1") "\0\0" HASH("\2")), BYTES("")); /* its order */
}

/* A bot's message that was stored in format 1, and comes again: now it is known that it answers. */
static void test_a_message_that_comes_again_tells_more(void **state)
{
    struct record_of_chat again = {.time_ms = 0, .hash = 3, .chat = {.kind = CHAT_MACHINE}};
    struct customer_claim claim = {0};
    struct buffer list = {0};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    sample_add(&again, 1, &list, &claim);
    struct stub_set set = sample_unite(
        &arena, &(struct stub_inputs){.sets = {BYTES("\1\0\0\1\0\2" HASH("\3"))},
                                      .lists = {sample_text(&list)}});
    assert_int_equal(set.count, 1);
    assert_false(set.stubs[0].quiet);
    buffer_clear(&list);
    arena_clear(&arena);
}

static void test_malformed_sets_are_refused(void **state)
{
    const struct text refused[] = {
        BYTES("\3\0\0\0"), /* another format */
        BYTES("\0\0\0\0"),
        BYTES("\2\7\0\0"),               /* a claim of no kind */
        BYTES(NO_CUSTOMER "\1\0\0"),     /* an agent without a name */
        BYTES(NO_CUSTOMER "\2\1b\1a\0"), /* agents out of order */
        BYTES(NO_CUSTOMER "\2\1a\1a\0"), /* … twice */
        BYTES(NO_CUSTOMER "\1\5a\0"),    /* … longer than what is there */
        BYTES(NO_CUSTOMER "\x80\0\0"),   /* a varint that is longer than needed */
        BYTES(NO_CUSTOMER "\xff\xff\xff\xff\xff\xff\xff\xff\xff\2"), /* … than 64 bits */
        BYTES(NO_CUSTOMER "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"),
        BYTES(NO_CUSTOMER "\0\2\0\3" HASH("\1")),      /* two stubs, one there */
        BYTES(NO_CUSTOMER "\0\1\0\3" HASH("\1") "\0"), /* more after the end */
        BYTES(NO_CUSTOMER "\0\1\0\6" HASH("\1")),      /* a kind that is none */
        BYTES(NO_CUSTOMER "\0\1\0\x1b" HASH("\1")),    /* an intent that is none */
        BYTES(NO_CUSTOMER "\0\1\0\x43\1" HASH("\1")),  /* an agent that is none */
        BYTES(NO_CUSTOMER "\1\1a\1\0\x43\2" HASH("\1")),
        BYTES(NO_CUSTOMER "\1\1a\1\0\x43\0" HASH("\1")),
        BYTES(NO_CUSTOMER "\1\1a\1\0\xc4\1\2" HASH("\1")),          /* another name that is none */
        BYTES(NO_CUSTOMER "\0\2\0\3" HASH("\1") "\0\3" HASH("\1")), /* not ascending: hash */
        BYTES(NO_CUSTOMER "\0\2\0\3" HASH("\2") "\0\3" HASH("\1")),
        BYTES(NO_CUSTOMER "\0\2\0\3" HASH("\1") "\0\1" HASH("\2")),             /* … kind */
        BYTES(NO_CUSTOMER "\0\1\x80\x80\x80\x80\x80\x80\x80\x20\3" HASH("\1")), /* time 2^53 */
        BYTES(NO_CUSTOMER "\0\2\0\3" HASH("\1") "\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\3" HASH(
            "\2")), /* a distance of 2^64 - 1 */
        BYTES(NO_CUSTOMER "\0\2\0\3" HASH("\1") "\x80\x80\x80\x80\x80\x80\x80\x10\3" HASH(
            "\2")), /* … that leads to 2^53 */
        BYTES("\2\2\x80\x80\x80\x80\x80\x80\x80\x20" HASH("\1") "0123456789abcdef\0\0"),
    };

    (void)state;
    assert_taken(BYTES(NO_CUSTOMER "\0\0"));
    assert_taken(BYTES(NO_CUSTOMER "\0\2\0\3" HASH("\1") "\0\3" HASH("\2")));
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_refused(refused[i], BYTES(""));
}

static void test_malformed_lists_are_refused(void **state)
{
    const struct text refused[] = {
        BYTES("\3"),
        BYTES("\3" HASH("\0") "\0\0\0\0\0\0\0"),  /* cut */
        BYTES("\6" HASH("\0") HASH("\1")),        /* a kind that is none */
        BYTES("\3\x80\0\0\0\0\0\0\0" HASH("\1")), /* a time that is none */
        BYTES("\x43" HASH("\0") HASH("\1")),      /* an agent that is missing */
        BYTES("\x43" HASH("\0") HASH("\1") "\0"), /* … empty */
        BYTES("\x43" HASH("\0") HASH("\1") "\2"
                                           "a"), /* … cut */
        BYTES("\xc4" HASH("\0") HASH("\1") "\1"
                                           "a\2"
                                           "b"), /* to_agent cut */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_refused(BYTES(""), refused[i]);
}

/* No beginning of a set's bytes is a set, and no byte can be left out. */
static void test_every_byte_is_needed(void **state)
{
    struct record_of_chat records[] = {assigned(1, "anna"), asks(2, NULL, INTENT_PRESALE),
                                       automatic(2.5, "ben"), agent(3, "anna"),
                                       transferred(4, "anna", "ben")};
    struct buffer bytes = {0};
    struct arena arena;

    (void)state;
    sample_number(records, COUNT(records));
    arena_init(&arena);
    sample_set(&arena, records, COUNT(records), &bytes);
    for (size_t length = 1; length < bytes.length; length++)
        assert_refused((struct text){(char *)bytes.bytes, length}, BYTES(""));
    buffer_clear(&bytes);
    arena_clear(&arena);
}

/* Bytes changed at random: refused, or a set that has canonical bytes. Never anything else. */
static void test_changed_bytes(void **state)
{
    struct record_of_chat records[30];
    struct sample_random random = {42};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (int round = 0; round < 20000; round++) {
        struct buffer bytes = {0}, again = {0}, once_more = {0};
        struct stub_set set;
        struct error error;
        sample_conversation(&random, records, COUNT(records));
        sample_set(&arena, records, 1 + sample_random_below(&random, COUNT(records)), &bytes);
        for (size_t i = sample_random_below(&random, 3); i < 3; i++)
            bytes.bytes[sample_random_below(&random, bytes.length)] =
                (unsigned char)sample_random_next(&random);
        struct stub_inputs inputs = {.sets = {sample_text(&bytes)}};
        if (stub_set_unite(&arena, &inputs, &set, &error)) {
            stub_set_encode(&set, &again);
            set = sample_unite(&arena, &(struct stub_inputs){.sets = {sample_text(&again)}});
            stub_set_encode(&set, &once_more);
            assert_true(text_equal(sample_text(&again), sample_text(&once_more)));
            sample_rounds(&arena, &set);
        } else {
            assert_int_equal(error.class, ERROR_STOP);
        }
        buffer_clear(&bytes);
        buffer_clear(&again);
        buffer_clear(&once_more);
        arena_reset(&arena);
    }
    arena_clear(&arena);
}

/* docs/architecture.md promises 12 to 16 bytes a stub, for ordinary conversations. */
static void test_a_stub_takes_a_dozen_bytes(void **state)
{
    enum { MANY = 1000 };
    static struct record_of_chat records[MANY];
    struct buffer bytes = {0};
    struct arena arena;

    (void)state;
    for (int i = 0; i < MANY; i++)
        records[i] = i % 2 == 0 ? customer(i * 0.7, "anna") : agent(i * 0.7, "anna");
    sample_number(records, MANY);
    arena_init(&arena);
    sample_set(&arena, records, MANY, &bytes);
    assert_in_range(bytes.length, 12 * MANY, 16 * MANY);
    buffer_clear(&bytes);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_set_by_hand),
        cmocka_unit_test(test_a_claim_by_hand),
        cmocka_unit_test(test_sets_of_format_1_are_read),
        cmocka_unit_test(test_a_message_that_comes_again_tells_more),
        cmocka_unit_test(test_malformed_sets_are_refused),
        cmocka_unit_test(test_malformed_lists_are_refused),
        cmocka_unit_test(test_every_byte_is_needed),
        cmocka_unit_test(test_changed_bytes),
        cmocka_unit_test(test_a_stub_takes_a_dozen_bytes),
    };
    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
