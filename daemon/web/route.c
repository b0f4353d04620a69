/* route.c - see the header. */
#include "web/route.h"

#include "base/memory.h"
#include "base/time.h"
#include "base/utf8.h"
#include "json/json.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 200, NOTE_BYTES = 2000 };

#define NAMED(word) .name = word, .type = WEB_TEXT, .most = NAME_BYTES
#define MOST(rows)                                                                                 \
    {                                                                                              \
        .name = "most", .type = WEB_INTEGER, .least = 1, .most = (rows)                            \
    }
#define AFTER                                                                                      \
    {                                                                                              \
        .name = "after", .type = WEB_TEXT, .most = NAME_BYTES                                      \
    }
#define MONTH                                                                                      \
    {                                                                                              \
        .name = "month", .type = WEB_MONTH                                                         \
    }
#define ID                                                                                         \
    {                                                                                              \
        .name = "id", .type = WEB_ID, .needed = true                                               \
    }
#define FOR_MONTH                                                                                  \
    {                                                                                              \
        .name = "for_month", .type = WEB_MONTH, .needed = true                                     \
    }
#define NEEDED(word)                                                                               \
    {                                                                                              \
        NAMED(word), .needed = true                                                                \
    }
#define LISTS "inquiries unpaid_orders overdue_tickets targets marks_due samples"

const struct web_route web_routes[] = {
    {"/api/me", "web.me", "who is signed in, and what may be chosen", .params = {{0}}},
    {"/api/waiting", "web.waiting", "who waits now", .params = {{NAMED("team")}, MOST(1000)}},
    {"/api/today", "web.today", "the day so far, by agent and hour", .params = {{NAMED("team")}}},
    {"/api/ranking", "web.ranking", "a period's ranking",
     .params = {{.name = "period_kind",
                 .type = WEB_CHOICE,
                 .allowed = "day week month quarter half_year year"},
                {.name = "start", .type = WEB_DAY},
                {NAMED("team")},
                {NAMED("scheme")},
                {NAMED("by_metric")}}},
    {"/api/person", "web.person", "an agent's month",
     .params = {{NAMED("agent")}, MONTH, {NAMED("scheme")}}},
    {"/api/evidence", "web.evidence", "the rounds and orders after an indicator",
     .params = {{NAMED("agent"), .needed = true},
                {.name = "month", .type = WEB_MONTH, .needed = true},
                {NAMED("indicator"), .needed = true},
                {NAMED("scheme")},
                AFTER,
                MOST(500),
                {NAMED("term")}}},
    {"/api/team", "web.team", "a team's month", .params = {{NAMED("team"), .needed = true}, MONTH}},
    {"/api/lists", "web.lists", "what to act on",
     .params = {{.name = "list", .type = WEB_CHOICE, .needed = true, .allowed = LISTS},
                MONTH,
                {NAMED("team")},
                AFTER,
                MOST(500)}},
    {"/api/entries", "web.entries", "what may be entered", .params = {MONTH}},
    {"/api/month_end", "web.month_end", "the end of a month", .params = {MONTH}},
    {"/api/due", "web.due", "what is due from who asks at the end of periods", .params = {{0}}},
    {"/api/quality", "web.quality", "the quality of the data", .params = {{0}}},
    {"/api/appeal_file", "period.appeal_file", "files an appeal", .writes = true,
     .params = {FOR_MONTH,
                NEEDED("agent"),
                NEEDED("indicator"),
                {.name = "reason", .type = WEB_TEXT, .needed = true, .most = NOTE_BYTES}}},
    {"/api/appeal_file_term", "period.appeal_file_term",
     "files an appeal against a longer period than a month", .writes = true,
     .params = {NEEDED("of_term"),
                NEEDED("agent"),
                NEEDED("indicator"),
                {.name = "reason", .type = WEB_TEXT, .needed = true, .most = NOTE_BYTES}}},
    {"/api/appeal_decide", "period.appeal_decide", "accepts or rejects an appeal", .writes = true,
     .params =
         {{.name = "appeal", .type = WEB_INTEGER, .needed = true, .least = 1, .most = INT64_MAX},
          {.name = "accepted", .type = WEB_BOOLEAN, .needed = true},
          {.name = "note", .type = WEB_TEXT, .needed = true, .most = NOTE_BYTES},
          {.name = "exclusions", .type = WEB_LIST}}},
    {"/api/action_set", "period.action_set", "sets the state of an action", .writes = true,
     .params =
         {{.name = "action", .type = WEB_INTEGER, .needed = true, .least = 1, .most = INT64_MAX},
          {.name = "state", .type = WEB_CHOICE, .needed = true, .allowed = "open done waived"},
          {.name = "note", .type = WEB_TEXT, .most = NOTE_BYTES}}},
    {"/api/sign", "period.sign", "signs a month or longer period", .writes = true,
     .params = {NEEDED("of_period"), NEEDED("step"), NEEDED("content")}},
    {"/api/revise", "period.revise", "calculates a closed month again", .writes = true,
     .params = {FOR_MONTH,
                {.name = "reason", .type = WEB_TEXT, .needed = true, .most = NOTE_BYTES}}},
    {"/api/evidence_file", "period.evidence_file", "files evidence of a grade", .writes = true,
     .params = {NEEDED("of_period"),
                NEEDED("agent"),
                NEEDED("grade"),
                {.name = "evidence", .type = WEB_TEXT, .needed = true, .most = NOTE_BYTES},
                {NAMED("who")},
                {.name = "what", .type = WEB_TEXT, .most = NOTE_BYTES},
                {.name = "happened_on", .type = WEB_DAY}}},
    {"/api/evidence_withdraw", "period.evidence_withdraw", "withdraws evidence of a grade",
     .writes = true,
     .params =
         {{.name = "evidence", .type = WEB_INTEGER, .needed = true, .least = 1, .most = INT64_MAX},
          {.name = "reason", .type = WEB_TEXT, .needed = true, .most = NOTE_BYTES}}},
    {"/api/acknowledge", "period.acknowledge", "acknowledges the result of a month", .writes = true,
     .params = {FOR_MONTH}},
    {"/api/acknowledge_term", "period.acknowledge_term",
     "acknowledges the result of a longer period than a month", .writes = true,
     .params = {NEEDED("of_term")}},
    {"/api/mark_give", "period.mark_give", "gives a mark", .writes = true,
     .params = {ID,
                FOR_MONTH,
                NEEDED("agent"),
                NEEDED("mark"),
                {.name = "role",
                 .type = WEB_CHOICE,
                 .needed = true,
                 .allowed = "self peer lead manager hq"},
                {.name = "score", .type = WEB_NUMBER, .needed = true, .most = 100}}},
    {"/api/mark_give_term", "period.mark_give_term",
     "gives a mark for a longer period than a month", .writes = true,
     .params = {ID,
                NEEDED("of_term"),
                NEEDED("agent"),
                NEEDED("mark"),
                {.name = "role",
                 .type = WEB_CHOICE,
                 .needed = true,
                 .allowed = "self peer lead manager hq"},
                {.name = "score", .type = WEB_NUMBER, .needed = true, .most = 100}}},
    {"/api/target_set", "period.target_set", "sets a target", .writes = true,
     .params =
         {ID,
          FOR_MONTH,
          NEEDED("agent"),
          NEEDED("metric"),
          {.name = "value", .type = WEB_NUMBER, .needed = true, .most = INT64_C(999999999999)}}},
    {"/api/target_set_term", "period.target_set_term",
     "sets a target for a longer period than a month", .writes = true,
     .params =
         {ID,
          NEEDED("of_term"),
          NEEDED("agent"),
          NEEDED("metric"),
          {.name = "value", .type = WEB_NUMBER, .needed = true, .most = INT64_C(999999999999)}}},
};

const size_t web_route_count = sizeof web_routes / sizeof web_routes[0];

const struct web_route *web_route_find(const char *path)
{
    for (size_t i = 0; i < web_route_count; i++)
        if (strcmp(web_routes[i].path, path) == 0)
            return &web_routes[i];
    return NULL;
}

/* ---- problems ---- */

static bool route_complain(struct web_problem *problem, struct text parameter, const char *format,
                           ...) PRINTF_LIKE(3, 4);

/* Names come from outside: only what could be one is repeated. */
static bool route_complain(struct web_problem *problem, struct text parameter, const char *format,
                           ...)
{
    va_list arguments;
    size_t length = 0;

    while (length < parameter.length && length < WEB_NAME_MAX &&
           (isalnum((unsigned char)parameter.bytes[length]) || parameter.bytes[length] == '_'))
        length++;
    snprintf(problem->parameter, sizeof problem->parameter, "%.*s", (int)length,
             length > 0 ? parameter.bytes : "");
    va_start(arguments, format);
    vsnprintf(problem->text, sizeof problem->text, format, arguments);
    va_end(arguments);
    return false;
}

static bool route_no_memory(struct web_problem *problem)
{
    return route_complain(problem, (struct text){0}, "out of memory");
}

/* ---- values ---- */

static bool fits_text(const struct web_param *param, struct text value)
{
    size_t bad;

    if (value.length == 0 || value.length > (size_t)param->most || !utf8_is_valid(value, &bad))
        return false;
    for (size_t i = 0; i < value.length; i++)
        if (((unsigned char)value.bytes[i] < ' ' && value.bytes[i] != '\n') ||
            value.bytes[i] == 0x7f)
            return false;
    return true;
}

static bool fits_integer(const struct web_param *param, struct text value)
{
    char digits[21];

    if (value.length == 0 || value.length >= sizeof digits)
        return false;
    memcpy(digits, value.bytes, value.length);
    digits[value.length] = '\0';
    if (digits[strspn(digits, "0123456789")] != '\0')
        return false;
    errno = 0;
    long long number = strtoll(digits, NULL, 10);
    return errno == 0 && number >= param->least && number <= param->most;
}

/* As PostgreSQL writes it: other forms would be other texts of the same id. */
static bool fits_id(struct text value)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    if (value.length != sizeof form - 1)
        return false;
    for (size_t i = 0; i < value.length; i++) {
        bool digit = value.bytes[i] != '\0' && strchr("0123456789abcdef", value.bytes[i]) != NULL;
        if (form[i] == 'x' ? !digit : value.bytes[i] != form[i])
            return false;
    }
    return true;
}

static bool fits_day(struct text value)
{
    int32_t day;

    return date_parse(value, &day) && time_is_valid(day * TIME_MS_PER_DAY);
}

/* Writes the first day of a month. */
static bool month_of(struct text value, char out[DATE_TEXT_SIZE])
{
    if (value.length != 7 && (value.length != 10 || memcmp(value.bytes + 7, "-01", 3) != 0))
        return false;
    snprintf(out, DATE_TEXT_SIZE, "%.7s-01", value.bytes);
    return fits_day((struct text){out, DATE_TEXT_SIZE - 1});
}

static bool fits_choice(const char *allowed, struct text value)
{
    for (const char *word = allowed; *word != '\0'; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        if (text_equal(value, (struct text){word, length}))
            return true;
        word += length;
    }
    return false;
}

static bool param_fits(const struct web_param *param, struct text value)
{
    char day[DATE_TEXT_SIZE];

    switch (param->type) {
    case WEB_TEXT: return fits_text(param, value);
    case WEB_INTEGER: return fits_integer(param, value);
    case WEB_ID: return fits_id(value);
    case WEB_DAY: return fits_day(value);
    case WEB_MONTH: return value.bytes != NULL && month_of(value, day);
    case WEB_CHOICE: return fits_choice(param->allowed, value);
    case WEB_BOOLEAN: return fits_choice("true false", value);
    case WEB_NUMBER:
    case WEB_LIST: break;
    }
    return false;
}

static bool param_complain(const struct web_param *param, struct web_problem *problem)
{
    struct text name = text_of(param->name);

    switch (param->type) {
    case WEB_TEXT:
        return route_complain(problem, name, "must be a text of 1 to %" PRId64 " bytes",
                              param->most);
    case WEB_INTEGER:
        return route_complain(problem, name, "must be a whole number from %" PRId64 " to %" PRId64,
                              param->least, param->most);
    case WEB_NUMBER:
        return route_complain(problem, name, "must be a number from %" PRId64 " to %" PRId64,
                              param->least, param->most);
    case WEB_ID: return route_complain(problem, name, "must be a UUID in small letters");
    case WEB_DAY: return route_complain(problem, name, "must be a day, such as 2026-10-05");
    case WEB_MONTH: return route_complain(problem, name, "must be a month, such as 2026-10");
    case WEB_CHOICE: return route_complain(problem, name, "must be one of: %s", param->allowed);
    case WEB_BOOLEAN: return route_complain(problem, name, "must be true or false");
    case WEB_LIST: return route_complain(problem, name, "must be an array");
    }
    return false;
}

static const char *param_sql_type(const struct web_param *param)
{
    switch (param->type) {
    case WEB_TEXT:
    case WEB_CHOICE: return "::text";
    case WEB_INTEGER: return param->most <= INT32_MAX ? "::integer" : "::bigint";
    case WEB_NUMBER: return "::numeric";
    case WEB_ID: return "::uuid";
    case WEB_DAY:
    case WEB_MONTH: return "::date";
    case WEB_BOOLEAN: return "::boolean";
    case WEB_LIST: return "::jsonb";
    }
    return "";
}

/* ---- questions ---- */

void web_question_init(struct web_question *question, const struct web_route *route)
{
    *question = (struct web_question){.route = route};
    buffer_init(&question->texts);
    for (size_t i = 0; i <= WEB_PARAMS_MAX; i++)
        question->at[i] = SIZE_MAX;
}

void web_question_clear(struct web_question *question)
{
    buffer_clear(&question->texts);
}

/* The parameter's place in the list; WEB_PARAMS_MAX: the language, which every route takes; SIZE_MAX: no such. */
static size_t question_place(const struct web_question *question, struct text name)
{
    const struct web_param *params = question->route->params;

    for (size_t i = 0; i < WEB_PARAMS_MAX && params[i].name != NULL; i++)
        if (text_equal(name, text_of(params[i].name)))
            return i;
    return text_equal(name, TEXT("language")) ? WEB_PARAMS_MAX : SIZE_MAX;
}

static const struct web_param *question_param(const struct web_question *question, size_t place)
{
    static const struct web_param language = {
        .name = "language", .type = WEB_CHOICE, .allowed = "zh en"};

    return place == WEB_PARAMS_MAX ? &language : &question->route->params[place];
}

/* Takes the place of a name that was not given before; SIZE_MAX: problem says what is wrong. */
static size_t question_claim(const struct web_question *question, struct text name,
                             struct web_problem *problem)
{
    size_t place = question_place(question, name);

    if (place == SIZE_MAX) {
        (void)route_complain(problem, name, "is no parameter of %s", question->route->path);
    } else if (question->at[place] != SIZE_MAX) {
        (void)route_complain(problem, name, "is given twice");
        place = SIZE_MAX;
    }
    return place;
}

static bool question_write(struct web_question *question, size_t place, struct text value,
                           struct web_problem *problem)
{
    question->at[place] = question->texts.length;
    buffer_append_text(&question->texts, value);
    buffer_append_u8(&question->texts, 0);
    return !question->texts.failed || route_no_memory(problem);
}

static bool question_put(struct web_question *question, size_t place, struct text value,
                         struct web_problem *problem)
{
    const struct web_param *param = question_param(question, place);
    char month[DATE_TEXT_SIZE];

    if (!param_fits(param, value))
        return param_complain(param, problem);
    if (param->type == WEB_MONTH && month_of(value, month))
        value = (struct text){month, DATE_TEXT_SIZE - 1};
    return question_write(question, place, value, problem);
}

/* The language may stand in `texts`; afterwards texts does not move any more. */
static void question_lend(struct web_question *question)
{
    const char *texts = (const char *)question->texts.bytes;

    for (size_t i = 0; i < WEB_PARAMS_MAX; i++)
        if (question->at[i] != SIZE_MAX)
            question->values[question->count++] = texts + question->at[i];
    if (question->at[WEB_PARAMS_MAX] != SIZE_MAX)
        question->language = texts + question->at[WEB_PARAMS_MAX];
}

/* Only what was given is named: the function's defaults stand for the rest. */
static void question_write_sql(struct web_question *question)
{
    const struct web_param *params = question->route->params;
    size_t room = sizeof question->sql, length = 0, number = 0;

    length += (size_t)snprintf(question->sql, room, "select %s(", question->route->function);
    for (size_t i = 0; i < WEB_PARAMS_MAX && params[i].name != NULL; i++) {
        if (question->at[i] == SIZE_MAX)
            continue;
        number++;
        length += (size_t)snprintf(question->sql + length, room - length,
                                   params[i].type == WEB_LIST ? "%s%s => ($%zu%s -> '%s')"
                                                              : "%s%s => $%zu%s",
                                   number == 1 ? "" : ", ", params[i].name, number,
                                   param_sql_type(&params[i]), params[i].name);
    }
    snprintf(question->sql + length, room - length, ")::text");
}

static bool question_finish(struct web_question *question, struct web_problem *problem)
{
    const struct web_param *params = question->route->params;

    for (size_t i = 0; i < WEB_PARAMS_MAX && params[i].name != NULL; i++)
        if (params[i].needed && question->at[i] == SIZE_MAX)
            return route_complain(problem, text_of(params[i].name), "is missing");
    question_write_sql(question);
    question_lend(question);
    return true;
}

/* ---- query strings ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Appends the text that an encoded one stands for, without NUL. False: it stands for none. */
static bool query_decode(struct buffer *out, struct text encoded)
{
    for (size_t i = 0; i < encoded.length; i++) {
        int byte = encoded.bytes[i] == '+' ? ' ' : (unsigned char)encoded.bytes[i];
        if (byte == '%') {
            if (encoded.length - i < 3)
                return false;
            int high = hex_digit(encoded.bytes[i + 1]), low = hex_digit(encoded.bytes[i + 2]);
            if (high < 0 || low < 0 || high + low == 0)
                return false;
            byte = high * 16 + low;
            i += 2;
        }
        buffer_append_u8(out, (uint8_t)byte);
    }
    return true;
}

/* One name=value. An empty value is as if the name were not there. */
static bool query_read_pair(struct web_question *question, struct text pair, struct buffer *value,
                            struct web_problem *problem)
{
    const char *equals = memchr(pair.bytes, '=', pair.length);
    struct text name = {pair.bytes, equals != NULL ? (size_t)(equals - pair.bytes) : pair.length};
    struct text encoded = {NULL, 0};
    size_t place = question_claim(question, name, problem);

    if (place == SIZE_MAX)
        return false;
    if (equals != NULL)
        encoded = (struct text){equals + 1, pair.length - name.length - 1};
    if (encoded.length == 0)
        return true;
    buffer_reset(value);
    if (!query_decode(value, encoded))
        return route_complain(problem, name, "is not encoded as it must be");
    if (value->failed)
        return route_no_memory(problem);
    return question_put(question, place, (struct text){(const char *)value->bytes, value->length},
                        problem);
}

bool web_question_read_query(struct web_question *question, const char *query,
                             struct web_problem *problem)
{
    struct buffer value;
    bool good = true;

    buffer_init(&value);
    while (good && *query != '\0') {
        size_t length = strcspn(query, "&");
        if (length > 0)
            good = query_read_pair(question, (struct text){query, length}, &value, problem);
        query += length;
        query += *query == '&' ? 1 : 0;
    }
    buffer_clear(&value);
    return good && question_finish(question, problem);
}

/* ---- bodies ---- */

static bool body_read_number(struct web_question *question, size_t place, double number,
                             struct web_problem *problem)
{
    char text[32];

    if (!(number >= 0 && number <= 9007199254740991.0) || number != (double)(int64_t)number)
        return param_complain(question_param(question, place), problem);
    snprintf(text, sizeof text, "%" PRId64, (int64_t)number);
    return question_put(question, place, text_of(text), problem);
}

/* Its shortest decimal: 15 digits are every number that people write. */
static bool body_read_fraction(struct web_question *question, size_t place, double number,
                               struct web_problem *problem)
{
    const struct web_param *param = question_param(question, place);
    char text[32];

    if (!(number >= (double)param->least && number <= (double)param->most))
        return param_complain(param, problem);
    snprintf(text, sizeof text, "%.15g", number);
    return question_write(question, place, text_of(text), problem);
}

static bool body_read_member(struct web_question *question, const struct json_value *member,
                             struct text body, struct web_problem *problem)
{
    size_t place = question_claim(question, text_of(json_name(member)), problem);

    if (place == SIZE_MAX)
        return false;
    const struct web_param *param = question_param(question, place);
    switch (json_kind(member)) {
    case JSON_NULL: return true;
    case JSON_STRING:
        if (param->type != WEB_INTEGER && param->type != WEB_BOOLEAN)
            return question_put(question, place, json_string(member), problem);
        break;
    case JSON_NUMBER:
        if (param->type == WEB_INTEGER)
            return body_read_number(question, place, json_number(member), problem);
        if (param->type == WEB_NUMBER)
            return body_read_fraction(question, place, json_number(member), problem);
        break;
    case JSON_BOOL:
        if (param->type == WEB_BOOLEAN)
            return question_put(question, place, text_of(json_bool(member) ? "true" : "false"),
                                problem);
        break;
    case JSON_ARRAY:
        if (param->type == WEB_LIST)
            return question_write(question, place, body, problem); /* SQL takes the member */
        break;
    case JSON_OBJECT: break;
    }
    return param_complain(param, problem);
}

/* NULL: it is none. */
static const struct json_value *body_object(struct json *json, struct text body)
{
    struct json_problem wrong;
    const struct json_value *root = NULL;

    if (body.length == 0 || json_read(json, body, "", &root, &wrong) != JSON_OK ||
        json_kind(root) != JSON_OBJECT)
        return NULL;
    return root;
}

bool web_question_read_body(struct web_question *question, struct text body,
                            struct web_problem *problem)
{
    struct error error;
    struct json *json = json_new(&error);
    const struct json_value *root = NULL;
    bool good;

    if (json == NULL)
        return route_no_memory(problem);
    root = body_object(json, body);
    good = root != NULL ||
           route_complain(problem, (struct text){0}, "the body must be a JSON object");
    for (const struct json_value *m = good ? json_first(root) : NULL; good && m != NULL;
         m = json_next(m))
        good = body_read_member(question, m, body, problem);
    json_free(json);
    return good && question_finish(question, problem);
}

bool web_body_text(struct text body, const char *name, struct buffer *out)
{
    struct error error;
    struct json *json = json_new(&error);
    bool found = false;

    if (json == NULL)
        return false;
    const struct json_value *root = body_object(json, body);
    for (const struct json_value *m = root != NULL ? json_first(root) : NULL; m != NULL;
         m = json_next(m)) {
        if (strcmp(json_name(m), name) != 0 || json_kind(m) != JSON_STRING)
            continue;
        buffer_append_text(out, json_string(m));
        buffer_append_u8(out, 0);
        found = !out->failed;
    }
    json_free(json);
    return found;
}
