/* stop.h - how the pipeline stops. */
#ifndef MERITD_PIPELINE_STOP_H
#define MERITD_PIPELINE_STOP_H

#include "pipeline/state.h"

/* Call it after a turn's work; it does nothing while the source is read. */
void stop_on(struct pipeline *pipeline);

#endif
