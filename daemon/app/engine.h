/*
 * engine.h - store, decoder, pipeline and settler around a collector, run by the loop.
 */
#ifndef MERITD_APP_ENGINE_H
#define MERITD_APP_ENGINE_H

#include "app/loop.h"
#include "app/shop.h"

/*
 * Runs until the loop stops, and frees the collector in any case. Returns an exit status; other than DONE,
 * it was logged why.
 */
int engine_run(const struct invocation *invocation, const struct shop *shop,
               struct collector *collector, bool progress, struct loop_outcome *outcome);

/*
 * The summary of a job that has ended by itself, and how long it took, on standard output. Rejected
 * records are told, too.
 */
void engine_summarize(const struct loop_outcome *outcome);

#endif
