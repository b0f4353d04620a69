/*
 * problem.h - what is wrong with a JSON text, and where. The caller words the message.
 */
#ifndef MERITD_JSON_PROBLEM_H
#define MERITD_JSON_PROBLEM_H

#include "base/text.h"
#include "model/reason.h"
#include "model/record.h"

#include <stdint.h>

#define JSON_LENGTH_MAX RECORD_VALUE_MAX /* bytes of a text */
#define JSON_LEVELS_MAX 16               /* levels of nested objects and arrays */
#define JSON_NO_OFFSET SIZE_MAX

enum { JSON_PATH_SIZE = 120, JSON_PROBLEM_SIZE = 140 };

struct json_problem {
    enum reason reason;
    size_t offset;                /* the wrong byte; JSON_NO_OFFSET: the value at path */
    char path[JSON_PATH_SIZE];    /* "data.extra[2].x"; "" the text as a whole */
    char text[JSON_PROBLEM_SIZE]; /* "a comma or } is missing"; of a value: "is …" or "has …" */
};

#endif
