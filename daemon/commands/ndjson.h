/*
 * ndjson.h - does a file begin like NDJSON, one JSON object per line?
 *
 * Every line of another kind of file would become a dead letter; one look at its beginning prevents that. A
 * file of events with some broken lines passes: only those lines become dead letters.
 */
#ifndef MERITD_COMMANDS_NDJSON_H
#define MERITD_COMMANDS_NDJSON_H

#include "base/text.h"

/* begin: at least the first line of the file. NULL: one of the first lines looks like a JSON object.
 * Otherwise a phrase to print after the file's name: "looks like CSV". */
const char *ndjson_wrong(struct text begin);

#endif
