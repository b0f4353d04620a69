/* mem.c - a list of steps and a cursor on it; partitions with their positions. */
#include "collectors/mem.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/time.h"
#include "collectors/value.h"

#include <assert.h>
#include <stdint.h>

enum mem_kind {
    MEM_RECORD,
    MEM_ASSIGN,
    MEM_REVOKE,
    MEM_CAUGHT_UP,
    MEM_PAUSE,
    MEM_FAIL,
    MEM_END,
};

struct mem_step {
    enum mem_kind kind;
    bool done; /* other steps than records happen once */
    size_t partition;
    int64_t offset;
    int64_t timestamp_ms;
    struct text key;
    struct text value;
    enum error_class class; /* MEM_FAIL; its text is value */
};

enum mem_phase {
    MEM_IDLE,    /* not assigned */
    MEM_WAITING, /* assigned, start() is awaited */
    MEM_STARTED,
};

struct mem_partition {
    struct position position;
    enum mem_phase phase;
    int64_t next_record; /* offset of the next record that the script adds */
    int64_t committed;   /* -1 never */
};

struct collector_mem {
    struct collector collector;
    enum collector_state state;
    struct error error;
    bool held;
    bool assigns; /* the script assigns; without it all partitions are as started */

    struct mem_step *steps;
    size_t step_count;
    size_t cursor;

    struct mem_partition *partitions;
    size_t partition_count;
};

static struct collector_mem *mem_of(const struct collector *collector)
{
    return (struct collector_mem *)collector;
}

static void *mem_grow(void *array, size_t count, size_t size)
{
    void *grown = memory_realloc(array, (count + 1) * size);

    assert(grown != NULL);
    return grown;
}

static struct text mem_copy(struct text t)
{
    if (text_is_absent(t))
        return t;
    char *bytes = memory_alloc_or_die(t.length + 1);
    memcpy(bytes, t.bytes, t.length);
    bytes[t.length] = '\0';
    return (struct text){bytes, t.length};
}

/* ---- the script --------------------------------------------------------------------------------- */

static struct mem_partition *mem_find(const struct collector_mem *mem, const char *topic,
                                      int32_t partition)
{
    for (size_t i = 0; i < mem->partition_count; i++) {
        struct position *position = &mem->partitions[i].position;
        if (position->partition == partition && strcmp(position->topic, topic) == 0)
            return &mem->partitions[i];
    }
    return NULL;
}

/* The partition's index; it is made when it is new. */
static size_t mem_partition(struct collector_mem *mem, const char *topic, int32_t partition)
{
    struct mem_partition *found = mem_find(mem, topic, partition);

    if (found != NULL)
        return (size_t)(found - mem->partitions);
    mem->partitions = mem_grow(mem->partitions, mem->partition_count, sizeof *mem->partitions);
    mem->partitions[mem->partition_count] = (struct mem_partition){
        .position = {.topic = mem_copy(text_of(topic)).bytes,
                     .partition = partition,
                     .next_offset = -1,
                     .last_offset = -1,
                     .last_timestamp = TIME_NONE,
                     .caught_up_at_ms = TIME_NONE,
                     .end_offset = -1},
        .committed = -1,
    };
    return mem->partition_count++;
}

static void mem_step(struct collector *collector, struct mem_step step)
{
    struct collector_mem *mem = mem_of(collector);

    mem->steps = mem_grow(mem->steps, mem->step_count, sizeof *mem->steps);
    mem->steps[mem->step_count++] = step;
}

void collector_mem_assign(struct collector *collector, const char *topic, int32_t first,
                          int32_t last)
{
    mem_of(collector)->assigns = true;
    for (int32_t partition = first; partition <= last; partition++) {
        size_t index = mem_partition(mem_of(collector), topic, partition);
        mem_step(collector, (struct mem_step){.kind = MEM_ASSIGN, .partition = index});
    }
}

void collector_mem_revoke(struct collector *collector)
{
    mem_step(collector, (struct mem_step){.kind = MEM_REVOKE});
}

void collector_mem_record(struct collector *collector, const char *topic, int32_t partition,
                          int64_t timestamp_ms, struct text key, struct text value)
{
    size_t index = mem_partition(mem_of(collector), topic, partition);

    mem_step(collector,
             (struct mem_step){.kind = MEM_RECORD,
                               .partition = index,
                               .offset = mem_of(collector)->partitions[index].next_record++,
                               .timestamp_ms = timestamp_ms,
                               .key = mem_copy(key),
                               .value = mem_copy(value)});
}

void collector_mem_skip(struct collector *collector, const char *topic, int32_t partition,
                        int64_t offset)
{
    size_t index = mem_partition(mem_of(collector), topic, partition);

    assert(offset >= mem_of(collector)->partitions[index].next_record);
    mem_of(collector)->partitions[index].next_record = offset;
}

void collector_mem_caught_up(struct collector *collector, const char *topic, int32_t partition)
{
    size_t index = mem_partition(mem_of(collector), topic, partition);

    mem_step(collector,
             (struct mem_step){.kind = MEM_CAUGHT_UP,
                               .partition = index,
                               .offset = mem_of(collector)->partitions[index].next_record});
}

void collector_mem_pause(struct collector *collector)
{
    mem_step(collector, (struct mem_step){.kind = MEM_PAUSE});
}

void collector_mem_fail(struct collector *collector, enum error_class class, const char *text)
{
    mem_step(collector,
             (struct mem_step){.kind = MEM_FAIL, .class = class, .value = mem_copy(text_of(text))});
}

void collector_mem_end(struct collector *collector)
{
    mem_step(collector, (struct mem_step){.kind = MEM_END});
}

int64_t collector_mem_committed(const struct collector *collector, const char *topic,
                                int32_t partition)
{
    struct mem_partition *found = mem_find(mem_of(collector), topic, partition);

    return found == NULL ? -1 : found->committed;
}

bool collector_mem_held(const struct collector *collector)
{
    return mem_of(collector)->held;
}

/* ---- the table ---------------------------------------------------------------------------------- */

/* Hands the step's record over; false when nobody wants it (now). */
static bool mem_hand_over(struct collector_mem *mem, const struct mem_step *step,
                          struct record *record)
{
    struct mem_partition *partition = &mem->partitions[step->partition];
    struct position *position = &partition->position;

    if (mem->assigns && partition->phase != MEM_STARTED)
        return false;
    if (step->offset < position->next_offset)
        return false;
    *record = (struct record){.topic = text_of(position->topic),
                              .partition = position->partition,
                              .offset = step->offset,
                              .timestamp_ms = step->timestamp_ms,
                              .key = step->key};
    if (!text_is_absent(step->value))
        collector_value_set(record, step->value.bytes, step->value.length);
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

static void mem_caught_up(struct mem_partition *partition, int64_t end, int64_t now_ms)
{
    if (partition->phase != MEM_STARTED)
        return;
    partition->position.caught_up_at_ms = now_ms;
    partition->position.end_offset = end;
    if (partition->position.next_offset < end)
        partition->position.next_offset = end;
}

/* Any step but a record. False: this poll is over. */
static bool mem_take(struct collector_mem *mem, struct mem_step *step, int64_t now_ms)
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
        mem_caught_up(&mem->partitions[step->partition], step->offset, now_ms);
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

/* Does the script stand at a step that has to wait until start() was called? */
static bool mem_awaits_start(const struct collector_mem *mem)
{
    enum mem_kind kind = mem->steps[mem->cursor].kind;

    return mem->state == COLLECTOR_ASSIGNED && kind != MEM_ASSIGN && kind != MEM_REVOKE;
}

static size_t mem_poll(struct collector *collector, int64_t now_ms, struct record *records,
                       size_t max)
{
    struct collector_mem *mem = mem_of(collector);
    size_t count = 0;

    if (mem->held || mem->state == COLLECTOR_DONE || mem->state == COLLECTOR_FAILED)
        return 0;
    while (count < max && mem->cursor < mem->step_count && !mem_awaits_start(mem)) {
        struct mem_step *step = &mem->steps[mem->cursor];
        if (step->kind == MEM_RECORD) {
            count += mem_hand_over(mem, step, &records[count]);
        } else if (count > 0 && !step->done) {
            break; /* what was handed over is worked off first */
        } else if (!mem_take(mem, step, now_ms)) {
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
        if (partition->phase != phase ||
            (phase == MEM_STARTED && partition->position.next_offset < 0))
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

/* Back to the first record of the partition that is wanted again. */
static void mem_rewind(struct collector_mem *mem, size_t partition)
{
    for (size_t i = 0; i < mem->cursor; i++) {
        const struct mem_step *step = &mem->steps[i];
        if (step->kind == MEM_RECORD && step->partition == partition &&
            step->offset >= mem->partitions[partition].position.next_offset)
            mem->cursor = i;
    }
}

static void mem_start(struct collector *collector, const struct position *stored, size_t count)
{
    struct collector_mem *mem = mem_of(collector);

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
    if (mem->state == COLLECTOR_DONE && mem->cursor < mem->step_count) {
        mem->state = COLLECTOR_RUNNING; /* the end comes again */
        for (size_t i = mem->cursor; i < mem->step_count; i++)
            mem->steps[i].done = mem->steps[i].done && mem->steps[i].kind != MEM_END;
    }
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
    if (mem_of(collector)->state != COLLECTOR_FAILED)
        mem_of(collector)->state = COLLECTOR_DONE;
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
    memory_free(mem->steps);
    memory_free(mem->partitions);
    memory_free(mem);
}

static const struct collector_ops mem_ops = {
    .name = "mem",
    .poll = mem_poll,
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

    *mem = (struct collector_mem){.collector.ops = &mem_ops, .state = COLLECTOR_RUNNING};
    return &mem->collector;
}
