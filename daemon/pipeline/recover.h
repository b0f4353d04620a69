/* recover.h - goes back to the stored positions, and past a record that the database refuses. */
#ifndef MERITD_PIPELINE_RECOVER_H
#define MERITD_PIPELINE_RECOVER_H

#include "pipeline/state.h"

void recover_renewed(struct pipeline *pipeline);
void recover_lost(struct pipeline *pipeline);
/* The database has sent its positions: starts the assigned partitions again there. */
void recover_positions(struct pipeline *pipeline);
void recover_refused(struct pipeline *pipeline);
/* This many events were committed: how many suspects are left? */
void recover_committed(struct pipeline *pipeline, size_t events);

#endif
