/* question.c - see the header. */
#include "store/question.h"

#include "base/memory.h"

#include <string.h>

void question_free(struct question *question)
{
    buffer_clear(&question->texts);
    buffer_clear(&question->value);
    memory_free(question);
}

/* Where the text begins; SIZE_MAX: NULL. */
static size_t question_keep(struct question *question, const char *text)
{
    size_t at = question->texts.length;

    if (text == NULL)
        return SIZE_MAX;
    buffer_append(&question->texts, text, strlen(text) + 1);
    return at;
}

const char *question_text(const struct question *question, size_t at)
{
    return at == SIZE_MAX ? NULL : (const char *)question->texts.bytes + at;
}

struct question *question_new(const struct readers_question *asked)
{
    struct question *question = NULL;

    if (asked->count <= READERS_PARAMS_MAX)
        question = memory_alloc(sizeof *question);
    if (question == NULL)
        return NULL;
    *question = (struct question){.writes = asked->writes, .count = asked->count};
    buffer_init(&question->texts);
    buffer_init(&question->value);
    question->login = question_keep(question, asked->login);
    question->language = question_keep(question, asked->language);
    question->sql = question_keep(question, asked->sql);
    for (size_t i = 0; i < asked->count; i++)
        question->params[i] = question_keep(question, asked->params[i]);
    if (!question->texts.failed)
        return question;
    question_free(question);
    return NULL;
}

void question_end(struct question *question)
{
    question->answer.sqlstate = question->sqlstate;
    question->answer.field = question->field;
    question->hear(&question->answer, question->context);
    question_free(question);
}

void question_end_as(struct question *question, enum readers_outcome outcome)
{
    question->answer = (struct readers_answer){.outcome = outcome};
    question_end(question);
}

bool question_is_of(const struct question *question, const char *login)
{
    return strcmp(question_text(question, question->login), login) == 0;
}

/* ---- those that wait ---- */

void question_queue_put(struct question_queue *queue, struct question *question)
{
    struct question **at = &queue->first;

    while (*at != NULL && (*at)->turn <= question->turn)
        at = &(*at)->next;
    question->next = *at;
    *at = question;
    queue->count++;
}

static struct question *question_queue_take_at(struct question_queue *queue, struct question **at)
{
    struct question *question = *at;

    if (question == NULL)
        return NULL;
    *at = question->next;
    queue->count--;
    return question;
}

struct question *question_queue_take(struct question_queue *queue)
{
    return question_queue_take_at(queue, &queue->first);
}

struct question *question_queue_take_late(struct question_queue *queue, int64_t now_ms)
{
    struct question **at = &queue->first;

    while (*at != NULL && now_ms < (*at)->until_ms)
        at = &(*at)->next;
    return question_queue_take_at(queue, at);
}

/* Those of the login with a later turn come one turn earlier. */
static void question_queue_move_up(struct question_queue *queue, const struct question *gone)
{
    struct question *later = NULL, **last = &later, **at = &queue->first;

    while (*at != NULL) {
        if ((*at)->turn <= gone->turn || !question_is_of(*at, question_text(gone, gone->login))) {
            at = &(*at)->next;
            continue;
        }
        *last = question_queue_take_at(queue, at);
        last = &(*last)->next;
    }
    *last = NULL;
    while (later != NULL) {
        struct question *question = later;
        later = question->next;
        question->turn--;
        question_queue_put(queue, question);
    }
}

struct question *question_queue_take_of(struct question_queue *queue, const void *context)
{
    struct question **at = &queue->first;

    while (*at != NULL && (*at)->context != context)
        at = &(*at)->next;
    struct question *question = question_queue_take_at(queue, at);
    if (question != NULL)
        question_queue_move_up(queue, question);
    return question;
}

size_t question_queue_count_of(const struct question_queue *queue, const char *login)
{
    size_t count = 0;

    for (const struct question *q = queue->first; q != NULL; q = q->next)
        count += question_is_of(q, login);
    return count;
}

int64_t question_queue_deadline_ms(const struct question_queue *queue)
{
    int64_t deadline_ms = INT64_MAX;

    for (const struct question *q = queue->first; q != NULL; q = q->next)
        if (q->until_ms < deadline_ms)
            deadline_ms = q->until_ms;
    return deadline_ms;
}
