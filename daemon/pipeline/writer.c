/* writer.c - see writer.h. */
#include "pipeline/writer.h"

#include "base/memory.h"
#include "conversation/clocks.h"
#include "conversation/rounds.h"
#include "conversation/stubs.h"

#include <assert.h>
#include <stdlib.h>

void writer_init(struct writer *writer, size_t slice_bytes)
{
    *writer = (struct writer){.slice_bytes = slice_bytes};
    arena_init(&writer->arena);
    buffer_init(&writer->encoded);
}

static void writer_end_slice(struct writer *writer)
{
    writer->sliced = false;
    writer->item_count = 0;
    writer->write.conversations.count = 0;
    arena_reset(&writer->arena);
}

void writer_clear(struct writer *writer)
{
    arena_clear(&writer->arena);
    buffer_clear(&writer->encoded);
    memory_free(writer->order);
    memory_free(writer->items);
    memory_free(writer->item_of);
    memory_free(writer->write.conversations.rows);
}

/* ---- beginning ---- */

static int order_compare(const void *a, const void *b)
{
    const struct pending *const *left = a, *const *right = b;

    return text_compare(cache_name((*left)->entry), cache_name((*right)->entry));
}

static bool array_reserve(void **array, size_t count, size_t size)
{
    void *grown = memory_realloc(*array, count * size);

    if (grown != NULL)
        *array = grown;
    return grown != NULL;
}

/* The four arrays that hold one element for each conversation. */
static bool writer_reserve(struct writer *writer, size_t count)
{
    if (count > writer->order_room) {
        if (!array_reserve((void **)&writer->order, count, sizeof *writer->order))
            return false;
        writer->order_room = count;
    }
    if (count > writer->item_room) {
        if (!array_reserve((void **)&writer->items, count, sizeof *writer->items) ||
            !array_reserve((void **)&writer->item_of, count, sizeof *writer->item_of) ||
            !array_reserve((void **)&writer->write.conversations.rows, count,
                           sizeof *writer->write.conversations.rows))
            return false;
        writer->item_room = count;
        writer->write.conversations.capacity = count;
    }
    return true;
}

bool writer_begin(struct writer *writer, struct batch *batch, struct error *error)
{
    assert(writer->batch == NULL);
    if (!writer_reserve(writer, batch->pending_count))
        return error_memory(error);
    for (size_t i = 0; i < batch->pending_count; i++)
        writer->order[i] = &batch->pendings[i];
    if (batch->pending_count > 0)
        qsort(writer->order, batch->pending_count, sizeof *writer->order, order_compare);
    writer->batch = batch;
    writer->next = 0;
    writer_end_slice(writer);
    return true;
}

/* ---- rows ---- */

/* The inputs of a row. */
struct writer_source {
    struct text conversation;
    const struct stub_inputs *inputs; /* their union is the new set */
    bool has_stored;                  /* the row to replace */
    struct uuid stored_version;
    struct text stored_set;
};

/* The set and the rounds of the replaced row; empty without such a row, and without parts if it is old. */
static bool writer_read_before(struct writer *writer, const struct writer_source *source,
                               const struct store_settings *settings, struct stub_set *set,
                               struct rounds *rounds, struct error *error)
{
    *set = (struct stub_set){0};
    *rounds = (struct rounds){0};
    if (!source->has_stored)
        return true;
    return stub_set_unite(&writer->arena, &(struct stub_inputs){.sets = {source->stored_set}}, set,
                          error) &&
           (stub_set_is_old(source->stored_set) ||
            rounds_of(set, source->conversation, settings->idle_ms, &settings->calendar,
                      &writer->arena, rounds, error));
}

static bool claim_same(const struct customer_claim *a, const struct customer_claim *b)
{
    return a->present == b->present && (!a->present || uuid_equal(&a->customer, &b->customer));
}

/* The early answers that the row adds or takes away. Of an old row none were counted. */
static bool writer_fill_clocks(struct writer *writer, const struct writer_source *source,
                               const struct store_settings *settings, const struct stub_set *before,
                               const struct stub_set *after, struct conversation_row *row,
                               struct error *error)
{
    const struct stub_set none = {0};
    struct clock_changes changes;

    if (!clocks_diff(stub_set_is_old(source->stored_set) ? &none : before, after,
                     source->conversation, &settings->calendar, &writer->arena, &changes, error))
        return false;
    row->clocks = changes.rows;
    row->clocks_count = changes.count;
    return true;
}

static bool writer_fill_row(struct writer *writer, const struct writer_source *source,
                            const struct store_settings *settings, const struct stub_set *set,
                            struct conversation_row *row, struct error *error)
{
    struct stub_set set_before;
    struct rounds before, after;
    struct rounds_difference difference;

    if (!writer_read_before(writer, source, settings, &set_before, &before, error) ||
        !rounds_of(set, source->conversation, settings->idle_ms, &settings->calendar,
                   &writer->arena, &after, error) ||
        !rounds_diff(&before, &after, &writer->arena, &difference, error))
        return false;
    row->conversation = source->conversation;
    row->has_replaces = source->has_stored;
    row->replaces = source->stored_version;
    row->has_customer = set->claim.present;
    row->customer = set->claim.customer;
    row->voices = after.voices;
    row->voice_count = after.voice_count;
    row->surveys_follow = !voices_equal(&before, &after) ||
                          !claim_same(&set_before.claim, &set->claim);
    row->gone = difference.gone;
    row->gone_count = difference.gone_count;
    row->changed = difference.changed;
    row->changed_count = difference.changed_count;
    row->put = difference.put;
    row->put_count = difference.put_count;
    return writer_fill_clocks(writer, source, settings, &set_before, set, row, error);
}

/*
 * Unites the inputs into item. If the result differs from the stored row (*changed), makes the row.
 */
static bool writer_make(struct writer *writer, const struct writer_source *source,
                        const struct store_settings *settings, struct writer_item *item,
                        struct conversation_row *row, bool *changed, struct error *error)
{
    struct stub_set set;

    *changed = false;
    if (!stub_set_unite(&writer->arena, source->inputs, &set, error))
        return false;
    buffer_reset(&writer->encoded);
    stub_set_encode(&set, &writer->encoded);
    if (writer->encoded.failed) {
        buffer_clear(&writer->encoded);
        return error_memory(error);
    }
    item->version = hash_version(writer->encoded.bytes, writer->encoded.length);
    struct text encoded = {(const char *)writer->encoded.bytes, writer->encoded.length};
    if (!arena_text(&writer->arena, encoded, &item->stubs))
        return error_memory(error);
    if (source->has_stored && uuid_equal(&item->version, &source->stored_version))
        return true;
    if (!source->has_stored && set.count == 0)
        return true; /* memory was out for its only event, which comes again */
    *changed = true;
    row->version = item->version;
    row->stubs = item->stubs;
    return writer_fill_row(writer, source, settings, &set, row, error);
}

/* ---- slices ---- */

static bool writer_slice_pending(struct writer *writer, const struct pending *pending,
                                 const struct store_settings *settings, struct error *error)
{
    const struct cache_entry *entry = pending->entry;
    struct stub_inputs inputs = {
        .sets = {cache_set(entry)},
        .lists = {{(const char *)pending->list.bytes, pending->list.length}},
        .claims = {pending->claim.present ? &pending->claim : NULL},
    };
    struct writer_source source = {
        .conversation = cache_name(entry),
        .inputs = &inputs,
        .has_stored = entry->known,
        .stored_version = entry->version,
        .stored_set = cache_set(entry),
    };
    size_t at = writer->item_count;
    bool changed;

    if (!writer_make(writer, &source, settings, &writer->items[at],
                     &writer->write.conversations.rows[at], &changed, error))
        return false;
    if (changed) {
        writer->items[at].entry = pending->entry;
        writer->item_of[at] = at;
        writer->item_count++;
        writer->write.conversations.count++;
    }
    return true;
}

/*
 * All rows except conversations are lent, because the batch lives longer than the request. They go with the
 * first slice, but for positions: those go with the last.
 */
static void writer_lend_rows(struct writer *writer, bool first)
{
    struct write *write = &writer->write;
    const struct write *rows = &writer->batch->rows;

#define X(name, array, row, type)                                                                  \
    write->array.rows = rows->array.rows;                                                          \
    write->array.count = first ? rows->array.count : 0;
    WRITE_ROWS_LIST(X)
#undef X
    write->positions.count = writer->last ? rows->positions.count : 0;
}

bool writer_slice(struct writer *writer, const struct store_settings *settings, struct error *error)
{
    bool first = writer->next == 0;
    size_t begin = writer->next;

    assert(!writer->sliced);
    if (first)
        batch_set_days(writer->batch, &settings->calendar);
    while (writer->next < writer->batch->pending_count &&
           (writer->next == begin || writer->arena.total < writer->slice_bytes)) {
        if (writer_slice_pending(writer, writer->order[writer->next], settings, error)) {
            writer->next++;
        } else if (error->class == ERROR_MEMORY && writer->item_count > 0) {
            break; /* send the present slice: its memory then comes back */
        } else {
            writer_end_slice(writer);
            writer->next = begin;
            return false;
        }
    }
    writer->sliced = true;
    writer->last = writer->next == writer->batch->pending_count;
    writer_lend_rows(writer, first);
    return true;
}

bool writer_is_empty(const struct writer *writer)
{
    size_t count = writer->write.conversations.count;

#define X(name, array, row, type) count += writer->write.array.count;
    WRITE_ROWS_LIST(X)
#undef X
    return count == 0;
}

/* ---- what came back ---- */

/* Finds the sent row (they are sorted) of the stored one. SIZE_MAX: none. */
static size_t writer_find_row(const struct writer *writer, struct text conversation)
{
    size_t low = 0, high = writer->write.conversations.count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = text_compare(writer->write.conversations.rows[middle].conversation,
                                 conversation);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

/* Makes the row to send instead of `row`: the stored one, if there is one, united with ours. */
static bool writer_unite_row(struct writer *writer, const struct stored_conversation *theirs,
                             const struct store_settings *settings, struct writer_item *item,
                             struct conversation_row *row, bool *changed, struct error *error)
{
    struct stub_inputs inputs = {.sets = {item->stubs}};
    struct writer_source source = {.conversation = row->conversation, .inputs = &inputs};

    if (!text_is_absent(theirs->stubs)) {
        source.has_stored = true;
        source.stored_version = theirs->version;
        if (!arena_text(&writer->arena, theirs->stubs, &source.stored_set))
            return error_memory(error);
        inputs.sets[1] = source.stored_set;
    }
    return writer_make(writer, &source, settings, item, row, changed, error);
}

/*
 * Frees the memory of the sent rows, except the sets that will be stored. So the memory is that of one
 * attempt, however often the same conversation comes back.
 */
static bool writer_shed(struct writer *writer, struct error *error)
{
    struct arena kept;

    arena_init(&kept);
    for (size_t i = 0; i < writer->item_count; i++) {
        struct text *stubs = &writer->items[i].stubs;
        if (!arena_text(&kept, *stubs, stubs)) {
            arena_clear(&kept);
            return error_memory(error);
        }
    }
    arena_clear(&writer->arena);
    writer->arena = kept;
    return true;
}

/* For each sent row the stored one that differs; NULL: the sent row was stored. */
static const struct stored_conversation **writer_match(struct writer *writer,
                                                       const struct stored_conversation *stored,
                                                       size_t count, struct error *error)
{
    size_t rows = writer->write.conversations.count;
    const struct stored_conversation **theirs = arena_array(
        &writer->arena, rows, sizeof(const struct stored_conversation *));

    if (theirs == NULL) {
        error_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < rows; i++)
        theirs[i] = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t row = writer_find_row(writer, stored[i].conversation);
        if (row != SIZE_MAX)
            theirs[row] = &stored[i];
    }
    return theirs;
}

bool writer_unite(struct writer *writer, const struct stored_conversation *stored, size_t count,
                  const struct store_settings *settings, struct error *error)
{
    struct conversation_row *rows = writer->write.conversations.rows;
    size_t sent = writer->write.conversations.count, kept = 0;

    if (!writer_shed(writer, error))
        return false;
    const struct stored_conversation **theirs = writer_match(writer, stored, count, error);
    if (theirs == NULL)
        return false;
    for (size_t i = 0; i < sent; i++) {
        bool changed = false;
        if (theirs[i] == NULL)
            continue; /* stored as sent */
        struct conversation_row row = rows[i];
        if (!writer_unite_row(writer, theirs[i], settings, &writer->items[writer->item_of[i]], &row,
                              &changed, error))
            return false;
        if (changed) {
            rows[kept] = row;
            writer->item_of[kept++] = writer->item_of[i];
        }
    }
    writer->write.conversations.count = kept;
    writer->rewritten += kept;
    writer_lend_rows(writer, false); /* everything else was written */
    return true;
}

/* ---- old formats ---- */

static bool writer_renew_one(struct writer *writer, const struct stored_conversation *stored,
                             const struct store_settings *settings, struct error *error)
{
    struct conversation_row *row =
        &writer->write.conversations.rows[writer->write.conversations.count];
    struct stub_inputs inputs = {0};
    struct writer_source source = {
        .inputs = &inputs, .has_stored = true, .stored_version = stored->version};
    struct writer_item item = {0};
    bool changed;

    if (!stub_set_is_old(stored->stubs))
        return true;
    if (!arena_text(&writer->arena, stored->conversation, &source.conversation) ||
        !arena_text(&writer->arena, stored->stubs, &source.stored_set))
        return error_memory(error);
    inputs.sets[0] = source.stored_set;
    if (!writer_make(writer, &source, settings, &item, row, &changed, error))
        return false;
    writer->write.conversations.count += changed;
    return true;
}

bool writer_renew(struct writer *writer, const struct stored_conversation *stored, size_t count,
                  const struct store_settings *settings, struct error *error)
{
    assert(writer->batch == NULL);
    writer_end_slice(writer);
    if (!writer_reserve(writer, count))
        return error_memory(error);
    for (size_t i = 0; i < count; i++)
        if (!writer_renew_one(writer, &stored[i], settings, error))
            return false;
    return true;
}

/* ---- outcomes ---- */

bool writer_commit(struct writer *writer, struct cache *cache)
{
    bool done = writer->last;

    for (size_t i = 0; i < writer->item_count; i++)
        cache_learn(cache, writer->items[i].entry, &writer->items[i].version,
                    writer->items[i].stubs);
    writer_end_slice(writer);
    return done;
}

void writer_restart(struct writer *writer, struct cache *cache)
{
    batch_forget_versions(writer->batch, cache);
    writer_end_slice(writer);
    writer->next = 0;
}

void writer_end(struct writer *writer)
{
    writer_end_slice(writer);
    writer->batch = NULL;
}
