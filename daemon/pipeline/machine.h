/*
 * machine.h - inside the pipeline: its state, shared by pipeline.c (reading, the turn), flush.c
 * (writing), recover.c (positions, refusals), stop.c and wait.c. Nobody else includes it.
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

/* What becomes of the batch that is being written. */
enum pipeline_flush {
    FLUSH_NONE,    /* there is none */
    FLUSH_SLICE,   /* the next slice is to be made */
    FLUSH_SEND,    /* the slice is made, and waits for the store */
    FLUSH_SENT,    /* ingest.write is under way */
    FLUSH_READ,    /* some came back, and are to be read */
    FLUSH_READING, /* they are being read */
};

/* What the store was asked for. */
enum pipeline_request { ASKED_NOTHING, ASKED_POSITIONS, ASKED_WRITE, ASKED_CONVERSATIONS };

struct pipeline {
    struct pipeline_options options;
    struct pipeline_statistics statistics;
    struct error error;
    enum pipeline_state state;
    enum pipeline_phase phase;
    int64_t wall_ms, mono_ms; /* of this turn */

    struct cache cache;
    struct batch batches[CACHE_BATCHES];
    unsigned filling; /* of batches; the other one is being written, or empty */

    /* reading */
    struct input input;
    bool more;                /* the last poll gave records: poll again at once */
    int64_t polled_ms;        /* when last */
    int64_t blocked_since_ms; /* reading is not allowed since; TIME_NONE: it is */
    int64_t short_until_ms;   /* memory was out: wait until then; TIME_NONE: it is not */
    struct log_limit short_limit;

    /* writing */
    struct writer writer;
    enum pipeline_flush flush;
    enum pipeline_request asked;
    bool may_ask;   /* the store is idle */
    bool connected; /* its settings are valid */
    bool troubled;  /* the last thing heard of the store was bad */
    int64_t flush_began_ms;

    /* positions */
    struct positions durable; /* what the database is known to hold */
    struct positions here;    /* scratch: where the collector is */
    bool positions_wanted;    /* to be read when the store is idle */
    int64_t positions_ms;     /* when they were last written, or found unchanged */
    bool going_back;   /* what was read is void: it is read again from the stored positions */
    bool void_records; /* and there were such records */
    bool single;       /* one record a batch, until single_until is passed */
    struct positions single_until;

    int64_t closing_since_ms;
    bool gave_up; /* while closing: not all that was read could be written */
};

/* pipeline.c */
void pipeline_fail(struct pipeline *pipeline, const struct error *error);
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
void flush_hear(struct pipeline *pipeline);
void flush_ask(struct pipeline *pipeline);
bool flush_has_to_ask(const struct pipeline *pipeline);
/* Hands the batch that was filled over to be written; rest_waits: without positions. */
void flush_begin(struct pipeline *pipeline, bool rest_waits);
void flush_abandon(struct pipeline *pipeline);

/* stop.c: after a turn's work; does nothing while the source is read. */
void stop_on(struct pipeline *pipeline);

/* recover.c */
/* Forgets what was read and is not committed, to read it again from where the database is. */
void recover_go_back(struct pipeline *pipeline);
/* Positions came from the database: goes back, starts what is assigned. */
void recover_positions(struct pipeline *pipeline, const struct position *stored, size_t count);
void recover_refused(struct pipeline *pipeline);
/* After a commit: is the record that was refused behind us? */
void recover_check_single(struct pipeline *pipeline);

#endif
