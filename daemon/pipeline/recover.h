/* recover.h - back to where the database is, and past a record that it refuses. */
#ifndef MERITD_PIPELINE_RECOVER_H
#define MERITD_PIPELINE_RECOVER_H

#include "pipeline/state.h"

void recover_renewed(struct pipeline *pipeline);
void recover_lost(struct pipeline *pipeline);
/* Positions came from the database: begins again at them, with what is assigned. */
void recover_positions(struct pipeline *pipeline);
void recover_refused(struct pipeline *pipeline);
/* So many events were committed: what of those under suspicion is left? */
void recover_committed(struct pipeline *pipeline, size_t events);

#endif
