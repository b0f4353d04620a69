/*
 * ndjson.h - does what a file begins with look like events at all, one JSON object a line?
 *
 * A file of something else would become dead letters, line by line; one look spares that. A file with some
 * broken lines among events passes: these become dead letters.
 */
#ifndef MERITD_COMMANDS_NDJSON_H
#define MERITD_COMMANDS_NDJSON_H

#include "base/text.h"

/* begin: the first line of the file at least. NULL: one of the first lines looks like a JSON object. Else what
 * the file looks like, to be put behind its name: "looks like CSV". */
const char *ndjson_wrong(struct text begin);

#endif
