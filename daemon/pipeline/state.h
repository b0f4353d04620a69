/*
 * state.h - inside the pipeline: its state, and what follows from it. Nobody else includes it, but a test.
 * Each part calls only those below it:
 *
 *     wait.c          what a loop waits for
 *     pipeline.c      reading, and the turn
 *     stop.c          how it comes to an end
 *     flush.c         writing
 *     recover.c       going back; refusals
 *     state.c         states, and what they allow
 *
 * Each of the enums below is changed by one function of state.c. What may be done follows from three
 * states, and from nothing else: phase, recovery, and that of the collector (state_may).
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
    HELD_POLL_MS = 200, /* a source that is held back is polled so often, to keep it alive */
};

/* What becomes of the source. */
enum pipeline_phase {
    PHASE_READING,
    PHASE_ENDING,  /* the source is at its end; what is left is written */
    PHASE_CLOSING, /* pipeline_close: likewise, then the source is left */
    PHASE_LEAVING, /* the collector is closing */
};

/* What became of what was read. */
enum pipeline_recovery {
    RECOVERY_NONE,       /* all in memory rests on what the present connection said */
    RECOVERY_GOING_BACK, /* it was void, and is dropped; the database is to say where to begin again */
    RECOVERY_BISECTING, /* a record is refused: batches of half the suspects, and half again */
};

/* How things stand with the store. */
enum pipeline_link {
    LINK_AWAY,          /* no connection */
    LINK_PAUSED,        /* connected, and not to be asked now */
    LINK_FREE,          /* may be asked */
    LINK_POSITIONS,     /* was asked for positions, */
    LINK_WRITE,         /* to write the slice, */
    LINK_CONVERSATIONS, /* for those that came back */
};

/* What is next for the batch that is being written. */
enum pipeline_flush {
    FLUSH_NONE,  /* there is none */
    FLUSH_SLICE, /* the next slice is to be made */
    FLUSH_SEND,  /* it is made, and to be sent */
    FLUSH_READ,  /* some came back, and are to be read */
};

/* What the store said. */
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

/* What a cell of the table allows. */
enum {
    MAY_READ = 1, /* records may be polled for, into the batch that is filled */
    MAY_ASK = 2,  /* the database may, and is to, be asked for positions */
    MAY_WRITE =
        4, /* what is in memory may be worked off, written and committed, with its positions */
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
    unsigned filling; /* of batches; the other one is being written, or empty */

    /* reading */
    struct input input;
    int64_t polled_ms;        /* when last */
    int64_t blocked_since_ms; /* reading is not allowed since; TIME_NONE: it is */
    int64_t short_until_ms;   /* memory was out: wait until then; TIME_NONE: it is not */
    struct log_limit short_limit;

    /* writing */
    struct writer writer;
    int64_t flush_began_ms;

    /* positions */
    struct positions durable; /* what the database is known to hold */
    struct positions begin;   /* scratch: where to begin again */
    int64_t positions_ms;     /* when they were last written, or found unchanged */
    size_t suspects;          /* of so many events, the next ones, one is refused; 0: of none */
    size_t void_events;       /* dropped, and not read again since */

    int64_t closing_since_ms;
};

/* ---- what the states allow ---- */

unsigned state_may(const struct pipeline *pipeline);
unsigned state_cell(enum pipeline_phase phase, enum pipeline_recovery recovery,
                    enum collector_state collector);

/* ---- what else follows from them ---- */

struct batch *pipeline_filling(struct pipeline *pipeline);
/* How many events a batch may have. */
size_t pipeline_batch_events(const struct pipeline *pipeline);
bool pipeline_may_read(const struct pipeline *pipeline);
bool pipeline_is_short(const struct pipeline *pipeline);
bool pipeline_is_full(const struct pipeline *pipeline);     /* the batch being filled, or memory */
bool pipeline_positions_are_due(struct pipeline *pipeline); /* there is something new about them */
/* Nothing was read that is not committed. */
bool pipeline_holds_nothing(const struct pipeline *pipeline);
/* Likewise, and the database is known not to have lost any of it since. */
bool pipeline_is_written(const struct pipeline *pipeline);
/* ---- the one place where each changes ---- */

void state_enter(struct pipeline *pipeline, enum pipeline_phase phase);
/* GOING_BACK: all that was read and is not committed is dropped, and its positions with it. */
void state_recover(struct pipeline *pipeline, enum pipeline_recovery recovery);
/* The collector's state may have changed. */
void state_heed_collector(struct pipeline *pipeline);
void state_link(struct pipeline *pipeline, enum pipeline_link link);
void state_flush(struct pipeline *pipeline, enum pipeline_flush flush);
/* The batch that was being written is nobody's any more. */
void state_end_batch(struct pipeline *pipeline);
/* It is written again from its beginning, from nothing but itself. */
void state_begin_batch_again(struct pipeline *pipeline);
void state_end(struct pipeline *pipeline, enum pipeline_state state);
void pipeline_fail(struct pipeline *pipeline, const struct error *error);
/* Memory is out: gives back what can be given back, and waits a little. */
void pipeline_run_short(struct pipeline *pipeline);

#endif
