/*
 * writer.h - turns a batch into requests: slices of bounded size, each sent until no conversation comes back.
 *
 *     writer_begin(&writer, &batch)
 *     until writer_is_done:
 *         writer_slice(…)                  puts the next slice's rows into writer.write
 *         send writer.write                n conversations came back?
 *         n > 0: read them, writer_unite(…), send writer.write again; and so on
 *         n = 0: writer_commit(…)          the cache learns what is now stored
 *
 * The first slice carries the batch's other rows; the last carries its positions, so they are written only
 * after everything else. writer_restart begins again from the first slice and forgets all versions. It is the
 * answer to a lost connection and to any failure, and always right: the batch is kept, and every write only
 * adds members to a set.
 */
#ifndef MERITD_PIPELINE_WRITER_H
#define MERITD_PIPELINE_WRITER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "model/rows.h"
#include "pipeline/batch.h"
#include "pipeline/cache.h"
#include "store/store.h"

/* One conversation of the slice: what is stored once the slice is committed. */
struct writer_item {
    struct cache_entry *entry;
    struct uuid version;
    struct text stubs;
};

struct writer {
    struct batch *batch;    /* being written; NULL: none */
    struct pending **order; /* its pendings by conversation */
    size_t order_room;
    size_t next;           /* index into order: the first one in no slice yet */
    bool sliced;           /* a slice is being written */
    bool last;             /* it is the batch's last slice */
    struct arena arena;    /* memory of the slice as last sent */
    struct buffer encoded; /* memory of one set */
    struct writer_item *items;
    size_t item_count, item_room;
    size_t *item_of;    /* write.conversations.rows[i] is of items[item_of[i]] */
    struct write write; /* the request; the batch lends everything except conversations */
    size_t slice_bytes; /* a slice ends when making it takes more memory than this */
    uint64_t rewritten; /* conversations written again because they came back */
};

void writer_init(struct writer *writer, size_t slice_bytes);
void writer_clear(struct writer *writer);

/* ERROR_MEMORY: nothing has changed. */
MUST_CHECK bool writer_begin(struct writer *writer, struct batch *batch, struct error *error);

/*
 * Makes the next slice. ERROR_MEMORY: no memory for even one conversation; try again later. ERROR_STOP: a
 * cached set is malformed. An empty writer->write need not be sent: commit it as it is.
 */
MUST_CHECK bool writer_slice(struct writer *writer, const struct store_settings *settings,
                             struct error *error);
bool writer_is_empty(const struct writer *writer);

/*
 * Unites the conversations that came back with those of the slice: writer->write then holds the rows to send
 * again. `stored` is not needed afterwards. On failure (errors as above) call writer_restart.
 */
MUST_CHECK bool writer_unite(struct writer *writer, const struct stored_conversation *stored,
                             size_t count, const struct store_settings *settings,
                             struct error *error);

/*
 * Puts the rows into writer->write that write conversations of an earlier format anew; others are left out. For a
 * writer without a batch. `stored` is not needed afterwards.
 */
MUST_CHECK bool writer_renew(struct writer *writer, const struct stored_conversation *stored,
                             size_t count, const struct store_settings *settings,
                             struct error *error);

/* The slice is committed: the cache learns its rows. True: the batch is done. */
bool writer_commit(struct writer *writer, struct cache *cache);

/* Forgets all cached versions of the batch's conversations; the first slice is next again. */
void writer_restart(struct writer *writer, struct cache *cache);
/* Lets go of the batch. */
void writer_end(struct writer *writer);

#endif
