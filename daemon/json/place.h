/*
 * place.h - where something stands in a JSON text, as editors show it. For messages about files that people write.
 */
#ifndef MERITD_JSON_PLACE_H
#define MERITD_JSON_PLACE_H

#include "json/json.h"

#include <stddef.h>

struct json_place {
    size_t line, column; /* from 1; columns in characters */
};

struct json_place json_place_of_byte(struct text t, size_t offset);

/*
 * The place of the value at a path such as "$.extra[2].day" or "extra[2].day": that of its name, if it is a
 * member. A path that goes on where the tree ends, such as that of a missing member, means what it reaches.
 * t: the text that root was read from.
 */
struct json_place json_place_of_path(struct text t, const struct json_value *root,
                                     const char *path);

#endif
