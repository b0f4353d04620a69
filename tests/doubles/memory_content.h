/*
 * memory_content.h - inside the in-memory store: its tables, and what a write does to them.
 *
 * A content is a value of plain arrays, copied to save and restore it. The memory that its rows point to is
 * kept until the store is freed (tests are short). Memory comes from malloc; the test ends when it is out.
 */
#ifndef MERITD_TESTS_DOUBLES_MEMORY_CONTENT_H
#define MERITD_TESTS_DOUBLES_MEMORY_CONTENT_H

#include "doubles/memory_store.h"

#include <stdlib.h>

#define ARRAY_OF(type)                                                                             \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, room;                                                                        \
    }

struct memory_conversation {
    struct text name;
    struct uuid version;
    struct text stubs;
};

struct memory_block; /* of the memory that rows point to */

struct memory_content {
    ARRAY_OF(struct memory_conversation) conversations; /* sorted by name */
    ARRAY_OF(struct part) parts;
    ARRAY_OF(uint64_t) keys[MEMORY_KIND_COUNT]; /* sorted */
    ARRAY_OF(struct dead_letter_row) dead_letters;
    ARRAY_OF(struct position) positions;
    struct memory_block **kept; /* shared by a content and its copies */
};

/* Returns `block`; ends the test if it is NULL. */
void *memory_or_die(void *block);

void memory_content_clear(struct memory_content *content);
void memory_content_copy(struct memory_content *to, const struct memory_content *from);
void memory_blocks_free(struct memory_block *blocks);

/* The index of a conversation, or the index for a new one. */
size_t memory_content_find(const struct memory_content *content, struct text name, bool *found);
/* Does the compare-and-swap of one row, with its parts. False: the row came back. */
bool memory_content_swap(struct memory_content *content, const struct conversation_row *row);
/* Removes a conversation and its parts. */
void memory_content_remove(struct memory_content *content, struct text name);
/* Stores all rows of a write except conversations and positions. */
void memory_content_add(struct memory_content *content, const struct write *write);
/* Stores the position; within an epoch it only goes forward. */
void memory_content_move(struct memory_content *content, const struct position *position);

/* Makes room for one more item at `at` and leaves it there to be filled. */
#define ARRAY_INSERT(array, at)                                                                    \
    do {                                                                                           \
        if ((array)->count == (array)->room) {                                                     \
            (array)->room = (array)->room * 2 + 16;                                                \
            (array)->items = memory_or_die(                                                        \
                realloc((array)->items, (array)->room * sizeof *(array)->items));                  \
        }                                                                                          \
        memmove((array)->items + (at) + 1, (array)->items + (at),                                  \
                ((array)->count - (at)) * sizeof *(array)->items);                                 \
        (array)->count++;                                                                          \
    } while (0)

#define ARRAY_REMOVE(array, at)                                                                    \
    do {                                                                                           \
        (array)->count--;                                                                          \
        memmove((array)->items + (at), (array)->items + (at) + 1,                                  \
                ((array)->count - (at)) * sizeof *(array)->items);                                 \
    } while (0)

#endif
