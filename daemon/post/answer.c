/* answer.c - see the header. */
#include "post/answer.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { WECOM_BUSY = -1, WECOM_TOO_OFTEN = 45009, WECOM_NO_ERRCODE = -2 };

#define HIDDEN "***"
enum { HIDE_LEAST = 8 };

const char *post_outcome_name(enum post_outcome outcome)
{
    switch (outcome) {
    case POST_SENT: return "sent";
    case POST_FAILED: return "failed";
    case POST_REFUSED: return "refused";
    }
    return "";
}

/* ---- text ---- */

/* Appends as much as fits, as one line of UTF-8 without control codes: the database needs the one, terminals
 * the other. */
static void answer_append(struct post_answer *answer, struct text body)
{
    size_t at = strlen(answer->text);

    for (size_t i = 0; i < body.length;) {
        const char *bytes = body.bytes + i;
        size_t length = utf8_length((struct text){bytes, body.length - i});
        bool shown = length > 1 || (length == 1 && bytes[0] >= ' ' && bytes[0] != 0x7f);
        size_t taken = length > 0 ? length : 1;
        size_t put = shown ? length : 1;
        if (at + put >= sizeof answer->text)
            break;
        memcpy(answer->text + at, shown ? bytes : length == 1 ? " " : "?", put);
        at += put;
        i += taken;
    }
    answer->text[at] = '\0';
}

void answer_set(struct post_answer *answer, enum post_outcome outcome, const char *format, ...)
{
    char text[POST_ANSWER_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    *answer = (struct post_answer){.outcome = outcome};
    answer_append(answer, text_of(text));
}

/* ---- hiding ---- */

static void hide_all(char *text, const char *part, size_t length)
{
    char *found = text;

    while ((found = memmem(found, strlen(found), part, length)) != NULL) {
        memmove(found + strlen(HIDDEN), found + length, strlen(found + length) + 1);
        memcpy(found, HIDDEN, strlen(HIDDEN));
        found += strlen(HIDDEN);
    }
}

void answer_hide(char *text, struct text secret)
{
    size_t start = 0;

    for (size_t i = 0; i <= secret.length; i++) {
        if (i < secret.length && strchr("/?&=#:@", secret.bytes[i]) == NULL)
            continue;
        if (i - start >= HIDE_LEAST)
            hide_all(text, secret.bytes + start, i - start);
        start = i + 1;
    }
}

/* ---- judging ---- */

/* The number of the member "errcode" of a flat JSON object. */
static long wecom_errcode(struct text body)
{
    static const char name[] = "\"errcode\"";
    char copy[256];
    size_t length = body.length < sizeof copy - 1 ? body.length : sizeof copy - 1;
    char *end;

    if (length == 0)
        return WECOM_NO_ERRCODE;
    memcpy(copy, body.bytes, length);
    copy[length] = '\0';
    const char *found = strstr(copy, name);
    if (found == NULL)
        return WECOM_NO_ERRCODE;
    found += strlen(name);
    found += strspn(found, " \t\r\n");
    if (*found++ != ':')
        return WECOM_NO_ERRCODE;
    long errcode = strtol(found, &end, 10);
    return end == found ? WECOM_NO_ERRCODE : errcode;
}

static enum post_outcome judge_wecom(struct text body)
{
    switch (wecom_errcode(body)) {
    case 0: return POST_SENT;
    case WECOM_BUSY:
    case WECOM_TOO_OFTEN: return POST_FAILED;
    default: return POST_REFUSED;
    }
}

static enum post_outcome judge_status(long status)
{
    if (status >= 200 && status < 300)
        return POST_SENT;
    if (status == 408 || status == 425 || status == 429 || status >= 500)
        return POST_FAILED;
    return POST_REFUSED;
}

void answer_judge(struct post_answer *answer, long status, struct text body, bool wecom)
{
    enum post_outcome outcome = judge_status(status);

    if (outcome == POST_SENT && wecom)
        outcome = judge_wecom(body);
    answer_set(answer, outcome, "%ld ", status);
    answer_append(answer, body);
}
