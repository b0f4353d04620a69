/*
 * Event hashes, versions and pseudonyms against values of other implementations.
 *
 * XXH3: made with Python's xxhash 3.2 (xxh3_64_intdigest, xxh3_128_hexdigest); those of the empty input
 * also stand in the XXH3 specification's test vectors. HMAC: test cases of RFC 4231, cut to 128 bits;
 * that of the published key by
 *     hmac.new(b"meritd: this key is published and hides nothing", b"c1", "sha256").hexdigest()[:32]
 */
#include "base/hash.h"
#include "base/hmac.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_uuid(struct uuid actual, const char *expected)
{
    char hex[33];

    for (size_t i = 0; i < 16; i++)
        snprintf(hex + 2 * i, 3, "%02x", actual.bytes[i]);
    assert_string_equal(hex, expected);
}

static void test_event_hash_is_xxh3_of_source_nul_id(void **state)
{
    (void)state;
    assert_true(hash_event(TEXT("shop"), TEXT("event-1")) == UINT64_C(0xd7be8c011ba475ec));
    assert_true(hash_event(TEXT("/shop/chat"), TEXT("7777777777777777777777777777777777777777")) ==
                UINT64_C(0x242cb2bbe7a130fd));
    assert_true(hash_event(text_of(NULL), text_of(NULL)) == UINT64_C(0xc44bdff4074eecdb));
}

/* The longest that the contract allows, and one that takes the other way through the code. */
static void test_event_hash_of_long_names(void **state)
{
    char source[600], id[600];

    (void)state;
    memset(source, 's', sizeof source);
    memset(id, 'i', sizeof id);
    assert_true(hash_event((struct text){source, 256}, (struct text){id, 256}) ==
                UINT64_C(0x9c9a1fddce0ffcd1));
    assert_true(hash_event((struct text){source, 600}, (struct text){id, 600}) ==
                UINT64_C(0x7dfc893a2b04b045));
}

static void test_hash_of_bytes(void **state)
{
    (void)state;
    assert_true(hash_bytes("", 0) == UINT64_C(0x2d06800538d394c2));
    assert_true(hash_bytes("a", 1) == UINT64_C(0xe6c632b61e964e1f));
    assert_true(hash_bytes("meritd", 6) == UINT64_C(0x26c97f9b8adffd6f));
}

static void test_version_is_xxh3_128_big_endian(void **state)
{
    (void)state;
    assert_uuid(hash_version("", 0), "99aa06d3014798d86001c324468d497f");
    assert_uuid(hash_version("meritd", 6), "2de540395490bfbd8d3917acb8c7aa45");
}

static void test_uuids_compare_by_bytes(void **state)
{
    struct uuid small = {{0x7f, [15] = 0xff}};
    struct uuid large = {{0x80}};

    (void)state;
    assert_true(uuid_compare(&small, &large) < 0);
    assert_true(uuid_equal(&small, &small));
    assert_false(uuid_equal(&small, &large));
}

static struct customer_key *key_of(struct text secret)
{
    struct error error;
    struct customer_key *key = customer_key_new(secret, &error);

    assert_non_null(key);
    return key;
}

static void test_pseudonym_is_hmac_sha256(void **state)
{
    char fifth[20];
    struct customer_key *key = key_of(TEXT("Jefe")); /* RFC 4231, case 2 */

    (void)state;
    for (int again = 0; again < 3; again++)
        assert_uuid(customer_key_hash(key, TEXT("what do ya want for nothing?")),
                    "5bdcc146bf60754e6a042426089575c7");
    customer_key_free(key);

    memset(fifth, 0x0c, sizeof fifth); /* case 5 */
    key = key_of((struct text){fifth, sizeof fifth});
    assert_uuid(customer_key_hash(key, TEXT("Test With Truncation")),
                "a3b6167473100ee06e0c796c2955552b");
    customer_key_free(key);
}

/* More customers than are remembered, of all lengths, each several times: as if nothing were remembered. */
static void test_pseudonyms_are_never_mixed_up(void **state)
{
    struct customer_key *key = key_of(TEXT("Jefe"));
    char name[130], whole[HMAC_TEXT_SIZE];

    (void)state;
    memset(name, 'x', sizeof name);
    for (int turn = 0; turn < 2; turn++) {
        for (unsigned number = 0; number < 40000; number++) {
            memcpy(name, &(unsigned){number / 2},
                   sizeof number); /* each twice in a row, NULs among them */
            struct text customer = {name, number / 2 % sizeof name};
            hmac_sha256(TEXT("Jefe"), customer, whole);
            whole[32] = '\0';
            assert_uuid(customer_key_hash(key, customer), whole);
        }
    }
    customer_key_free(key);
}

static void test_published_key(void **state)
{
    struct customer_key *key = key_of(text_of(NULL));

    (void)state;
    assert_uuid(customer_key_hash(key, TEXT("c1")), "c65ce6f0a8d4b8f53ea6059745f18f6c");
    customer_key_free(key);
}

/* hmac.new(b"Jefe", b"\0fingerprint", "sha256").hexdigest()[:16] */
static void test_fingerprint_tells_keys_apart(void **state)
{
    struct customer_key *key = key_of(TEXT("Jefe"));
    struct customer_key *other = key_of(TEXT("jefe"));
    char fingerprint[17], other_fingerprint[17];

    (void)state;
    customer_key_fingerprint(key, fingerprint);
    customer_key_fingerprint(other, other_fingerprint);
    assert_string_equal(fingerprint, "d4fa1eecf739ff20");
    assert_string_not_equal(fingerprint, other_fingerprint);
    customer_key_free(key);
    customer_key_free(other);
}

static void test_keys_that_cannot_be(void **state)
{
    char long_secret[4097];
    struct error error = {0};

    (void)state;
    memset(long_secret, 'x', sizeof long_secret);
    assert_null(customer_key_new(TEXT(""), &error));
    assert_int_equal(error.class, ERROR_STOP);
    assert_null(customer_key_new((struct text){long_secret, 4097}, &error));
    assert_int_equal(error.class, ERROR_STOP);
    customer_key_free(key_of((struct text){long_secret, 4096}));
    memory_fail_at(1);
    assert_null(customer_key_new(TEXT("x"), &error));
    assert_int_equal(error.class, ERROR_MEMORY);
    memory_fail_at(0);
    customer_key_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_event_hash_is_xxh3_of_source_nul_id),
        cmocka_unit_test(test_event_hash_of_long_names),
        cmocka_unit_test(test_hash_of_bytes),
        cmocka_unit_test(test_version_is_xxh3_128_big_endian),
        cmocka_unit_test(test_uuids_compare_by_bytes),
        cmocka_unit_test(test_pseudonym_is_hmac_sha256),
        cmocka_unit_test(test_pseudonyms_are_never_mixed_up),
        cmocka_unit_test(test_published_key),
        cmocka_unit_test(test_fingerprint_tells_keys_apart),
        cmocka_unit_test(test_keys_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
