/* sign_in.c - see the header. */
#include "web/sign_in.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/time.h"
#include "store/password.h"
#include "web/attempts.h"
#include "web/pages.h"
#include "web/route.h"

#include <stdio.h>
#include <string.h>

enum {
    WAITING_MAX = 512,
    WAITS_MS = 30000,
    ADDRESS_SIZE = 80,
    PASSWORD_MAX = 1000,
    LOG_EVERY_MS = 10000
};

struct attempt {
    struct attempt *next;
    struct sign_in *sign_in;
    struct http_request *request;
    char login[LOGIN_SIZE], address[ADDRESS_SIZE];
    struct buffer password; /* secret */
    struct password_check *check;
    int64_t until_ms; /* it waits no longer for its turn */
};

struct sign_in {
    struct readers *readers;
    const struct persons *persons;
    const char *conninfo;
    struct attempts *attempts;
    struct attempt *first, **last; /* those that wait */
    size_t waiting;
    struct attempt *checks[SIGN_IN_CHECKS_MAX]; /* the server is asked, or the password tried */
    struct log_limit limit;
    struct sign_in_statistics statistics;
};

struct sign_in *sign_in_new(struct readers *readers, const struct persons *persons,
                            const char *conninfo)
{
    struct sign_in *sign_in = memory_alloc(sizeof *sign_in);

    if (sign_in == NULL)
        return NULL;
    *sign_in = (struct sign_in){.readers = readers, .persons = persons, .conninfo = conninfo};
    sign_in->last = &sign_in->first;
    sign_in->attempts = attempts_new();
    if (sign_in->attempts != NULL)
        return sign_in;
    memory_free(sign_in);
    return NULL;
}

static void attempt_free(struct attempt *attempt)
{
    if (attempt == NULL)
        return;
    password_check_free(attempt->check);
    buffer_clear(&attempt->password);
    memory_free(attempt);
}

void sign_in_free(struct sign_in *sign_in)
{
    if (sign_in == NULL)
        return;
    while (sign_in->first != NULL) {
        struct attempt *attempt = sign_in->first;
        sign_in->first = attempt->next;
        attempt_free(attempt);
    }
    for (size_t i = 0; i < SIGN_IN_CHECKS_MAX; i++)
        attempt_free(sign_in->checks[i]);
    attempts_free(sign_in->attempts);
    memory_free(sign_in);
}

/* ---- a request becomes an attempt ---- */

static bool attempt_read(struct attempt *attempt, struct text body)
{
    struct buffer login;

    buffer_init(&login);
    bool good = web_body_text(body, "login", &login) && login_is_possible((char *)login.bytes) &&
                web_body_text(body, "password", &attempt->password) &&
                attempt->password.length > 1 && attempt->password.length <= PASSWORD_MAX &&
                strlen((char *)attempt->password.bytes) + 1 == attempt->password.length;
    if (good)
        memcpy(attempt->login, login.bytes, strlen((char *)login.bytes) + 1);
    buffer_clear(&login);
    return good;
}

/* NULL: the request was answered. */
static struct attempt *attempt_new(struct sign_in *sign_in, struct http_request *request)
{
    struct attempt *attempt = memory_alloc(sizeof *attempt);

    if (attempt == NULL) {
        http_answer_problem(request, 503, "unavailable", "out of memory");
        return NULL;
    }
    *attempt = (struct attempt){.sign_in = sign_in, .request = request};
    buffer_init_secret(&attempt->password);
    snprintf(attempt->address, sizeof attempt->address, "%s",
             person_address(sign_in->persons, request));
    bool good = attempt_read(attempt, http_request_body(request));
    http_request_wipe(request);
    if (good)
        return attempt;
    http_answer_problem(request, 400, "refused",
                        "the body must be {\"login\": …, \"password\": …}");
    attempt_free(attempt);
    return NULL;
}

static void attempt_refuse(struct attempt *attempt, int status, const char *code,
                           const char *message)
{
    http_answer_problem(attempt->request, status, code, message);
    attempt_free(attempt);
}

/* True: too many failures before; the attempt was answered. */
static bool attempt_is_slowed(struct attempt *attempt, int64_t now_ms)
{
    int64_t wait_ms = attempts_wait_ms(attempt->sign_in->attempts, attempt->address, attempt->login,
                                       now_ms);

    if (wait_ms == 0)
        return false;
    attempt->sign_in->statistics.slowed++;
    http_answer_wrong(attempt->request,
                      &(struct http_problem){.status = 429,
                                             .code = "slow_down",
                                             .message = "too many failed attempts, try again later",
                                             .retry_seconds = (unsigned)((wait_ms + 999) / 1000)});
    attempt_free(attempt);
    return true;
}

void sign_in_begin(struct sign_in *sign_in, struct http_request *request, int64_t now_ms)
{
    struct attempt *attempt = attempt_new(sign_in, request);

    if (attempt == NULL || attempt_is_slowed(attempt, now_ms))
        return;
    if (sign_in->waiting == WAITING_MAX) {
        attempt_refuse(attempt, 503, "busy", "too many sign in at once, try again");
        return;
    }
    attempt->until_ms = now_ms + WAITS_MS;
    *sign_in->last = attempt;
    sign_in->last = &attempt->next;
    sign_in->waiting++;
}

/* ---- an attempt becomes a session ---- */

static void sign_in_release(struct sign_in *sign_in, const struct attempt *attempt)
{
    for (size_t i = 0; i < SIGN_IN_CHECKS_MAX; i++)
        if (sign_in->checks[i] == attempt)
            sign_in->checks[i] = NULL;
}

/* error: of PASSWORD_UNCHECKED. */
static void attempt_failed(struct attempt *attempt, enum password_answer answer,
                           const struct error *error, int64_t now_ms)
{
    struct sign_in *sign_in = attempt->sign_in;

    sign_in_release(sign_in, attempt);
    if (answer == PASSWORD_WRONG) {
        sign_in->statistics.wrong++;
        attempts_failed(sign_in->attempts, attempt->address, attempt->login, now_ms);
        attempt_refuse(attempt, 401, "wrong_password", "the login or the password is wrong");
        return;
    }
    sign_in->statistics.unchecked++;
    log_limited(&sign_in->limit, now_ms, LOG_EVERY_MS, "web", "nobody can sign in: %s",
                answer == PASSWORD_UNASKED
                    ? "the server lets logins in without a password (pg_hba.conf), so it checks "
                      "nothing"
                    : error->text);
    attempt_refuse(attempt, 503, "unavailable", "passwords cannot be checked now, try again");
}

static void attempt_passed(struct attempt *attempt)
{
    struct sign_in *sign_in = attempt->sign_in;
    char cookie[SET_COOKIE_SIZE];

    sign_in_release(sign_in, attempt);
    sign_in->statistics.passed++;
    attempts_passed(sign_in->attempts, attempt->login);
    person_sign_in(sign_in->persons, attempt->login, clock_wall_ms() / 1000, cookie);
    http_answer(attempt->request,
                &(struct http_answer){.status = 204, .headers = {{"Set-Cookie", cookie}}});
    attempt_free(attempt);
}

static void attempt_turn(struct attempt *attempt, int64_t now_ms)
{
    struct error error = {0};

    if (attempt->check == NULL)
        return; /* the server is asked about the login */
    enum password_answer answer = password_check_turn(attempt->check, now_ms, &error);
    if (answer == PASSWORD_RIGHT)
        attempt_passed(attempt);
    else if (answer != PASSWORD_GOING)
        attempt_failed(attempt, answer, &error, now_ms);
}

/* True: it waited too long for its turn; the attempt was answered. */
static bool attempt_is_late(struct attempt *attempt, int64_t now_ms)
{
    if (now_ms < attempt->until_ms)
        return false;
    attempt_refuse(attempt, 503, "busy", "too many sign in at once, try again");
    return true;
}

/* The first that waits and need not wait longer; NULL: none. */
static struct attempt *sign_in_take(struct sign_in *sign_in, int64_t now_ms)
{
    struct attempt *attempt = NULL;

    do {
        attempt = sign_in->first;
        if (attempt == NULL)
            return NULL;
        sign_in->first = attempt->next;
        if (sign_in->first == NULL)
            sign_in->last = &sign_in->first;
        sign_in->waiting--;
    } while (attempt_is_late(attempt, now_ms) || attempt_is_slowed(attempt, now_ms));
    return attempt;
}

static void attempt_check(struct attempt *attempt, int64_t now_ms)
{
    struct error error;

    attempt->check = password_check_new(attempt->sign_in->conninfo, attempt->login,
                                        (const char *)attempt->password.bytes, now_ms, &error);
    buffer_clear(&attempt->password);
    if (attempt->check == NULL)
        attempt_failed(attempt, PASSWORD_UNCHECKED, &error, now_ms);
}

/* A login that may not be used here is never tried: the answer would tell whether the password is right. */
static void attempt_heard(const struct readers_answer *answer, void *context)
{
    struct attempt *attempt = context;
    int64_t now_ms = clock_monotonic_ms();

    if (answer->outcome == READERS_DONE) {
        attempt_check(attempt, now_ms);
    } else if (answer->outcome == READERS_NO_PERSON) {
        attempt_failed(attempt, PASSWORD_WRONG, NULL, now_ms);
    } else {
        attempt->sign_in->statistics.unchecked++;
        sign_in_release(attempt->sign_in, attempt);
        pages_answer_problem(attempt->request, answer, "sign-in");
        attempt_free(attempt);
    }
}

static void sign_in_start(struct sign_in *sign_in, size_t place, int64_t now_ms)
{
    struct attempt *attempt = sign_in_take(sign_in, now_ms);

    if (attempt == NULL)
        return;
    const struct readers_question question = {.login = attempt->login,
                                              .sql = "select current_user::text"};
    sign_in->checks[place] = attempt;
    if (!readers_ask(sign_in->readers, &question, attempt_heard, attempt, now_ms))
        attempt_heard(&(struct readers_answer){.outcome = READERS_BUSY}, attempt);
}

void sign_in_turn(struct sign_in *sign_in, int64_t now_ms)
{
    for (size_t i = 0; i < SIGN_IN_CHECKS_MAX; i++) {
        if (sign_in->checks[i] != NULL)
            attempt_turn(sign_in->checks[i], now_ms);
        if (sign_in->checks[i] == NULL)
            sign_in_start(sign_in, i, now_ms);
    }
}

const struct sign_in_statistics *sign_in_statistics(const struct sign_in *sign_in)
{
    return &sign_in->statistics;
}

size_t sign_in_fds(const struct sign_in *sign_in, struct readers_fd out[SIGN_IN_CHECKS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < SIGN_IN_CHECKS_MAX; i++)
        if (sign_in->checks[i] != NULL && sign_in->checks[i]->check != NULL)
            out[count++] = (struct readers_fd){password_check_fd(sign_in->checks[i]->check),
                                               password_check_wants(sign_in->checks[i]->check)};
    return count;
}

int64_t sign_in_deadline_ms(const struct sign_in *sign_in)
{
    int64_t deadline_ms = INT64_MAX;

    for (size_t i = 0; i < SIGN_IN_CHECKS_MAX; i++)
        if (sign_in->checks[i] != NULL && sign_in->checks[i]->check != NULL &&
            password_check_deadline_ms(sign_in->checks[i]->check) < deadline_ms)
            deadline_ms = password_check_deadline_ms(sign_in->checks[i]->check);
    return deadline_ms;
}
