/* flush.h - the back half: takes the store's answers, and sends it the next request. */
#ifndef MERITD_PIPELINE_FLUSH_H
#define MERITD_PIPELINE_FLUSH_H

#include "pipeline/state.h"

enum pipeline_heard flush_hear(struct pipeline *pipeline);
void flush_ask(struct pipeline *pipeline);
bool flush_has_to_ask(const struct pipeline *pipeline);
/* Hands the filled batch over for writing. */
void flush_begin(struct pipeline *pipeline);
void flush_written(struct pipeline *pipeline);
void flush_unite(struct pipeline *pipeline);

#endif
