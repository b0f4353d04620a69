/*
 * route.h - what may be asked: a table of paths, each a function of the database and its parameters.
 *
 *     const struct web_route *route = web_route_find(path);
 *     struct web_question question;
 *     web_question_init(&question, route);
 *     if (web_question_read_query(&question, query, &problem)) … question.sql, question.values, question.count
 *     web_question_clear(&question);
 *
 * The form and bounds of a parameter are checked here, so that nonsense costs no query; what a value means, and who may see
 * the answer, the function decides.
 */
#ifndef MERITD_WEB_ROUTE_H
#define MERITD_WEB_ROUTE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

enum web_param_type {
    WEB_TEXT,    /* at most `most` bytes of UTF-8 without control characters but line feeds */
    WEB_INTEGER, /* least to most */
    WEB_NUMBER,  /* least to most, with a fraction; of a body alone */
    WEB_ID,      /* a UUID, which the page makes: what is sent again with it is not written twice */
    WEB_DAY,     /* 2026-10-05 */
    WEB_MONTH,   /* 2026-10, or its first day */
    WEB_CHOICE,  /* one of the words of `allowed`, which stand between single spaces */
    WEB_BOOLEAN, /* true or false */
    WEB_LIST,    /* of a body alone: an array, which the server takes from it */
};

enum { WEB_PARAMS_MAX = 8, WEB_NAME_MAX = 32 };

struct web_param {
    const char *name; /* of the function's argument as well; NULL ends the list */
    enum web_param_type type;
    bool needed;
    int64_t least, most;
    const char *allowed;
};

struct web_route {
    const char *path;     /* "/api/ranking" */
    const char *function; /* "web.ranking" */
    const char *summary;  /* for the table of docs/web.md */
    bool writes;          /* POST with a JSON object, else GET with a query */
    struct web_param params[WEB_PARAMS_MAX];
};

extern const struct web_route web_routes[];
extern const size_t web_route_count;

/* NULL: there is none. */
const struct web_route *web_route_find(const char *path);

/* Which parameter is wrong ("" = none in particular), and how. */
struct web_problem {
    char parameter[WEB_NAME_MAX + 1];
    char text[200];
};

struct web_question {
    const struct web_route *route;
    const char *language; /* zh, en; NULL: not asked for */
    char sql[512];
    const char *values[WEB_PARAMS_MAX]; /* lent until web_question_clear */
    size_t count;
    struct buffer texts;
    size_t at[WEB_PARAMS_MAX +
              1]; /* of each parameter and of the language, in texts; SIZE_MAX: not given */
};

void web_question_init(struct web_question *question, const struct web_route *route);
void web_question_clear(struct web_question *question);

/* A query string as sent, without '?'. */
MUST_CHECK bool web_question_read_query(struct web_question *question, const char *query,
                                        struct web_problem *problem);
/* A JSON object. */
MUST_CHECK bool web_question_read_body(struct web_question *question, struct text body,
                                       struct web_problem *problem);

/* The value of one member of a JSON object that is a string, appended with a NUL. False: it is not there, or no string. */
MUST_CHECK bool web_body_text(struct text body, const char *name, struct buffer *out);

#endif
