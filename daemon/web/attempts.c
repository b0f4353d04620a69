/* attempts.c - see the header. */
#include "web/attempts.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum {
    PLACES = 8192,
    NEIGHBOURS = 8, /* a name is in one of this many places */
    FIRST_WAIT_MS = 1000,
    FORGET_MS = 15 * 60 * 1000,
    NAME_SIZE = 160,
};

/* What kind of name waits from which failure on, and how long at most. */
struct kind {
    char letter;
    unsigned free_failures;
    int64_t longest_ms;
};

static const struct kind of_address = {'a', ATTEMPTS_ADDRESS_FREE, ATTEMPTS_ADDRESS_MS};
static const struct kind of_login = {'l', ATTEMPTS_LOGIN_FREE, ATTEMPTS_LOGIN_MS};

struct place {
    uint64_t name; /* its hash; 0: empty */
    unsigned failures;
    int64_t failed_ms;
};

struct attempts {
    uint64_t seed; /* nobody can choose names that meet in one place */
    struct place places[PLACES];
};

struct attempts *attempts_new(void)
{
    struct attempts *attempts = memory_alloc(sizeof *attempts);

    if (attempts == NULL)
        return NULL;
    memset(attempts, 0, sizeof *attempts);
    if (getrandom(&attempts->seed, sizeof attempts->seed, 0) < 0)
        attempts->seed = (uint64_t)(uintptr_t)attempts;
    return attempts;
}

void attempts_free(struct attempts *attempts)
{
    memory_free(attempts);
}

static uint64_t attempts_name(const struct attempts *attempts, const struct kind *kind,
                              const char *text)
{
    char name[NAME_SIZE];
    int length = snprintf(name, sizeof name, "%016llx%c%s", (unsigned long long)attempts->seed,
                          kind->letter, text);

    if (length >= NAME_SIZE)
        length = NAME_SIZE - 1;
    return hash_bytes(name, (size_t)length) | 1;
}

/* NULL: the name is not there. */
static const struct place *attempts_find(const struct attempts *attempts, uint64_t name,
                                         int64_t now_ms)
{
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        const struct place *place = &attempts->places[(name / 2 + i) % PLACES];
        if (place->name == name && now_ms - place->failed_ms < FORGET_MS)
            return place;
    }
    return NULL;
}

static int64_t attempts_wait_of(const struct attempts *attempts, const struct kind *kind,
                                const char *text, int64_t now_ms)
{
    const struct place *place = attempts_find(attempts, attempts_name(attempts, kind, text),
                                              now_ms);
    int64_t wait_ms = FIRST_WAIT_MS;

    if (place == NULL || place->failures < kind->free_failures)
        return 0;
    for (unsigned n = kind->free_failures; n < place->failures && wait_ms < kind->longest_ms; n++)
        wait_ms *= 2;
    if (wait_ms > kind->longest_ms)
        wait_ms = kind->longest_ms;
    int64_t left_ms = place->failed_ms + wait_ms - now_ms;
    return left_ms > 0 ? left_ms : 0;
}

int64_t attempts_wait_ms(const struct attempts *attempts, const char *address, const char *login,
                         int64_t now_ms)
{
    int64_t by_address = attempts_wait_of(attempts, &of_address, address, now_ms);
    int64_t by_login = attempts_wait_of(attempts, &of_login, login, now_ms);

    return by_address > by_login ? by_address : by_login;
}

/* Its own place, or else the one of its neighbours that failed longest ago. */
static struct place *attempts_place(struct attempts *attempts, uint64_t name)
{
    struct place *oldest = &attempts->places[name / 2 % PLACES];

    for (size_t i = 0; i < NEIGHBOURS; i++) {
        struct place *place = &attempts->places[(name / 2 + i) % PLACES];
        if (place->name == name)
            return place;
        if (place->name == 0 || (oldest->name != 0 && place->failed_ms < oldest->failed_ms))
            oldest = place;
    }
    return oldest;
}

static void attempts_count(struct attempts *attempts, uint64_t name, int64_t now_ms)
{
    struct place *place = attempts_place(attempts, name);

    if (place->name != name || now_ms - place->failed_ms >= FORGET_MS)
        *place = (struct place){.name = name};
    if (place->failures < UINT32_MAX)
        place->failures++;
    place->failed_ms = now_ms;
}

void attempts_failed(struct attempts *attempts, const char *address, const char *login,
                     int64_t now_ms)
{
    attempts_count(attempts, attempts_name(attempts, &of_address, address), now_ms);
    attempts_count(attempts, attempts_name(attempts, &of_login, login), now_ms);
}

void attempts_passed(struct attempts *attempts, const char *login)
{
    uint64_t name = attempts_name(attempts, &of_login, login);
    struct place *place = attempts_place(attempts, name);

    if (place->name == name)
        *place = (struct place){0};
}
