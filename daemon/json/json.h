/*
 * json.h - reads JSON texts into trees. Only this room uses cJSON.
 *
 *     struct json *json = json_new(&error);
 *     switch (json_read(json, text, "", &root, &problem)) …
 *     for (v = json_first(root); v; v = json_next(v)) … json_name(v), json_kind(v) …
 *
 * Every tree that json_read returns is strict JSON, nests at most 16 levels, repeats no name in an object,
 * and has only finite numbers, and neither NUL nor lone surrogates in strings. The struct json owns the tree
 * until the next json_read. LC_NUMERIC must be "C", its default.
 */
#ifndef MERITD_JSON_JSON_H
#define MERITD_JSON_JSON_H

#include "base/error.h"
#include "base/text.h"
#include "json/problem.h"

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

enum json_result {
    JSON_OK,
    JSON_WRONG, /* *problem says why; *root: NULL, or the tree that the problem's path leads into */
    JSON_NO_MEMORY, /* nothing is known of the text */
};

struct json;       /* a reader, and the memory of its tree */
struct json_value; /* a node of the tree; lent */

/* Caller frees. */
MUST_CHECK struct json *json_new(struct error *error);
void json_free(struct json *json);

/*
 * Reads a text of at most JSON_LENGTH_MAX bytes. under: the path of the text itself, for messages: "" for a
 * text of its own, "data" for a record's data, which is then the second level of nesting.
 */
MUST_CHECK enum json_result json_read(struct json *json, struct text t, const char *under,
                                      const struct json_value **root, struct json_problem *problem);

/* How many levels the tree that was read last has, with those above it. */
unsigned json_levels(const struct json *json);

enum json_kind json_kind(const struct json_value *value);
/* The content of a value. Asking a value of another kind is a bug. */
bool json_bool(const struct json_value *value);
double json_number(const struct json_value *value);
struct text json_string(const struct json_value *value); /* unescaped; may have length 0 */

/* The children of an object or array, in the order of the text; NULL after the last one. */
const struct json_value *json_first(const struct json_value *value);
const struct json_value *json_next(const struct json_value *value);
/* A member's name, unescaped; NULL for an array's element. */
const char *json_name(const struct json_value *value);

#endif
