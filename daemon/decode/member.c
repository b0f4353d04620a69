/* member.c - an open-addressing table of the contract's names. */
#include "decode/member.h"

static const char *const names[MEMBER_NAMES] = {
#define X(name, text) [MEMBER_##name] = (text),
    MEMBER_LIST(X)
#undef X
};

/* The slot where the search for a name begins. Three characters tell nearly all names apart. */
static unsigned first_slot(const char *name)
{
    unsigned first = (unsigned char)name[0];
    unsigned second = first ? (unsigned char)name[1] : 0;
    unsigned third = second ? (unsigned char)name[2] : 0;
    return (first + second * 19 + third * 43) % MEMBER_SLOTS;
}

void member_index_init(struct member_index *index)
{
    *index = (struct member_index){{0}};
    for (unsigned member = 0; member < MEMBER_NAMES; member++) {
        unsigned slot = first_slot(names[member]);
        while (index->slot[slot])
            slot = (slot + 1) % MEMBER_SLOTS;
        index->slot[slot] = (unsigned char)(member + 1);
    }
}

const char *member_name(enum member member)
{
    return names[member];
}

/* MEMBER_NAMES when the contract has no such name. */
static enum member member_find(const struct member_index *index, const char *name)
{
    unsigned slot = first_slot(name);
    for (; index->slot[slot]; slot = (slot + 1) % MEMBER_SLOTS) {
        enum member member = (enum member)(index->slot[slot] - 1);
        if (strcmp(names[member], name) == 0)
            return member;
    }
    return MEMBER_NAMES;
}

void members_collect(const struct member_index *index, const struct json_value *object,
                     struct members *members)
{
    *members = (struct members){{NULL}};
    for (const struct json_value *value = json_first(object); value; value = json_next(value)) {
        enum member member = member_find(index, json_name(value));
        if (member != MEMBER_NAMES)
            members->at[member] = value;
    }
}
