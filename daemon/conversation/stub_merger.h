/*
 * stub_merger.h - where stubs of all inputs are gathered before they are one set; private to this
 * folder. stub_read.c fills it, stubs.c makes the set of it.
 */
#ifndef MERITD_CONVERSATION_STUB_MERGER_H
#define MERITD_CONVERSATION_STUB_MERGER_H

#include "conversation/stubs.h"

/* An agent as some input names it. One agent may stand here several times. */
struct stub_name {
    struct text text;
    uint32_t number; /* from 1: what stubs call it until the names are sorted */
};

struct stub_merger {
    struct arena *arena;
    struct stub *stubs; /* room for all that the inputs can hold */
    size_t count;
    struct stub_name *names;
    size_t name_count, name_capacity;
    struct customer_claim claim; /* the best so far */
};

/* Both: ERROR_STOP when the bytes are malformed, ERROR_MEMORY when memory is out. */
MUST_CHECK bool stub_merger_read_set(struct stub_merger *merger, struct text set,
                                     struct error *error);
MUST_CHECK bool stub_merger_read_list(struct stub_merger *merger, struct text list,
                                      struct error *error);

#endif
