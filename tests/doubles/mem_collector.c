/* mem_collector.c - a cursor on the list of steps; partitions with their positions. */
#include "doubles/mem_script.h"

#include "base/hash.h"
#include "base/memory.h"
#include "collectors/value.h"

#include <stdlib.h>

enum { CLOSING_POLLS = 2 };

static bool mem_goes_back(const struct collector_mem *mem)
{
    return mem->collector.ops->start != NULL;
}

/* A copy that lives until the next poll. It does not use memory_alloc: memory_fail_at is for the code under test. */
static struct text mem_lend(struct collector_mem *mem, struct text t)
{
    struct text copy = t;

    if (!text_is_absent(t)) {
        char *bytes = malloc(t.length + 1);
        mem->lent = realloc(mem->lent, (mem->lent_count + 1) * sizeof *mem->lent);
        if (bytes == NULL || mem->lent == NULL)
            abort();
        memcpy(bytes, t.bytes, t.length);
        copy.bytes = bytes;
        mem->lent[mem->lent_count++] = (struct mem_lent){bytes, t.length};
    }
    return copy;
}

/* Overwrites what was lent, so that a test finds code that still reads it. */
static void mem_release(struct collector_mem *mem)
{
    for (size_t i = 0; i < mem->lent_count; i++) {
        memset(mem->lent[i].bytes, '?', mem->lent[i].length);
        free(mem->lent[i].bytes);
    }
    mem->lent_count = 0;
}

/* Hands the step's record over; false when its partition does not want it (now). */
static bool mem_hand_over(struct collector_mem *mem, const struct mem_step *step,
                          struct record *record)
{
    struct mem_partition *partition = &mem->partitions[step->partition];
    struct position *position = &partition->position;

    if (mem_goes_back(mem) && partition->phase != MEM_STARTED)
        return false;
    if (step->offset < position->next_offset)
        return false;
    *record = (struct record){.topic = text_of(position->topic),
                              .partition = position->partition,
                              .offset = step->offset,
                              .timestamp_ms = step->timestamp_ms,
                              .key = mem_lend(mem, step->key),
                              .unread = mem->collector.ops->read_headers != NULL ? step : NULL};
    struct text value = mem_lend(mem, step->value);
    if (!text_is_absent(value))
        collector_value_set(record, value.bytes, value.length);
    position->next_offset = step->offset + 1;
    position->last_offset = step->offset;
    position->last_timestamp = step->timestamp_ms;
    position->last_key_hash = text_is_absent(step->key)
                                  ? 0
                                  : hash_bytes(step->key.bytes, step->key.length);
    if (position->end_offset < position->next_offset)
        position->end_offset = position->next_offset;
    return true;
}

static void mem_caught_up(struct mem_partition *partition, int64_t end, int64_t wall_ms)
{
    if (partition->phase != MEM_STARTED)
        return;
    partition->position.caught_up_at_ms = wall_ms;
    partition->position.end_offset = end;
    if (partition->position.next_offset < end)
        partition->position.next_offset = end;
}

/* Performs any step except a record. False: this poll is over. */
static bool mem_take(struct collector_mem *mem, struct mem_step *step, int64_t wall_ms)
{
    if (step->done)
        return true;
    step->done = true;
    switch (step->kind) {
    case MEM_RECORD: break;
    case MEM_ASSIGN:
        mem->partitions[step->partition].phase = MEM_WAITING;
        mem->state = COLLECTOR_ASSIGNED;
        break;
    case MEM_REVOKE:
        for (size_t i = 0; i < mem->partition_count; i++)
            mem->partitions[i].phase = MEM_IDLE;
        mem->state = COLLECTOR_RUNNING;
        break;
    case MEM_CAUGHT_UP:
        mem_caught_up(&mem->partitions[step->partition], step->offset, wall_ms);
        break;
    case MEM_PAUSE: return false;
    case MEM_FAIL:
        error_set(&mem->error, step->class, "%s", step->value.bytes);
        mem->state = COLLECTOR_FAILED;
        return false;
    case MEM_END: mem->state = COLLECTOR_DONE; return false;
    }
    return true;
}

/* Must the script's next step wait for start()? */
static bool mem_awaits_start(const struct collector_mem *mem)
{
    enum mem_kind kind = mem->steps[mem->cursor].kind;

    return mem->state == COLLECTOR_ASSIGNED && kind != MEM_ASSIGN && kind != MEM_REVOKE;
}

/* False: the source gives nothing in this poll. */
static bool mem_is_well(struct collector_mem *mem)
{
    if (mem->state == COLLECTOR_DONE || mem->state == COLLECTOR_FAILED)
        return false;
    if (mem->fail_in > 0 && --mem->fail_in == 0) {
        mem->error = mem->ailing;
        mem->state = COLLECTOR_FAILED;
    } else if (mem->closing && --mem->closing_in == 0) {
        mem->state = COLLECTOR_DONE;
    }
    return !mem->closing && mem->state != COLLECTOR_FAILED;
}

static size_t mem_poll(struct collector *collector, int64_t wall_ms, struct record *records,
                       size_t max)
{
    struct collector_mem *mem = mem_of(collector);
    size_t count = 0;

    mem_release(mem);
    if (!mem_is_well(mem))
        return 0;
    while (count < max && mem->cursor < mem->step_count && !mem_awaits_start(mem)) {
        struct mem_step *step = &mem->steps[mem->cursor];
        if (step->kind == MEM_RECORD && mem->held) {
            break;
        } else if (step->kind == MEM_RECORD) {
            count += mem_hand_over(mem, step, &records[count]);
        } else if (count > 0 && !step->done) {
            break; /* the records handed over must be processed first */
        } else if (!mem_take(mem, step, wall_ms)) {
            mem->cursor++;
            break;
        }
        mem->cursor++;
    }
    return count;
}

static enum collector_state mem_state(const struct collector *collector)
{
    return mem_of(collector)->state;
}

static const struct error *mem_error(const struct collector *collector)
{
    return &mem_of(collector)->error;
}

static int mem_wakeup_fd(const struct collector *collector)
{
    (void)collector;
    return -1;
}

static size_t mem_list(const struct collector_mem *mem, enum mem_phase phase, struct position *out,
                       size_t max)
{
    size_t count = 0;

    for (size_t i = 0; i < mem->partition_count; i++) {
        const struct mem_partition *partition = &mem->partitions[i];
        if (partition->phase != phase)
            continue;
        if (count < max)
            out[count] = partition->position;
        count++;
    }
    return count;
}

static size_t mem_assigned(const struct collector *collector, struct position *out, size_t max)
{
    size_t count = mem_list(mem_of(collector), MEM_WAITING, out, max);

    for (size_t i = 0; i < count && i < max; i++)
        out[i].next_offset = -1;
    return count;
}

static size_t mem_positions(const struct collector *collector, struct position *out, size_t max)
{
    return mem_list(mem_of(collector), MEM_STARTED, out, max);
}

/* Goes back to the first record that the partition wants again. */
static void mem_rewind(struct collector_mem *mem, size_t partition)
{
    for (size_t i = 0; i < mem->cursor; i++) {
        const struct mem_step *step = &mem->steps[i];
        if (step->kind == MEM_RECORD && step->partition == partition &&
            step->offset >= mem->partitions[partition].position.next_offset)
            mem->cursor = i;
    }
}

/* The script goes back from its end, which will come again. */
static void mem_end_again(struct collector_mem *mem)
{
    size_t end = mem->step_count;

    while (mem->steps[end - 1].kind != MEM_END)
        end--;
    mem->steps[end - 1].done = false;
    if (mem->cursor > end - 1)
        mem->cursor = end - 1;
    mem->state = COLLECTOR_RUNNING;
}

static void mem_start(struct collector *collector, const struct position *stored, size_t count)
{
    struct collector_mem *mem = mem_of(collector);

    if (mem->state == COLLECTOR_FAILED || mem->closing)
        return;
    for (size_t i = 0; i < count; i++) {
        struct mem_partition *found = mem_find(mem, stored[i].topic, stored[i].partition);
        if (found == NULL || found->phase == MEM_IDLE)
            continue;
        const char *topic = found->position.topic;
        found->position = stored[i];
        found->position.topic = topic;
        found->phase = MEM_STARTED;
        mem_rewind(mem, (size_t)(found - mem->partitions));
    }
    if (mem->state == COLLECTOR_ASSIGNED && mem_list(mem, MEM_WAITING, NULL, 0) == 0)
        mem->state = COLLECTOR_RUNNING;
    if (mem->state == COLLECTOR_DONE)
        mem_end_again(mem);
}

static void mem_committed(struct collector *collector, const struct position *positions,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct mem_partition *found = mem_find(mem_of(collector), positions[i].topic,
                                               positions[i].partition);
        if (found != NULL)
            found->committed = positions[i].next_offset;
    }
}

static void mem_hold(struct collector *collector, bool held)
{
    mem_of(collector)->held = held;
}

static void mem_close(struct collector *collector)
{
    struct collector_mem *mem = mem_of(collector);

    if (mem->closing)
        return;
    mem->closing = true;
    mem->closing_in = CLOSING_POLLS;
    for (size_t i = 0; i < mem->partition_count; i++)
        mem->partitions[i].phase = MEM_IDLE;
    if (mem->state != COLLECTOR_FAILED)
        mem->state = COLLECTOR_RUNNING;
}

static void mem_free(struct collector *collector)
{
    struct collector_mem *mem = mem_of(collector);

    for (size_t i = 0; i < mem->step_count; i++) {
        memory_free((void *)mem->steps[i].key.bytes);
        memory_free((void *)mem->steps[i].value.bytes);
    }
    for (size_t i = 0; i < mem->partition_count; i++)
        memory_free((void *)mem->partitions[i].position.topic);
    mem_release(mem);
    free(mem->lent);
    memory_free(mem->steps);
    memory_free(mem->partitions);
    memory_free(mem);
}

static size_t mem_no_positions(const struct collector *collector, struct position *out, size_t max)
{
    (void)collector;
    (void)out;
    (void)max;
    return 0;
}

/* Without assignments. */
static bool mem_read_headers(struct collector *collector, struct record *record)
{
    struct collector_mem *mem = mem_of(collector);

    record->unread = NULL;
    mem->headers_read++;
    return true;
}

size_t collector_mem_headers_read(const struct collector *collector)
{
    return mem_of(collector)->headers_read;
}

static const struct collector_ops mem_file_ops = {
    .name = "mem",
    .poll = mem_poll,
    .state = mem_state,
    .error = mem_error,
    .wakeup_fd = mem_wakeup_fd,
    .assigned = mem_no_positions,
    .positions = mem_no_positions,
    .committed = mem_committed,
    .hold = mem_hold,
    .close = mem_close,
    .free = mem_free,
};

/* With assignments. */
static const struct collector_ops mem_ops = {
    .name = "mem",
    .poll = mem_poll,
    .read_headers = mem_read_headers,
    .state = mem_state,
    .error = mem_error,
    .wakeup_fd = mem_wakeup_fd,
    .assigned = mem_assigned,
    .start = mem_start,
    .positions = mem_positions,
    .committed = mem_committed,
    .hold = mem_hold,
    .close = mem_close,
    .free = mem_free,
};

struct collector *collector_mem_new(void)
{
    struct collector_mem *mem = memory_alloc_or_die(sizeof *mem);

    *mem = (struct collector_mem){
        .collector.ops = &mem_file_ops, .assigned_ops = &mem_ops, .state = COLLECTOR_RUNNING};
    return &mem->collector;
}
