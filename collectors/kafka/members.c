/*
 * members.c - see members.h.
 *
 * rd_kafka_list_groups asks every broker for its groups, and the one that has ours to describe it. Kafka answers all who
 * may describe the group, which its members may (Read implies Describe). rd_kafka_DescribeConsumerGroups of librdkafka
 * 2.0.2 would ask the coordinator alone, but uses freed memory when a broker does not know the request, and
 * keeps some when the group is denied.
 */
#include "collectors/kafka/members.h"

#include <stdint.h>
#include <string.h>

enum { TOPIC_MAX = 249 };

/* What is left to read; big-endian numbers. size < 0: more was read than there is. */
struct bytes_left {
    const unsigned char *at;
    int64_t size;
};

static int64_t bytes_take(struct bytes_left *left, int64_t width)
{
    uint32_t value = 0;

    left->size -= width;
    for (int64_t i = 0; i < width && left->size >= 0; i++)
        value = value << 8 | *left->at++;
    return width == 2 ? (int16_t)value : (int32_t)value;
}

static bool kafka_topic_read(struct bytes_left *left, rd_kafka_topic_partition_list_t *list)
{
    char topic[TOPIC_MAX + 1] = "";
    int64_t length = bytes_take(left, 2);

    if (length < 0 || length > TOPIC_MAX || length > left->size)
        return false;
    memcpy(topic, left->at, (size_t)length);
    left->at += length;
    left->size -= length;
    for (int64_t count = bytes_take(left, 4); count > 0 && left->size >= 0; count--) {
        int64_t partition = bytes_take(left, 4);
        if (left->size >= 0)
            rd_kafka_topic_partition_list_add(list, topic, (int32_t)partition);
    }
    return left->size >= 0;
}

bool kafka_member_read(const void *bytes, size_t size, rd_kafka_topic_partition_list_t *list)
{
    struct bytes_left left = {bytes, (int64_t)size};

    if (size == 0)
        return true;
    (void)bytes_take(&left, 2); /* later versions only append to what we read */
    for (int64_t count = bytes_take(&left, 4); count > 0 && left.size >= 0; count--)
        if (!kafka_topic_read(&left, list))
            return false;
    return left.size >= 0;
}

/* NULL: rebalancing, or not of consumers, or a member cannot be read (*err). */
static rd_kafka_topic_partition_list_t *kafka_group_read(const struct rd_kafka_group_info *group,
                                                         rd_kafka_resp_err_t *err)
{
    *err = group->err;
    if (group->err != RD_KAFKA_RESP_ERR_NO_ERROR || strcmp(group->state, "Stable") != 0 ||
        strcmp(group->protocol_type, "consumer") != 0)
        return NULL;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(16);
    for (int i = 0; i < group->member_cnt; i++) {
        const struct rd_kafka_group_member_info *member = &group->members[i];
        if (kafka_member_read(member->member_assignment, (size_t)member->member_assignment_size,
                              list))
            continue;
        *err = RD_KAFKA_RESP_ERR__BAD_MSG;
        rd_kafka_topic_partition_list_destroy(list);
        return NULL;
    }
    return list;
}

rd_kafka_topic_partition_list_t *kafka_members_assigned(rd_kafka_t *client, const char *group,
                                                        int timeout_ms, rd_kafka_resp_err_t *err)
{
    const struct rd_kafka_group_list *groups = NULL;
    rd_kafka_topic_partition_list_t *assigned = NULL;

    *err = rd_kafka_list_groups(client, group, &groups, timeout_ms);
    if (groups == NULL)
        return NULL;
    if (groups->group_cnt == 1)
        assigned = kafka_group_read(&groups->groups[0], err);
    rd_kafka_group_list_destroy(groups);
    return assigned;
}
