/*
 * cJSON allocates through hooks of the whole process. While a text is read, the hooks take memory from one
 * block, large enough for any JSON of that length: so cJSON never runs out of memory, and its frees do
 * nothing. At other times the hooks allocate as usual.
 */
#include "json/json.h"

#include "base/memory.h"
#include "base/quote.h"
#include "json/scan.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_COMPARED_MAX = 16 }; /* objects with more members have their names sorted */

struct json {
    unsigned char *block;
    size_t capacity;
    size_t used;
    bool has_number; /* the tree that was checked last has one */
    unsigned levels; /* and so many, with those above it */
};

/* The reader whose block the hooks use; NULL: they call memory_alloc. */
static _Thread_local struct json *active;

/* ---- memory --------------------------------------------------------------------------------- */

static void *block_take(struct json *json, size_t size)
{
    size_t wanted = (size + 7) & ~(size_t)7;
    if (json->capacity - json->used < wanted)
        return NULL;
    void *taken = json->block + json->used;
    json->used += wanted;
    return taken;
}

static void *hook_alloc(size_t size)
{
    return active ? block_take(active, size) : memory_alloc(size);
}

static void hook_free(void *memory)
{
    if (!active)
        memory_free(memory);
}

/*
 * The most that `length` bytes of JSON need. A value has at least two bytes with its comma, and needs one
 * node. A string of n bytes (n + 2 with quotes) needs n + 1 more, rounded up to 8; newer versions of cJSON
 * copy numbers in the same way. Finding duplicates needs one pointer per member, which has at least 5 bytes.
 * A copy with shortened numbers needs length + 1.
 */
static size_t block_needed(size_t length)
{
    return (length / 2 + 4) * (sizeof(cJSON) + 2 * sizeof(void *)) + 3 * length;
}

/* Wipes the memory: the text may have been a secret, and this happens rarely. */
static void block_free(struct json *json)
{
    if (json->block != NULL)
        explicit_bzero(json->block, json->capacity);
    memory_free(json->block);
}

static bool block_prepare(struct json *json, size_t length)
{
    size_t needed = block_needed(length);
    json->used = 0;
    if (json->capacity >= needed)
        return true;
    block_free(json);
    json->block = memory_alloc(needed);
    json->capacity = json->block ? needed : 0;
    return json->block != NULL;
}

struct json *json_new(struct error *error)
{
    struct json *json = memory_alloc(sizeof *json);
    if (!json) {
        error_memory(error);
        return NULL;
    }
    *json = (struct json){0};
    cJSON_Hooks hooks = {hook_alloc, hook_free};
    cJSON_InitHooks(&hooks);
    return json;
}

void json_free(struct json *json)
{
    if (!json)
        return;
    block_free(json);
    memory_free(json);
}

/* ---- numbers that cJSON would cut ------------------------------------------------------------- */

/* Writes the number at `from` in fewer characters if it is too long for cJSON; the nearest double is the same. */
static char *number_shorten(char *to, const char *from, size_t length)
{
    if (length <= JSON_NUMBER_USUAL)
        return (char *)memmove(to, from, length) + length;
    double value = strtod(from, NULL);
    const char *infinite = value < 0 ? "-1e999" : "1e999";
    char text[32];
    int written = isinf(value) ? snprintf(text, sizeof text, "%s", infinite)
                               : snprintf(text, sizeof text, "%.17g", value);
    return (char *)memcpy(to, text, (size_t)written) + written;
}

/* Length of the string at `at`, quotes included. */
static size_t string_span(const char *at)
{
    size_t length = 1;
    while (at[length] != '"')
        length += at[length] == '\\' ? 2 : 1;
    return length + 1;
}

/* Copies t, which is valid JSON, and shortens numbers that are too long for cJSON. */
static struct text numbers_shorten(struct json *json, struct text t)
{
    char *copy = block_take(json, t.length + 1), *to = copy;
    assert(copy);
    memcpy(copy, t.bytes, t.length);
    copy[t.length] = '\0';
    for (const char *from = copy; from < copy + t.length;) {
        size_t number = strspn(from, "+-.0123456789eE");
        if (*from == '"') {
            size_t length = string_span(from);
            memmove(to, from, length);
            to += length;
            from += length;
        } else if (number > 0 && *from != 'e') { /* not the e of true or false */
            to = number_shorten(to, from, number);
            from += number;
        } else {
            *to++ = *from++;
        }
    }
    return (struct text){copy, (size_t)(to - copy)};
}

/* ---- what cJSON does not check ---------------------------------------------------------------- */

/* A place in the tree; the outermost one is the text itself. */
struct place {
    const struct place *above; /* NULL: outermost */
    const char *name;          /* of the member; NULL: an element of an array */
    size_t index;
    unsigned level; /* how many objects and arrays are around it */
};

/* Can a path show the name unquoted? */
static bool is_plain_name(const char *name)
{
    size_t length = strspn(name,
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return length > 0 && length <= 24 && name[length] == '\0';
}

/* Writes the path as messages show it, "data.extra[2].x"; returns its length. */
static size_t place_write(const struct place *place, char out[JSON_PATH_SIZE])
{
    if (!place->above)
        return (size_t)snprintf(out, JSON_PATH_SIZE, "%s", place->name);

    size_t length = place_write(place->above, out);
    char quoted[QUOTE_SIZE];
    int written;
    if (!place->name)
        written = snprintf(out + length, JSON_PATH_SIZE - length, "[%zu]", place->index);
    else if (is_plain_name(place->name))
        written = snprintf(out + length, JSON_PATH_SIZE - length, length ? ".%s" : "%s",
                           place->name);
    else
        written = snprintf(out + length, JSON_PATH_SIZE - length, "[%s]",
                           text_quote(text_of(place->name), quoted));
    if (length + (size_t)written < JSON_PATH_SIZE)
        return length + (size_t)written;
    out[length] = '\0'; /* a part that does not fit is left out, so no character is cut */
    return length;
}

static bool wrong(const struct place *place, enum reason reason, struct json_problem *problem)
{
    problem->reason = reason;
    problem->offset = JSON_NO_OFFSET;
    place_write(place, problem->path);
    return false;
}

static bool wrong_names(const struct place *object, const char *name, struct json_problem *problem)
{
    char quoted[QUOTE_SIZE];
    snprintf(problem->text, sizeof problem->text,
             "has the member %s twice; a name may stand once in an object",
             text_quote(text_of(name), quoted));
    return wrong(object, REASON_DUPLICATE_MEMBER, problem);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool check_many_names(struct json *json, const cJSON *object, size_t count,
                             const struct place *place, struct json_problem *problem)
{
    size_t used = json->used, n = 0;
    const char **names = block_take(json, count * sizeof *names);
    assert(names);
    for (const cJSON *child = object->child; child; child = child->next)
        names[n++] = child->string;
    qsort(names, count, sizeof *names, compare_names);
    json->used = used;
    for (size_t i = 1; i < count; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            return wrong_names(place, names[i], problem);
    return true;
}

/* One of 64 bits per name, so that nearly all pairs need no comparison. */
static uint64_t name_bit(const char *name)
{
    unsigned first = (unsigned char)name[0];
    unsigned second = first ? (unsigned char)name[1] : 0;
    return UINT64_C(1) << ((first * 7 + second * 3) & 63);
}

static bool check_names(struct json *json, const cJSON *object, const struct place *place,
                        struct json_problem *problem)
{
    uint64_t seen = 0;
    size_t count = 0;
    for (const cJSON *child = object->child; child; child = child->next, count++) {
        uint64_t bit = name_bit(child->string);
        if ((seen & bit) && count < NAMES_COMPARED_MAX)
            for (const cJSON *earlier = object->child; earlier != child; earlier = earlier->next)
                if (strcmp(earlier->string, child->string) == 0)
                    return wrong_names(place, child->string, problem);
        seen |= bit;
    }
    return count <= NAMES_COMPARED_MAX || check_many_names(json, object, count, place, problem);
}

/* cJSON's own tests are calls into a shared library: too slow for every node of every record. */
static bool type_is(const cJSON *value, int type)
{
    return (value->type & 0xFF) == type;
}

static bool check_level(struct json *json, const cJSON *value, const struct place *place,
                        struct json_problem *problem)
{
    if (!(value->type & (cJSON_Array | cJSON_Object)))
        return true;
    if (json->levels <= place->level)
        json->levels = place->level + 1;
    if (place->level < JSON_LEVELS_MAX)
        return true;
    snprintf(problem->text, sizeof problem->text, "is nested more than %d levels deep",
             JSON_LEVELS_MAX);
    return wrong(place, REASON_NESTING_TOO_DEEP, problem);
}

static bool check_number(struct json *json, const cJSON *value, const struct place *place,
                         struct json_problem *problem)
{
    if (!type_is(value, cJSON_Number))
        return true;
    json->has_number = true;
    if (isfinite(value->valuedouble))
        return true;
    snprintf(problem->text, sizeof problem->text,
             "is a number beyond every double; it must be finite");
    return wrong(place, REASON_OUT_OF_RANGE, problem);
}

/* Recursion ends at JSON_LEVELS_MAX. */
static bool check_value(struct json *json, const cJSON *value, const struct place *place,
                        struct json_problem *problem)
{
    if (!check_level(json, value, place, problem) || !check_number(json, value, place, problem) ||
        (type_is(value, cJSON_Object) && !check_names(json, value, place, problem)))
        return false;
    struct place below = {place, NULL, 0, place->level + 1};
    for (const cJSON *child = value->child; child; child = child->next, below.index++) {
        below.name = child->string;
        if ((child->type & (cJSON_Number | cJSON_Array | cJSON_Object)) &&
            !check_value(json, child, &below, problem))
            return false;
    }
    return true;
}

static bool check(struct json *json, const cJSON *tree, const char *under,
                  struct json_problem *problem)
{
    const struct place outermost = {NULL, under, 0, under[0] ? 1 : 0};
    json->has_number = false;
    json->levels = 0;
    if (tree)
        return check_value(json, tree, &outermost, problem);
    snprintf(problem->text, sizeof problem->text, "cannot be read by the JSON parser");
    return wrong(&outermost, REASON_NOT_JSON, problem);
}

/* ---- reading ---------------------------------------------------------------------------------- */

/* NULL: cJSON reads no tree. Otherwise *end is where the tree's text ends. */
static const cJSON *parse(struct json *json, struct text t, const char **end)
{
    active = json;
    const cJSON *tree = cJSON_ParseWithLengthOpts(t.bytes, t.length, end, false);
    active = NULL;
    return tree;
}

/*
 * Parses a text of which only numbers and levels can make more than JSON: no control characters, nothing but
 * ASCII, no escapes, nothing after the value. NULL: it is another one. Old versions of cJSON read a byte too
 * far after a text that ends in "{" or ",", so it has to end in "}".
 */
static const cJSON *parse_plain(struct json *json, struct text t)
{
    const char *end;
    if (t.length == 0 || t.bytes[t.length - 1] != '}' || !scan_is_plain(t))
        return NULL;
    const cJSON *tree = parse(json, t, &end);
    return tree && end == t.bytes + t.length ? tree : NULL;
}

/* Parses a text that has passed the scan. If cJSON disagrees, a person gets the record. */
static const cJSON *parse_scanned(struct json *json, struct text t, bool has_long_number)
{
    const char *end;
    json->used = 0;
    return parse(json, has_long_number ? numbers_shorten(json, t) : t, &end);
}

/* Nearly all records of chat are plain and have no number: they are not scanned. */
enum json_result json_read(struct json *json, struct text t, const char *under,
                           const struct json_value **root, struct json_problem *problem)
{
    bool has_long_number;
    *root = NULL;
    if (!block_prepare(json, t.length))
        return JSON_NO_MEMORY;
    const cJSON *tree = parse_plain(json, t);
    bool is_good = tree && check(json, tree, under, problem);
    if ((!is_good || json->has_number) &&
        !scan_json(t, under[0] ? 1 : 0, &has_long_number, problem))
        return JSON_WRONG;
    if (!tree) {
        tree = parse_scanned(json, t, has_long_number);
        is_good = check(json, tree, under, problem);
    }
    *root = (const struct json_value *)tree;
    return is_good ? JSON_OK : JSON_WRONG;
}

unsigned json_levels(const struct json *json)
{
    return json->levels;
}

static const cJSON *node(const struct json_value *value)
{
    return (const cJSON *)value;
}

enum json_kind json_kind(const struct json_value *value)
{
    switch (node(value)->type & 0xFF) {
    case cJSON_NULL: return JSON_NULL;
    case cJSON_Number: return JSON_NUMBER;
    case cJSON_String: return JSON_STRING;
    case cJSON_Array: return JSON_ARRAY;
    case cJSON_Object: return JSON_OBJECT;
    default: return JSON_BOOL;
    }
}

bool json_bool(const struct json_value *value)
{
    return type_is(node(value), cJSON_True);
}

double json_number(const struct json_value *value)
{
    return node(value)->valuedouble;
}

struct text json_string(const struct json_value *value)
{
    return text_of(node(value)->valuestring);
}

const struct json_value *json_first(const struct json_value *value)
{
    return (const struct json_value *)node(value)->child;
}

const struct json_value *json_next(const struct json_value *value)
{
    return (const struct json_value *)node(value)->next;
}

const char *json_name(const struct json_value *value)
{
    return node(value)->string;
}
