/*
 * state.h - inside the pipeline: its state, and what follows from it. Only the parts of the pipeline and one
 * test include it. Each part calls only those below it:
 *
 *     wait.c          what a loop waits for
 *     pipeline.c      reading, and the turn
 *     stop.c          stopping
 *     flush.c         writing
 *     recover.c       going back; refusals
 *     state.c         states, and what they allow
 *
 * One function of state.c changes each enum below. What the pipeline may do depends on three states only:
 * phase, recovery, and the collector's state (state_may).
 */
#ifndef MERITD_PIPELINE_STATE_H
#define MERITD_PIPELINE_STATE_H

#include "base/log.h"
#include "model/position.h"
#include "pipeline/batch.h"
#include "pipeline/cache.h"
#include "pipeline/input.h"
#include "pipeline/pipeline.h"
#include "pipeline/writer.h"

enum {
    HELD_POLL_MS = 200, /* a source on hold is polled this often, to keep it alive */
};

/* What happens with the source. */
enum pipeline_phase {
    PHASE_READING,
    PHASE_ENDING,  /* the source has ended; the rest is written */
    PHASE_CLOSING, /* pipeline_close: the rest is written, then the source closes */
    PHASE_LEAVING, /* the collector is closing */
};

/* The state of what was read. */
enum pipeline_recovery {
    RECOVERY_NONE,       /* everything in memory agrees with the present connection */
    RECOVERY_GOING_BACK, /* what was read is dropped; the database must say where to begin again */
    RECOVERY_BISECTING,  /* a record is refused: batches of half the suspects, then half of those */
};

/* The state of the store. */
enum pipeline_link {
    LINK_AWAY,          /* no connection */
    LINK_PAUSED,        /* connected, but must not be asked now */
    LINK_FREE,          /* may be asked */
    LINK_POSITIONS,     /* asked for positions, */
    LINK_WRITE,         /* to write the slice, */
    LINK_CONVERSATIONS, /* for the conversations that came back */
};

/* The next step for the batch that is being written. */
enum pipeline_flush {
    FLUSH_NONE,  /* there is none */
    FLUSH_SLICE, /* make the next slice */
    FLUSH_SEND,  /* send the slice */
    FLUSH_READ,  /* read the conversations that came back */
};

/* The store's answer. */
enum pipeline_heard {
    HEARD_NOTHING,
    HEARD_RENEWED,
    HEARD_POSITIONS,
    HEARD_WRITTEN,
    HEARD_CONVERSATIONS,
    HEARD_AGAIN,
    HEARD_REFUSED, /* a write */
    HEARD_LOST,
    HEARD_STOPPED,
};

/* What the states allow: a cell of the table in state.c. */
enum {
    MAY_READ = 1,  /* poll for records into the batch being filled */
    MAY_ASK = 2,   /* ask the database for positions */
    MAY_WRITE = 4, /* process, write and commit what is in memory, with its positions */
    IMPOSSIBLE = 8,
};
enum {
    PHASE_COUNT = PHASE_LEAVING + 1,
    RECOVERY_COUNT = RECOVERY_BISECTING + 1,
    COLLECTOR_STATES = COLLECTOR_FAILED + 1,
};

struct pipeline {
    struct pipeline_options options;
    struct pipeline_statistics statistics;
    struct error error;
    enum pipeline_state state;
    enum pipeline_phase phase;
    enum pipeline_recovery recovery;
    enum pipeline_link link;
    enum pipeline_flush flush;
    int64_t wall_ms, mono_ms; /* of this turn */

    struct cache cache;
    struct batch batches[CACHE_BATCHES];
    unsigned filling; /* index of the batch; the other one is being written, or empty */

    /* reading */
    struct input input;
    int64_t polled_ms;        /* when last */
    int64_t blocked_since_ms; /* since when reading is not allowed; TIME_NONE: it is allowed */
    int64_t short_until_ms;   /* memory was out: wait until then; TIME_NONE: do not wait */
    struct log_limit short_limit;

    /* writing */
    struct writer writer;
    int64_t flush_began_ms;

    /* positions */
    struct positions durable; /* known to be stored */
    struct positions begin;   /* scratch: where to begin again */
    int64_t positions_ms;     /* when positions were last written, or found unchanged */
    size_t suspects;          /* one of this many next events is refused; 0: none is */
    size_t void_events;       /* events dropped, and not yet read again */

    int64_t closing_since_ms;
};

/* ---- what the states allow ---- */

unsigned state_may(const struct pipeline *pipeline);
unsigned state_cell(enum pipeline_phase phase, enum pipeline_recovery recovery,
                    enum collector_state collector);

/* ---- what else follows from them ---- */

struct batch *pipeline_filling(struct pipeline *pipeline);
/* The most events that a batch may have now. */
size_t pipeline_batch_events(const struct pipeline *pipeline);
bool pipeline_may_read(const struct pipeline *pipeline);
bool pipeline_is_short(const struct pipeline *pipeline);
bool pipeline_is_full(const struct pipeline *pipeline);     /* the batch being filled, or memory */
bool pipeline_positions_are_due(struct pipeline *pipeline); /* they changed: store them */
/* Is everything that was read committed? */
bool pipeline_holds_nothing(const struct pipeline *pipeline);
/* The same; and is the database known not to have lost any of it since? */
bool pipeline_is_written(const struct pipeline *pipeline);
/* ---- the one place where each changes ---- */

void state_enter(struct pipeline *pipeline, enum pipeline_phase phase);
/* GOING_BACK drops everything that was read and is not committed, with its positions. */
void state_recover(struct pipeline *pipeline, enum pipeline_recovery recovery);
/* The collector's state may have changed. */
void state_heed_collector(struct pipeline *pipeline);
void state_link(struct pipeline *pipeline, enum pipeline_link link);
void state_flush(struct pipeline *pipeline, enum pipeline_flush flush);
/* The writer lets go of the batch that was being written. */
void state_end_batch(struct pipeline *pipeline);
/* Writes that batch again from its beginning. */
void state_begin_batch_again(struct pipeline *pipeline);
void state_end(struct pipeline *pipeline, enum pipeline_state state);
void pipeline_fail(struct pipeline *pipeline, const struct error *error);
/* Memory is out: frees what can be freed, and waits a little. */
void pipeline_run_short(struct pipeline *pipeline);

#endif
