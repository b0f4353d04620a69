/* value.c - turns texts and JSON values into numbers, words, lists. */
#include "config/value.h"

#include "base/quote.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool config_complain(const struct config_place *place, const char *format, ...)
{
    char text[700];
    va_list arguments;
    struct buffer *problems = place->problems;
    size_t begin = problems->length;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_append_format(problems, "%s: %s", place->where, text);
    /* Names come from outside: none may break a line, or send control characters to a terminal. */
    for (size_t i = begin; i < problems->length; i++)
        if (problems->bytes[i] < ' ' || problems->bytes[i] == 0x7F)
            problems->bytes[i] = '?';
    buffer_append(problems, "\n", 1);
    return false;
}

static void *config_member(struct config *config, const struct option *option)
{
    return (char *)config + option->offset;
}

/* A copy that ends in NUL and that the configuration owns; NULL: no memory, already reported. */
static const char *config_copy(struct config *config, struct text t,
                               const struct config_place *place)
{
    char *copy = arena_alloc(&config->arena, t.length + 1);

    if (copy == NULL) {
        config_complain(place, "out of memory");
        return NULL;
    }
    memcpy(copy, t.bytes, t.length);
    copy[t.length] = '\0';
    return copy;
}

static bool config_wrong(const struct config_place *place, const struct option *option,
                         const char *text, const char *form)
{
    char quoted[QUOTE_SIZE];

    return config_complain(place, "%s is %s; it must be %s", option->name,
                           text_quote(text_of(text), quoted), form);
}

/* ---- one function per type ---- */

static bool config_set_text(struct config *config, const struct option *option, const char *text,
                            const struct config_place *place)
{
    if (option->fits != NULL && !option->fits(text))
        return config_wrong(place, option, text, option->form);
    const char *copy = config_copy(config, text_of(text), place);
    *(const char **)config_member(config, option) = copy;
    return copy != NULL;
}

static bool config_set_integer(struct config *config, const struct option *option, int64_t value,
                               const struct config_place *place)
{
    if (value < option->least || value > option->most)
        return config_complain(
            place, "%s is %" PRId64 "; it must be a whole number, %" PRId64 " to %" PRId64,
            option->name, value, option->least, option->most);
    *(int64_t *)config_member(config, option) = value;
    return true;
}

static bool config_integer_of_text(struct config *config, const struct option *option,
                                   const char *text, const struct config_place *place)
{
    char *end;
    char form[80];

    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno == ERANGE) {
        snprintf(form, sizeof form, "a whole number, %" PRId64 " to %" PRId64, option->least,
                 option->most);
        return config_wrong(place, option, text, form);
    }
    return config_set_integer(config, option, value, place);
}

static bool config_set_choice(struct config *config, const struct option *option, const char *text,
                              const struct config_place *place)
{
    int64_t index = option_choice_index(option, text);
    char form[120] = "one of";

    if (index < 0) {
        for (int64_t i = 0;; i++) {
            struct text word = option_choice(option, i);
            size_t length = strlen(form);
            snprintf(form + length, sizeof form - length, "%s %.*s", i == 0 ? "" : ",",
                     (int)word.length, word.bytes);
            if (word.bytes[word.length] == '\0')
                break;
        }
        return config_wrong(place, option, text, form);
    }
    *(int64_t *)config_member(config, option) = index;
    return true;
}

/* ---- lists and pairs: first room, then the items ---- */

static bool config_count_fits(const struct option *option, size_t count,
                              const struct config_place *place)
{
    if ((int64_t)count > option->most)
        return config_complain(place, "%s has %zu entries; it may have %" PRId64 " at most",
                               option->name, count, option->most);
    return true;
}

static bool config_list_room(struct config *config, const struct option *option, size_t count,
                             const struct config_place *place)
{
    struct config_list *list = config_member(config, option);

    if (!config_count_fits(option, count, place))
        return false;
    list->count = 0;
    list->items = arena_array(&config->arena, count, sizeof *list->items);
    return list->items != NULL || config_complain(place, "out of memory");
}

static bool config_list_add(struct config *config, const struct option *option, struct text item,
                            const struct config_place *place)
{
    struct config_list *list = config_member(config, option);
    const char *copy = config_copy(config, item, place);

    if (copy == NULL)
        return false;
    if (option->fits != NULL && !option->fits(copy))
        return config_wrong(place, option, copy, option->form);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], copy) == 0)
            return config_complain(place, "%s names %s twice", option->name, copy);
    list->items[list->count++] = copy;
    return true;
}

static bool config_pairs_room(struct config *config, const struct option *option, size_t count,
                              const struct config_place *place)
{
    struct config_pairs *pairs = config_member(config, option);

    if (!config_count_fits(option, count, place))
        return false;
    pairs->count = 0;
    pairs->items = arena_array(&config->arena, count, sizeof *pairs->items);
    return pairs->items != NULL || config_complain(place, "out of memory");
}

static bool config_pairs_add(struct config *config, const struct option *option, struct text name,
                             struct text value, const struct config_place *place)
{
    struct config_pairs *pairs = config_member(config, option);
    struct kafka_setting *pair = &pairs->items[pairs->count];

    if (name.length == 0)
        return config_complain(place, "%s has an entry without a name", option->name);
    for (size_t i = 0; i < pairs->count; i++)
        if (text_equal(text_of(pairs->items[i].name), name))
            return config_complain(place, "%s names %s twice", option->name, pairs->items[i].name);
    pair->name = config_copy(config, name, place);
    pair->value = config_copy(config, value, place);
    pairs->count++;
    return pair->name != NULL && pair->value != NULL;
}

/* ---- from the environment ---- */

static size_t config_comma_count(const char *text)
{
    size_t count = 1;

    for (; *text != '\0'; text++)
        count += *text == ',';
    return count;
}

static bool config_pair_of_text(struct config *config, const struct option *option,
                                struct text item, const struct config_place *place)
{
    const char *equals = memchr(item.bytes, '=', item.length);

    if (equals == NULL)
        return config_complain(place,
                               "%s has an entry (not shown) that is not of the form name=value; a "
                               "value with a comma can stand in the file only",
                               option->name);
    size_t length = (size_t)(equals - item.bytes);
    return config_pairs_add(config, option, (struct text){item.bytes, length},
                            (struct text){equals + 1, item.length - length - 1}, place);
}

/* Checks every item, even after a wrong one. */
static bool config_items_of_text(struct config *config, const struct option *option,
                                 const char *text, const struct config_place *place)
{
    bool pairs = option->type == OPTION_PAIRS;
    size_t count = config_comma_count(text);
    bool right = pairs ? config_pairs_room(config, option, count, place)
                       : config_list_room(config, option, count, place);

    for (size_t i = 0; i < count && right; i++) {
        struct text item = {text, strcspn(text, ",")};
        right &= pairs ? config_pair_of_text(config, option, item, place)
                       : config_list_add(config, option, item, place);
        text += item.length + 1;
    }
    return right;
}

bool config_value_from_text(struct config *config, const struct option *option, const char *text,
                            const struct config_place *place)
{
    switch (option->type) {
    case OPTION_TEXT: return config_set_text(config, option, text, place);
    case OPTION_INTEGER: return config_integer_of_text(config, option, text, place);
    case OPTION_CHOICE: return config_set_choice(config, option, text, place);
    case OPTION_LIST:
    case OPTION_PAIRS: return config_items_of_text(config, option, text, place);
    }
    return false;
}

/* ---- from the file ---- */

static const char *json_kind_name(const struct json_value *value)
{
    switch (json_kind(value)) {
    case JSON_NULL: return "null";
    case JSON_BOOL: return "true or false";
    case JSON_NUMBER: return "a number";
    case JSON_STRING: return "a string";
    case JSON_ARRAY: return "an array";
    case JSON_OBJECT: return "an object";
    }
    return "";
}

static const char *option_type_name(enum option_type type)
{
    switch (type) {
    case OPTION_INTEGER: return "a whole number";
    case OPTION_TEXT:
    case OPTION_CHOICE: return "a string";
    case OPTION_LIST: return "an array of strings";
    case OPTION_PAIRS: return "an object of strings, numbers, true and false";
    }
    return "";
}

static bool config_wrong_kind(const struct config_place *place, const struct option *option,
                              const struct json_value *value)
{
    return config_complain(place, "%s is %s; it must be %s", option->name, json_kind_name(value),
                           option_type_name(option->type));
}

static bool config_text_of_json(struct config *config, const struct option *option,
                                const struct json_value *value, const struct config_place *place)
{
    if (json_kind(value) != JSON_STRING)
        return config_wrong_kind(place, option, value);
    if (json_string(value).length == 0)
        return config_complain(place, "%s is empty; leave it out, or set it to null", option->name);
    const char *text = config_copy(config, json_string(value), place);
    return text != NULL && config_value_from_text(config, option, text, place);
}

static bool config_integer_of_json(struct config *config, const struct option *option,
                                   const struct json_value *value, const struct config_place *place)
{
    if (json_kind(value) != JSON_NUMBER)
        return config_wrong_kind(place, option, value);
    double number = json_number(value);
    if (number < -9e15 || number > 9e15 || number != (double)(int64_t)number)
        return config_complain(place,
                               "%s is %.15g; it must be a whole number, %" PRId64 " to %" PRId64,
                               option->name, number, option->least, option->most);
    return config_set_integer(config, option, (int64_t)number, place);
}

static size_t json_count(const struct json_value *value)
{
    size_t count = 0;

    for (const struct json_value *v = json_first(value); v != NULL; v = json_next(v))
        count++;
    return count;
}

static bool config_list_of_json(struct config *config, const struct option *option,
                                const struct json_value *value, const struct config_place *place)
{
    if (json_kind(value) != JSON_ARRAY)
        return config_wrong_kind(place, option, value);
    if (!config_list_room(config, option, json_count(value), place))
        return false;
    bool right = true;
    for (const struct json_value *v = json_first(value); v != NULL; v = json_next(v))
        right &= json_kind(v) == JSON_STRING
                     ? config_list_add(config, option, json_string(v), place)
                     : config_complain(place, "%s has an entry that is %s; each must be a string",
                                       option->name, json_kind_name(v));
    return right;
}

static bool config_pair_of_json(struct config *config, const struct option *option,
                                const struct json_value *value, const struct config_place *place)
{
    char number[32];
    struct text text;

    switch (json_kind(value)) {
    case JSON_STRING: text = json_string(value); break;
    case JSON_BOOL: text = json_bool(value) ? TEXT("true") : TEXT("false"); break;
    case JSON_NUMBER:
        snprintf(number, sizeof number, "%.15g", json_number(value));
        text = text_of(number);
        break;
    default:
        return config_complain(place, "%s: %s must be a string, a number, true or false",
                               option->name, json_name(value));
    }
    return config_pairs_add(config, option, text_of(json_name(value)), text, place);
}

static bool config_pairs_of_json(struct config *config, const struct option *option,
                                 const struct json_value *value, const struct config_place *place)
{
    if (json_kind(value) != JSON_OBJECT)
        return config_wrong_kind(place, option, value);
    if (!config_pairs_room(config, option, json_count(value), place))
        return false;
    bool right = true;
    for (const struct json_value *v = json_first(value); v != NULL; v = json_next(v))
        right &= config_pair_of_json(config, option, v, place);
    return right;
}

bool config_value_from_json(struct config *config, const struct option *option,
                            const struct json_value *value, const struct config_place *place)
{
    if (json_kind(value) == JSON_NULL)
        return true;
    switch (option->type) {
    case OPTION_TEXT:
    case OPTION_CHOICE: return config_text_of_json(config, option, value, place);
    case OPTION_INTEGER: return config_integer_of_json(config, option, value, place);
    case OPTION_LIST: return config_list_of_json(config, option, value, place);
    case OPTION_PAIRS: return config_pairs_of_json(config, option, value, place);
    }
    return false;
}
