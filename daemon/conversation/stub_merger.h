/*
 * stub_merger.h - gathers the stubs of all inputs before they become one set; private to this folder.
 * stub_read.c fills it, stubs.c makes the set.
 */
#ifndef MERITD_CONVERSATION_STUB_MERGER_H
#define MERITD_CONVERSATION_STUB_MERGER_H

#include "conversation/stubs.h"

/* An agent or source as an input names it. One name may occur several times. */
struct stub_name {
    struct text text;
    uint32_t number; /* from 1: its number in stubs until the names are sorted */
};

struct stub_merger {
    struct arena *arena;
    struct stub *stubs; /* room for all that the inputs can hold */
    size_t count;
    struct stub_name *names;
    size_t name_count, name_capacity;
    struct customer_claim claim; /* the best claim so far */
};

/* Both fail with ERROR_STOP when the bytes are malformed, with ERROR_MEMORY when memory is out. */
MUST_CHECK bool stub_merger_read_set(struct stub_merger *merger, struct text set,
                                     struct error *error);
MUST_CHECK bool stub_merger_read_list(struct stub_merger *merger, struct text list,
                                      struct error *error);

#endif
