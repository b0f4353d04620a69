/* memory_content.c - see memory_content.h. */
#include "doubles/memory_content.h"

#include <assert.h>

struct memory_block {
    struct memory_block *next;
    _Alignas(16) char bytes[];
};

/* ---- memory that lasts as long as the store ---- */

void *memory_or_die(void *block)
{
    if (block == NULL)
        abort();
    return block;
}

static void *memory_keep(struct memory_content *content, const void *bytes, size_t size)
{
    struct memory_block *block = memory_or_die(malloc(sizeof *block + size + 1));

    block->next = *content->kept;
    *content->kept = block;
    if (size != 0)
        memcpy(block->bytes, bytes, size);
    return block->bytes;
}

static struct text memory_keep_text(struct memory_content *content, struct text t)
{
    if (text_is_absent(t))
        return t;
    return (struct text){memory_keep(content, t.bytes, t.length), t.length};
}

#define ARRAY_COPY(to, from)                                                                       \
    do {                                                                                           \
        (to)->count = (to)->room = (from)->count;                                                  \
        (to)->items = memory_or_die(malloc((from)->count * sizeof *(from)->items + 1));            \
        if ((from)->count != 0)                                                                    \
            memcpy((to)->items, (from)->items, (from)->count * sizeof *(from)->items);             \
    } while (0)

void memory_content_clear(struct memory_content *content)
{
    free(content->conversations.items);
    free(content->parts.items);
    free(content->dead_letters.items);
    free(content->positions.items);
    for (int kind = 0; kind < MEMORY_KIND_COUNT; kind++)
        free(content->keys[kind].items);
    *content = (struct memory_content){.kept = content->kept};
}

void memory_content_copy(struct memory_content *to, const struct memory_content *from)
{
    memory_content_clear(to);
    to->kept = from->kept;
    ARRAY_COPY(&to->conversations, &from->conversations);
    ARRAY_COPY(&to->parts, &from->parts);
    ARRAY_COPY(&to->dead_letters, &from->dead_letters);
    ARRAY_COPY(&to->positions, &from->positions);
    for (int kind = 0; kind < MEMORY_KIND_COUNT; kind++)
        ARRAY_COPY(&to->keys[kind], &from->keys[kind]);
}

/* ---- conversations ---- */

size_t memory_content_find(const struct memory_content *content, struct text name, bool *found)
{
    size_t low = 0, high = content->conversations.count;

    *found = false;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = text_compare(content->conversations.items[middle].name, name);
        if (order == 0)
            *found = true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The index of the part with this key, or the count. */
static size_t memory_find_part(const struct memory_content *content, const struct part_key *key)
{
    const struct part *parts = content->parts.items;
    size_t i = 0;

    while (i < content->parts.count &&
           !(uuid_equal(&parts[i].key.customer, &key->customer) && parts[i].key.day == key->day &&
             parts[i].key.counts_after_ms == key->counts_after_ms &&
             text_equal(parts[i].key.conversation, key->conversation) &&
             text_equal(parts[i].key.agent, key->agent)))
        i++;
    return i;
}

static struct part memory_keep_part(struct memory_content *content, const struct part *part)
{
    struct part copy = *part;

    copy.key.conversation = memory_keep_text(content, part->key.conversation);
    copy.key.agent = memory_keep_text(content, part->key.agent);
#define KEEP(member, count)                                                                        \
    copy.member = memory_keep(content, part->member, (count) * sizeof *part->member)
    KEEP(answered, part->answered_count);
    KEEP(first_rounds, part->first_round_count);
    KEEP(carried, part->carried_count);
    KEEP(first_responses, part->first_response_count);
    for (size_t i = 0; i < QUESTION_KIND_COUNT; i++)
        KEEP(questions[i].asked_ms, part->questions[i].count);
#undef KEEP
    return copy;
}

static void memory_change_part(struct memory_content *content, const struct part *part)
{
    size_t at = memory_find_part(content, &part->key);

    assert(at < content->parts.count);
    content->parts.items[at] = memory_keep_part(content, part);
}

static void memory_put_part(struct memory_content *content, const struct part *part)
{
    size_t at = memory_find_part(content, &part->key);

    assert(at == content->parts.count); /* the key of fact.contact_part */
    ARRAY_INSERT(&content->parts, at);
    content->parts.items[at] = memory_keep_part(content, part);
}

static void memory_set(struct memory_content *content, struct text name, const struct uuid *version,
                       struct text stubs)
{
    bool found;
    size_t at = memory_content_find(content, name, &found);

    if (!found)
        ARRAY_INSERT(&content->conversations, at);
    content->conversations.items[at] = (struct memory_conversation){
        memory_keep_text(content, name), *version, memory_keep_text(content, stubs)};
}

bool memory_content_swap(struct memory_content *content, const struct conversation_row *row)
{
    bool found;
    size_t at = memory_content_find(content, row->conversation, &found);
    const struct memory_conversation *stored = &content->conversations.items[at];

    if (found && uuid_equal(&stored->version, &row->version))
        return true;
    if (found != row->has_replaces || (found && !uuid_equal(&stored->version, &row->replaces)))
        return false;
    memory_set(content, row->conversation, &row->version, row->stubs);
    for (size_t i = 0; i < row->gone_count; i++) {
        size_t gone = memory_find_part(content, &row->gone[i]);
        if (gone < content->parts.count)
            ARRAY_REMOVE(&content->parts, gone);
    }
    for (size_t i = 0; i < row->changed_count; i++)
        memory_change_part(content, &row->changed[i]);
    for (size_t i = 0; i < row->put_count; i++)
        memory_put_part(content, &row->put[i]);
    return true;
}

void memory_content_remove(struct memory_content *content, struct text name)
{
    bool found;
    size_t at = memory_content_find(content, name, &found);

    if (!found)
        return;
    ARRAY_REMOVE(&content->conversations, at);
    for (size_t i = content->parts.count; i-- > 0;)
        if (text_equal(content->parts.items[i].key.conversation, name))
            ARRAY_REMOVE(&content->parts, i);
}

/* ---- everything else ---- */

/* Adds a key; false when it was there. */
static bool memory_add_key(struct memory_content *content, enum memory_kind kind,
                           struct text entity, uint64_t hash)
{
    uint64_t pair[2] = {hash_bytes(entity.length ? entity.bytes : "", entity.length), hash};
    uint64_t key = hash_bytes(pair, sizeof pair);
    size_t low = 0, high = content->keys[kind].count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (content->keys[kind].items[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < content->keys[kind].count && content->keys[kind].items[low] == key)
        return false;
    ARRAY_INSERT(&content->keys[kind], low);
    content->keys[kind].items[low] = key;
    return true;
}

static void memory_write_dead_letter(struct memory_content *content,
                                     const struct dead_letter_row *row)
{
    bool file = row->partition < 0;
    uint64_t place[3] = {(uint64_t)row->offset, file ? UINT64_MAX : (uint64_t)row->partition,
                         row->payload_hash};
    size_t at = content->dead_letters.count;

    if (!memory_add_key(content, MEMORY_DEAD_LETTERS, file ? TEXT("") : row->topic,
                        hash_bytes(place, sizeof place)))
        return;
    struct dead_letter_row copy = *row;
    copy.topic = memory_keep_text(content, row->topic);
    copy.message = memory_keep_text(content, row->message);
    copy.key = memory_keep_text(content, row->key);
    copy.payload = memory_keep_text(content, row->payload);
    copy.headers = NULL;
    copy.header_count = 0;
    ARRAY_INSERT(&content->dead_letters, at);
    content->dead_letters.items[at] = copy;
}

void memory_content_move(struct memory_content *content, const struct position *position)
{
    struct position *items = content->positions.items;
    size_t i = 0;

    while (i < content->positions.count && (strcmp(items[i].topic, position->topic) != 0 ||
                                            items[i].partition != position->partition))
        i++;
    if (i == content->positions.count)
        ARRAY_INSERT(&content->positions, i);
    else if (position->epoch < items[i].epoch ||
             (position->epoch == items[i].epoch && position->next_offset < items[i].next_offset))
        return;
    items = content->positions.items;
    items[i] = *position;
    items[i].topic = memory_keep_text(content,
                                      (struct text){position->topic, strlen(position->topic) + 1})
                         .bytes;
}

_Static_assert(sizeof(struct write) == 10 * sizeof((struct write *)0)->conversations,
               "a new array: memory_content_add keeps it too");

void memory_content_add(struct memory_content *content, const struct write *write)
{
#define ADD(member, kind, entity)                                                                  \
    for (size_t i = 0; i < write->member.count; i++)                                               \
    memory_add_key(content, kind, entity, write->member.rows[i].hash)
    ADD(order_events, MEMORY_ORDER_EVENTS, write->order_events.rows[i].order);
    ADD(ticket_events, MEMORY_TICKET_EVENTS, write->ticket_events.rows[i].ticket);
    ADD(surveys, MEMORY_SURVEYS, ((struct text){0}));
    ADD(marks, MEMORY_MARKS, ((struct text){0}));
    ADD(tallies, MEMORY_TALLIES, ((struct text){0}));
    ADD(targets, MEMORY_TARGETS, ((struct text){0}));
    ADD(agents, MEMORY_AGENTS, ((struct text){0}));
#undef ADD
    for (size_t i = 0; i < write->dead_letters.count; i++)
        memory_write_dead_letter(content, &write->dead_letters.rows[i]);
}

void memory_blocks_free(struct memory_block *blocks)
{
    for (struct memory_block *next; blocks != NULL; blocks = next) {
        next = blocks->next;
        free(blocks);
    }
}
