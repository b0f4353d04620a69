/* mem_script.c - appends steps to one list, partitions to another. Out of memory aborts. */
#include "doubles/mem_script.h"

#include "base/memory.h"
#include "base/time.h"

#include <assert.h>

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

struct mem_partition *mem_find(const struct collector_mem *mem, const char *topic,
                               int32_t partition)
{
    for (size_t i = 0; i < mem->partition_count; i++) {
        struct position *position = &mem->partitions[i].position;
        if (position->partition == partition && strcmp(position->topic, topic) == 0)
            return &mem->partitions[i];
    }
    return NULL;
}

/* The partition's index; makes the partition if it is new. */
static size_t mem_partition(struct collector_mem *mem, const char *topic, int32_t partition)
{
    struct mem_partition *found = mem_find(mem, topic, partition);

    if (found != NULL)
        return (size_t)(found - mem->partitions);
    mem->partitions = mem_grow(mem->partitions, mem->partition_count, sizeof *mem->partitions);
    mem->partitions[mem->partition_count] = (struct mem_partition){
        .position = position_unknown(mem_copy(text_of(topic)).bytes, partition),
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
    if (collector->ops->start == NULL)
        collector->ops = mem_of(collector)->assigned_ops;
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

void collector_mem_fail_at(struct collector *collector, unsigned n, enum error_class class,
                           const char *text)
{
    mem_of(collector)->fail_in = n;
    error_set(&mem_of(collector)->ailing, class, "%s", text);
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
