/* stub_read.c - reads the byte forms of stub_bytes.h into a merger. */
#include "conversation/stub_bytes.h"
#include "conversation/stub_merger.h"

/* How many of the last names a list searches: conversations have few, and they alternate. */
enum { NAMES_BACK = 8, NAMES_FIRST = 8 };

static bool merger_names_reserve(struct stub_merger *merger, size_t more)
{
    size_t capacity = merger->name_capacity;

    if (capacity - merger->name_count >= more)
        return true;
    capacity = capacity > 0 ? capacity * 2 : NAMES_FIRST;
    if (capacity < merger->name_count + more)
        capacity = merger->name_count + more;
    struct stub_name *names = arena_array(merger->arena, capacity, sizeof *names);
    if (names == NULL)
        return false;
    if (merger->name_count > 0)
        memcpy(names, merger->names, merger->name_count * sizeof *names);
    merger->names = names;
    merger->name_capacity = capacity;
    return true;
}

/* Appends a name into reserved room; returns its number. */
static uint32_t merger_name_add(struct stub_merger *merger, struct text t)
{
    uint32_t number = (uint32_t)merger->name_count + 1;

    merger->names[merger->name_count++] = (struct stub_name){t, number};
    return number;
}

/* ---- sets ---------------------------------------------------------------------------------------- */

/* A kind by its number in format 1. */
static uint8_t kind_of_format_1(uint8_t number)
{
    static const uint8_t kinds[] = {CHAT_ASSIGNED, CHAT_CUSTOMER,    CHAT_MACHINE,
                                    CHAT_AGENT,    CHAT_TRANSFERRED, CHAT_CLOSED};

    return kinds[number];
}

/* Makes a stub of format 1 one of ours. */
static void renew_stub(struct stub *stub)
{
    stub->kind = kind_of_format_1(stub->kind);
    if (stub->kind == CHAT_MACHINE)
        stub->quiet = true;
}

static bool read_claim(struct stub_cursor *cursor, unsigned format, struct customer_claim *claim)
{
    unsigned tag;
    uint64_t zigzag;

    *claim = (struct customer_claim){0};
    if (!take_byte(cursor, &tag) || tag > CHAT_CLOSED + 1)
        return false;
    if (tag == 0)
        return true;
    claim->present = true;
    claim->kind = (uint8_t)(tag - 1);
    if (format == STUB_FORMAT_1)
        claim->kind = kind_of_format_1(claim->kind);
    claim->from_message = claim->kind == CHAT_CUSTOMER;
    if (!take_varint(cursor, &zigzag) || !take_u64(cursor, &claim->hash) ||
        stub_cursor_left(cursor) < sizeof claim->customer.bytes)
        return false;
    claim->time_ms = zigzag_value(zigzag);
    memcpy(claim->customer.bytes, cursor->at, sizeof claim->customer.bytes);
    cursor->at += sizeof claim->customer.bytes;
    return stub_time_is_sane(claim->time_ms);
}

/* Room for `count` names must be reserved. */
static bool read_names(struct stub_cursor *cursor, struct stub_merger *merger, size_t count)
{
    struct text before = {NULL, 0};
    struct text agent;

    for (size_t i = 0; i < count; i++, before = agent) {
        if (!take_text(cursor, &agent) || text_compare(before, agent) >= 0)
            return false;
        merger_name_add(merger, agent);
    }
    return true;
}

/* An index into a set's names, if flagged; *number is then the name's number in the merger. */
static bool read_name_index(struct stub_cursor *cursor, bool flagged, size_t first_name,
                            size_t name_count, uint32_t *number)
{
    uint64_t index;

    *number = 0;
    if (!flagged)
        return true;
    if (!take_varint(cursor, &index) || index == 0 || index > name_count)
        return false;
    *number = (uint32_t)(first_name + index);
    return true;
}

/* Checks the order within one instant; times cannot decrease, because distances are unsigned. */
static bool is_in_event_order(const struct stub *before, const struct stub *after)
{
    if (before->time_ms != after->time_ms)
        return true;
    if (before->kind != after->kind)
        return before->kind < after->kind;
    return before->hash < after->hash;
}

static bool read_stubs(struct stub_cursor *cursor, struct stub_merger *merger, size_t count,
                       size_t first_name, size_t name_count)
{
    struct stub *stub = merger->stubs + merger->count;

    for (size_t i = 0; i < count; i++, stub++) {
        uint64_t time;
        unsigned flags;
        if (!take_varint(cursor, &time) || (i > 0 && time >= 2 * STUB_TIME_LIMIT))
            return false;
        stub->time_ms = i == 0 ? zigzag_value(time) : stub[-1].time_ms + (int64_t)time;
        if (!stub_time_is_sane(stub->time_ms) || !take_flags(cursor, stub, &flags) ||
            !read_name_index(cursor, flags & STUB_HAS_AGENT, first_name, name_count,
                             &stub->agent) ||
            !read_name_index(cursor, flags & STUB_HAS_OTHER, first_name, name_count,
                             &stub->other) ||
            !take_u64(cursor, &stub->hash) || (i > 0 && !is_in_event_order(stub - 1, stub)))
            return false;
    }
    merger->count += count;
    return true;
}

/* Reads a count of items; each item has at least item_min bytes, so more than fit into the rest is malformed. */
static bool take_count(struct stub_cursor *cursor, size_t item_min, size_t *count)
{
    uint64_t value;

    if (!take_varint(cursor, &value) || value > stub_cursor_left(cursor) / item_min)
        return false;
    *count = (size_t)value;
    return true;
}

bool stub_merger_read_set(struct stub_merger *merger, struct text set, struct error *error)
{
    struct stub_cursor cursor = stub_cursor_of(set);
    struct customer_claim claim;
    size_t first_name = merger->name_count;
    size_t name_count, count;
    unsigned format;

    if (!take_byte(&cursor, &format) || (format != STUB_FORMAT && format != STUB_FORMAT_1) ||
        !read_claim(&cursor, format, &claim) || !take_count(&cursor, 2, &name_count))
        goto malformed;
    if (!merger_names_reserve(merger, name_count))
        return error_memory(error);
    if (!read_names(&cursor, merger, name_count) ||
        !take_count(&cursor, STUB_SET_ITEM_MIN, &count) ||
        !read_stubs(&cursor, merger, count, first_name, name_count) || cursor.at != cursor.end)
        goto malformed;
    if (format == STUB_FORMAT_1)
        for (size_t i = merger->count - count; i < merger->count; i++)
            renew_stub(&merger->stubs[i]);
    customer_claim_take(&merger->claim, &claim);
    return true;

malformed:
    return error_set(error, ERROR_STOP,
                     "the stored stubs of a conversation are malformed near byte %zu of %zu",
                     set.length - stub_cursor_left(&cursor), set.length);
}

/* ---- lists --------------------------------------------------------------------------------------- */

/* A list's name, if flagged. Room for the name must be reserved. */
static bool read_list_name(struct stub_cursor *cursor, bool flagged, struct stub_merger *merger,
                           uint32_t *number)
{
    struct text agent;

    *number = 0;
    if (!flagged)
        return true;
    if (!take_text(cursor, &agent))
        return false;
    for (size_t back = 1; back <= NAMES_BACK && back <= merger->name_count; back++) {
        const struct stub_name *name = &merger->names[merger->name_count - back];
        if (text_equal(name->text, agent)) {
            *number = name->number;
            return true;
        }
    }
    *number = merger_name_add(merger, agent);
    return true;
}

bool stub_merger_read_list(struct stub_merger *merger, struct text list, struct error *error)
{
    struct stub_cursor cursor = stub_cursor_of(list);

    while (cursor.at != cursor.end) {
        struct stub stub;
        uint64_t time;
        unsigned flags;
        if (!merger_names_reserve(merger, 2))
            return error_memory(error);
        if (!take_flags(&cursor, &stub, &flags) || !take_u64(&cursor, &time) ||
            !take_u64(&cursor, &stub.hash) || !stub_time_is_sane((int64_t)time) ||
            !read_list_name(&cursor, flags & STUB_HAS_AGENT, merger, &stub.agent) ||
            !read_list_name(&cursor, flags & STUB_HAS_OTHER, merger, &stub.other))
            return error_set(error, ERROR_STOP, "a list of stubs is malformed near byte %zu of %zu",
                             list.length - stub_cursor_left(&cursor), list.length);
        stub.time_ms = (int64_t)time;
        merger->stubs[merger->count++] = stub;
    }
    return true;
}
