/* pages.c - see the header. */
#include "web/pages.h"

#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/time.h"

#include <stdio.h>
#include <string.h>

enum { PAGES_MAX = 4096 };

static const struct histogram_bounds question_times = {
    .per_unit = 1000, .count = 11, .at = {5, 10, 25, 50, 100, 250, 500, 1000, 5000, 15000, 60000}};

struct waiter {
    struct waiter *next;
    struct http_request *request;
    uint64_t generation; /* an answer from before does not do */
};

/* An answer, or the question under way. */
struct page {
    struct page *next;
    struct pages *pages;
    struct buffer key; /* login, language, SQL, values: each with a NUL */
    uint64_t hash;
    const char *function;
    struct readers_question question; /* its texts stand in key */
    const char *values[WEB_PARAMS_MAX];
    bool asked;
    uint64_t generation;       /* when it was asked */
    int64_t asked_ms, made_ms; /* of the body */
    struct buffer body;
    struct waiter *waiters;
};

struct pages {
    struct readers *readers;
    struct page *first;
    size_t count, bytes; /* bytes: of all bodies */
    uint64_t generation, asked;
    struct pages_statistics statistics;
};

struct pages *pages_new(struct readers *readers)
{
    struct pages *pages = memory_alloc(sizeof *pages);

    if (pages != NULL)
        *pages = (struct pages){.readers = readers,
                                .generation = 1,
                                .statistics = {.question_ms = {.bounds = &question_times}}};
    return pages;
}

static void page_free(struct page *page)
{
    while (page->waiters != NULL) {
        struct waiter *waiter = page->waiters;
        page->waiters = waiter->next;
        memory_free(waiter);
    }
    buffer_clear(&page->key);
    buffer_clear(&page->body);
    memory_free(page);
}

void pages_free(struct pages *pages)
{
    if (pages == NULL)
        return;
    while (pages->first != NULL) {
        struct page *page = pages->first;
        pages->first = page->next;
        page_free(page);
    }
    memory_free(pages);
}

void pages_renew(struct pages *pages)
{
    pages->generation++;
}

uint64_t pages_asked(const struct pages *pages)
{
    return pages->asked;
}

const struct pages_statistics *pages_statistics(const struct pages *pages)
{
    return &pages->statistics;
}

/* ---- answers ---- */

static void answer_unavailable(struct http_request *request)
{
    http_answer_problem(request, 503, "unavailable", "the database does not answer, try again");
}

/* What a function of ours says, to people. */
static void answer_said(struct http_request *request, const struct readers_answer *answer,
                        int status, const char *code)
{
    http_answer_wrong(request, &(struct http_problem){.status = status,
                                                      .code = code,
                                                      .message = answer->message,
                                                      .field = answer->field,
                                                      .retry_seconds = answer->retry_seconds});
}

/* The messages of our functions are for people; of others nothing is told. */
static void answer_refused(struct http_request *request, const struct readers_answer *answer,
                           const char *function)
{
    const char *state = answer->sqlstate;

    if (strcmp(state, "42501") == 0) {
        answer_said(request, answer, 403, "not_allowed");
    } else if (answer->retry_seconds > 0) {
        answer_said(request, answer, 429, "limit");
    } else if (strcmp(state, "57014") == 0) {
        http_answer_problem(request, 503, "slow", "the database took too long, try again");
    } else if (strcmp(state, "55P03") == 0 || strncmp(state, "40", 2) == 0 ||
               strncmp(state, "53", 2) == 0) {
        http_answer_problem(request, 503, "busy", "the database took too long, try again");
    } else if (strncmp(state, "22", 2) == 0 || strncmp(state, "P0", 2) == 0 ||
               strncmp(state, "55", 2) == 0) {
        answer_said(request, answer, 400, "refused");
    } else if (strncmp(state, "23", 2) == 0) {
        http_answer_problem(request, 400, "refused", "this does not fit what is stored");
    } else {
        log_warn("web", "%s was refused with %s: its message is in the server's log", function,
                 state);
        http_answer_problem(request, 500, "failed", "the database could not answer");
    }
}

void pages_answer_problem(struct http_request *request, const struct readers_answer *answer,
                          const char *function)
{
    switch (answer->outcome) {
    case READERS_NO_PERSON:
        http_answer_problem(request, 403, "login_not_allowed",
                            "this login may not be used here: ask the administrator");
        break;
    case READERS_REFUSED: answer_refused(request, answer, function); break;
    case READERS_BUSY:
        http_answer_problem(request, 503, "busy", "too many questions wait already, try again");
        break;
    case READERS_LEFT: http_answer_problem(request, 499, "left", "nobody waits for it"); break;
    case READERS_DONE:
    case READERS_UNAVAILABLE: answer_unavailable(request); break;
    }
}

static void answer_value(struct http_request *request, const void *bytes, size_t length)
{
    if (length == 0)
        http_answer(request, &(struct http_answer){.status = 204});
    else
        http_answer(request, &(struct http_answer){.status = 200,
                                                   .type = "application/json",
                                                   .tag = true,
                                                   .body = bytes,
                                                   .length = length});
}

/* ---- shared pages ---- */

static bool page_key_equal(const struct page *page, const struct buffer *key, uint64_t hash)
{
    return page->hash == hash && page->key.length == key->length &&
           memcmp(page->key.bytes, key->bytes, key->length) == 0;
}

static void page_forget_body(struct page *page)
{
    page->pages->bytes -= page->body.length;
    buffer_clear(&page->body);
}

/* Within the limits of all bodies together; else whoever asks next asks the database. */
static void page_keep_body(struct page *page, struct text value, int64_t now_ms)
{
    struct pages *pages = page->pages;

    if (value.length > PAGES_BODY_MAX || pages->bytes + value.length > PAGES_BODIES_MAX)
        return;
    buffer_append_text(&page->body, value);
    if (page->body.failed)
        buffer_clear(&page->body);
    pages->bytes += page->body.length;
    page->made_ms = now_ms;
}

/* Forgets what nobody waits for and was made until then. */
static void pages_sweep(struct pages *pages, int64_t until_ms)
{
    struct page **at = &pages->first;

    while (*at != NULL) {
        struct page *page = *at;
        if (page->asked || page->made_ms > until_ms) {
            at = &page->next;
            continue;
        }
        *at = page->next;
        pages->count--;
        page_forget_body(page);
        page_free(page);
    }
}

/* What is written is written: whoever sent it meant it. */
static bool page_is_left(const struct page *page)
{
    const struct waiter *waiter = page->waiters;

    if (!page->asked || page->question.writes)
        return false;
    while (waiter != NULL && http_request_is_left(waiter->request))
        waiter = waiter->next;
    return waiter == NULL;
}

static void pages_drop_left(struct pages *pages)
{
    for (struct page *page = pages->first; page != NULL; page = page->next)
        if (page_is_left(page))
            readers_drop(pages->readers, page);
}

void pages_turn(struct pages *pages, int64_t now_ms)
{
    pages_drop_left(pages);
    pages_sweep(pages, now_ms - PAGES_FRESH_MS);
}

static void pages_write_key(struct buffer *key, const char *login,
                            const struct web_question *question)
{
    const char *language = question->language != NULL ? question->language : "";

    buffer_append(key, login, strlen(login) + 1);
    buffer_append(key, language, strlen(language) + 1);
    buffer_append(key, question->sql, strlen(question->sql) + 1);
    for (size_t i = 0; i < question->count; i++)
        buffer_append(key, question->values[i], strlen(question->values[i]) + 1);
}

/* Points into the page's own key. */
static void page_read_key(struct page *page, const struct web_question *question)
{
    const char *at = (const char *)page->key.bytes;
    const char *login = at, *language = at + strlen(at) + 1;
    const char *sql = language + strlen(language) + 1;

    at = sql + strlen(sql) + 1;
    for (size_t i = 0; i < question->count; i++) {
        page->values[i] = at;
        at += strlen(at) + 1;
    }
    page->question = (struct readers_question){.login = login,
                                               .language = *language != '\0' ? language : NULL,
                                               .sql = sql,
                                               .params = page->values,
                                               .count = question->count,
                                               .writes = question->route->writes};
    page->function = question->route->function;
}

/* Takes the key over. NULL: out of memory, or too many. */
static struct page *pages_add(struct pages *pages, struct buffer *key, uint64_t hash,
                              const struct web_question *question)
{
    struct page *page = NULL;

    if (pages->count == PAGES_MAX)
        pages_sweep(pages, INT64_MAX);
    if (pages->count < PAGES_MAX)
        page = memory_alloc(sizeof *page);
    if (page == NULL)
        return NULL;
    *page = (struct page){.next = pages->first, .pages = pages, .key = *key, .hash = hash};
    buffer_init(key);
    buffer_init(&page->body);
    page_read_key(page, question);
    page->made_ms = -PAGES_FRESH_MS;
    pages->first = page;
    pages->count++;
    return page;
}

/* What is written is asked for once per request; NULL: out of memory, or too many. */
static struct page *pages_find(struct pages *pages, const char *login,
                               const struct web_question *question, int64_t now_ms)
{
    struct buffer key;
    struct page *page = NULL;
    uint64_t hash = 0;

    pages_turn(pages, now_ms);
    buffer_init(&key);
    pages_write_key(&key, login, question);
    if (!key.failed) {
        hash = hash_bytes(key.bytes, key.length);
        if (!question->route->writes)
            for (page = pages->first; page != NULL && !page_key_equal(page, &key, hash);)
                page = page->next;
        if (page == NULL)
            page = pages_add(pages, &key, hash, question);
    }
    buffer_clear(&key);
    return page;
}

static bool page_is_fresh(const struct page *page, int64_t now_ms)
{
    return !page->question.writes && page->body.length > 0 &&
           page->generation == page->pages->generation && now_ms - page->made_ms < PAGES_FRESH_MS;
}

/* Those that the answer does not do for wait on. */
static struct waiter *page_take_waiters(struct page *page)
{
    struct waiter *taken = NULL, **at = &page->waiters;

    while (*at != NULL) {
        struct waiter *waiter = *at;
        if (waiter->generation > page->generation) {
            at = &waiter->next;
            continue;
        }
        *at = waiter->next;
        waiter->next = taken;
        taken = waiter;
    }
    return taken;
}

static void page_answer(struct page *page, const struct readers_answer *answer)
{
    struct waiter *waiter = page_take_waiters(page);

    while (waiter != NULL) {
        struct waiter *next = waiter->next;
        if (answer->outcome == READERS_DONE)
            answer_value(waiter->request, answer->value.bytes, answer->value.length);
        else
            pages_answer_problem(waiter->request, answer, page->function);
        memory_free(waiter);
        waiter = next;
    }
}

static void page_ask(struct page *page, int64_t now_ms);

static void page_answered(const struct readers_answer *answer, void *context)
{
    struct page *page = context;
    int64_t now_ms = clock_monotonic_ms();

    page->asked = false;
    page->pages->statistics.outcomes[answer->outcome]++;
    if (answer->outcome != READERS_LEFT)
        histogram_add(&page->pages->statistics.question_ms, now_ms - page->asked_ms);
    if (page->question.writes)
        pages_renew(page->pages);
    else if (answer->outcome == READERS_DONE)
        page_keep_body(page, answer->value, now_ms);
    page_answer(page, answer);
    if (page->waiters != NULL)
        page_ask(page, now_ms);
}

/* The answer from before is not given meanwhile. */
static void page_ask(struct page *page, int64_t now_ms)
{
    page_forget_body(page);
    page->generation = page->pages->generation;
    page->asked_ms = now_ms;
    page->asked = readers_ask(page->pages->readers, &page->question, page_answered, page, now_ms);
    if (page->asked) {
        page->pages->asked++;
        return;
    }
    page->pages->statistics.outcomes[READERS_BUSY]++;
    page_answer(page, &(struct readers_answer){.outcome = READERS_BUSY});
}

static bool page_wait(struct page *page, struct http_request *request)
{
    struct waiter *waiter = memory_alloc(sizeof *waiter);

    if (waiter == NULL)
        return false;
    *waiter = (struct waiter){page->waiters, request, page->pages->generation};
    page->waiters = waiter;
    return true;
}

void pages_ask(struct pages *pages, struct http_request *request, const char *login,
               const struct web_question *question, int64_t now_ms)
{
    struct page *page = pages_find(pages, login, question, now_ms);

    if (page != NULL && page_is_fresh(page, now_ms)) {
        pages->statistics.shared++;
        answer_value(request, page->body.bytes, page->body.length);
        return;
    }
    if (page == NULL || !page_wait(page, request)) {
        answer_unavailable(request);
        return;
    }
    if (!page->asked)
        page_ask(page, now_ms);
}
