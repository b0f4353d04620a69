/*
 * machine.h - inside the pipeline: its state, shared by pipeline.c (reading, the turn), machine.c (states
 * and what they allow), flush.c (writing), recover.c (going back, refusals), stop.c and wait.c. Nobody
 * else includes it, but a test.
 *
 * Each of the enums below is changed by one function of machine.c. What may be done follows from three
 * states, and from nothing else: phase, recovery, and that of the collector (machine_may).
 */
#ifndef MERITD_PIPELINE_MACHINE_H
#define MERITD_PIPELINE_MACHINE_H

#include "base/log.h"
#include "pipeline/batch.h"
#include "pipeline/cache.h"
#include "pipeline/input.h"
#include "pipeline/pipeline.h"
#include "pipeline/positions.h"
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

/* machine.c */
unsigned machine_may(const struct pipeline *pipeline);
unsigned machine_cell(enum pipeline_phase phase, enum pipeline_recovery recovery,
                      enum collector_state collector);
void machine_enter(struct pipeline *pipeline, enum pipeline_phase phase);
/* GOING_BACK: all that was read and is not committed is dropped, and its positions with it. */
void machine_recover(struct pipeline *pipeline, enum pipeline_recovery recovery);
/* The collector's state may have changed. */
void machine_heed_collector(struct pipeline *pipeline);
void machine_link(struct pipeline *pipeline, enum pipeline_link link);
void machine_flush(struct pipeline *pipeline, enum pipeline_flush flush);
void machine_end(struct pipeline *pipeline, enum pipeline_state state);
void pipeline_fail(struct pipeline *pipeline, const struct error *error);

/* pipeline.c */
/* Memory is out: gives back what can be given back, and waits a little. */
void pipeline_run_short(struct pipeline *pipeline);
bool pipeline_is_short(const struct pipeline *pipeline);
struct batch *pipeline_filling(struct pipeline *pipeline);
bool pipeline_is_full(const struct pipeline *pipeline); /* the batch being filled, or memory */
bool pipeline_may_read(const struct pipeline *pipeline);
bool pipeline_positions_are_due(struct pipeline *pipeline); /* there is something new about them */
/* Nothing was read that is not committed. */
bool pipeline_holds_nothing(const struct pipeline *pipeline);
/* Likewise, and the database is known not to have lost any of it since. */
bool pipeline_is_written(const struct pipeline *pipeline);

/* flush.c: hears the store, and asks it for the next thing. */
enum pipeline_heard flush_hear(struct pipeline *pipeline);
void flush_ask(struct pipeline *pipeline);
bool flush_has_to_ask(const struct pipeline *pipeline);
/* Hands the batch that was filled over to be written. */
void flush_begin(struct pipeline *pipeline);
/* The batch is nobody's any more. */
void flush_end(struct pipeline *pipeline);
/* Begins the batch again from nothing but itself. */
void flush_restart(struct pipeline *pipeline);
void flush_written(struct pipeline *pipeline);
void flush_unite(struct pipeline *pipeline);

/* stop.c: after a turn's work; does nothing while the source is read. */
void stop_on(struct pipeline *pipeline);

/* recover.c */
void recover_renewed(struct pipeline *pipeline);
void recover_lost(struct pipeline *pipeline);
/* Positions came from the database: begins again at them, with what is assigned. */
void recover_positions(struct pipeline *pipeline);
void recover_refused(struct pipeline *pipeline);
/* So many events were committed: what of those under suspicion is left? */
void recover_committed(struct pipeline *pipeline, size_t events);
/* How many events a batch may have. */
size_t recover_batch_events(const struct pipeline *pipeline);

#endif
