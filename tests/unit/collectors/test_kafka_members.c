/* test_kafka_members.c - what a member has, in the bytes of ConsumerProtocolAssignment. */
#include "collectors/kafka/members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

/* Version 1; two topics, "ab" with partitions 0 and 258, "c" with 7; user data of one byte, which is passed over. */
static const unsigned char whole[] = {0, 1, 0, 0, 0, 2, 0, 2, 'a', 'b', 0, 0,   0,
                                      2, 0, 0, 0, 0, 0, 0, 1, 2,   0,   1, 'c', 0,
                                      0, 0, 1, 0, 0, 0, 7, 0, 0,   0,   1, 9};
enum { TOPICS_END = sizeof whole - 5 };

/* From an allocation of that size, so that the sanitizer sees a byte too many. */
static bool read_first(size_t size, rd_kafka_topic_partition_list_t *list)
{
    unsigned char *bytes = malloc(size + 1);

    memcpy(bytes, whole, size);
    bytes = realloc(bytes, size > 0 ? size : 1);
    bool fits = kafka_member_read(bytes, size, list);
    free(bytes);
    return fits;
}

static void test_whole(void **state)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);

    (void)state;
    assert_true(read_first(sizeof whole, list));
    assert_int_equal(list->cnt, 3);
    assert_non_null(rd_kafka_topic_partition_list_find(list, "ab", 0));
    assert_non_null(rd_kafka_topic_partition_list_find(list, "ab", 0x102));
    assert_non_null(rd_kafka_topic_partition_list_find(list, "c", 7));
    rd_kafka_topic_partition_list_destroy(list);
}

/* Nothing at all is an assignment of nothing; what ends before its topics do is refused. */
static void test_cut_off(void **state)
{
    (void)state;
    for (size_t size = 0; size <= sizeof whole; size++) {
        rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
        assert_int_equal(read_first(size, list), size == 0 || size >= TOPICS_END);
        assert_in_range(list->cnt, 0, 3);
        rd_kafka_topic_partition_list_destroy(list);
    }
}

/* Numbers that cannot be: a name of negative length, or one longer than names are. */
static void test_impossible(void **state)
{
    unsigned char bytes[300] = {0, 0, 0, 0, 0, 1, 0xff, 0xff};
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);

    (void)state;
    assert_false(kafka_member_read(bytes, sizeof bytes, list));
    bytes[6] = 0;
    bytes[7] = 250;
    assert_false(kafka_member_read(bytes, sizeof bytes, list));
    bytes[7] = 249;
    memset(&bytes[8], 'n', 249);
    assert_true(kafka_member_read(bytes, sizeof bytes, list));
    assert_int_equal(list->cnt, 0);
    rd_kafka_topic_partition_list_destroy(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_impossible),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
