/*
 * mem_script.h - the insides of the scripted collector: mem_script.c writes the script, mem_collector.c
 * performs it.
 */
#ifndef MERITD_TESTS_DOUBLES_MEM_SCRIPT_H
#define MERITD_TESTS_DOUBLES_MEM_SCRIPT_H

#include "doubles/mem_collector.h"

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
    MEM_WAITING, /* assigned, waits for start() */
    MEM_STARTED,
};

struct mem_partition {
    struct position position;
    enum mem_phase phase;
    int64_t next_record; /* offset of the next record that the script adds */
    int64_t committed;   /* -1 never */
};

struct mem_lent {
    char *bytes;
    size_t length;
};

struct collector_mem {
    struct collector collector;
    const struct collector_ops *assigned_ops; /* the functions from the first assignment on */
    enum collector_state state;
    struct error error;
    bool held;
    unsigned fail_in;      /* polls until it fails; 0: by the script alone */
    struct error ailing;   /* its error then */
    bool closing;          /* close() was called */
    unsigned closing_in;   /* polls until it is closed */
    struct mem_lent *lent; /* texts of the last poll */
    size_t lent_count;
    size_t headers_read;

    struct mem_step *steps;
    size_t step_count;
    size_t cursor;

    struct mem_partition *partitions;
    size_t partition_count;
};

static inline struct collector_mem *mem_of(const struct collector *collector)
{
    return (struct collector_mem *)collector;
}

/* NULL: the script does not name it. */
struct mem_partition *mem_find(const struct collector_mem *mem, const char *topic,
                               int32_t partition);
#endif
