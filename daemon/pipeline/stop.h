/* stop.h - how it comes to an end. */
#ifndef MERITD_PIPELINE_STOP_H
#define MERITD_PIPELINE_STOP_H

#include "pipeline/state.h"

/* After a turn's work; does nothing while the source is read. */
void stop_on(struct pipeline *pipeline);

#endif
