/* forget.c - see the header. Rounds, until a round finds nothing: what arrives meanwhile is forgotten with the rest. */
#include "upkeep/forget.h"

#include "base/text_array.h"
#include "upkeep/settle_up_to.h"
#include "upkeep/stored_stubs.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { ROUNDS_MAX = 20 }; /* a conversation that is written all the time needs several */

/* Begins with eight zeros, and so is smaller than the old one. */
static bool pseudonym_random(const struct uuid *than, struct uuid *smaller, struct error *error)
{
    enum { ZEROS = 4 };
    const ssize_t wanted = sizeof smaller->bytes - ZEROS;

    *smaller = (struct uuid){0};
    do {
        if (getrandom(smaller->bytes + ZEROS, (size_t)wanted, 0) != wanted)
            return error_set(error, ERROR_STOP, "the system gives no random bytes");
    } while (uuid_compare(smaller, than) >= 0);
    return true;
}

/* ---- conversations, whose stubs name the customer ---- */

/* Parameters of fact.forget: arrays of the same length. */
struct renamed {
    struct text_array names, replaces, versions, stubs;
};

static void renamed_init(struct renamed *renamed)
{
    text_array_init(&renamed->names);
    text_array_init(&renamed->replaces);
    text_array_init(&renamed->versions);
    text_array_init(&renamed->stubs);
}

static void renamed_clear(struct renamed *renamed)
{
    text_array_clear(&renamed->names);
    text_array_clear(&renamed->replaces);
    text_array_clear(&renamed->versions);
    text_array_clear(&renamed->stubs);
}

/* Adds the same set of events, claimed by another customer. */
static bool renamed_add(struct renamed *renamed, const struct database *database, size_t row,
                        struct uuid pseudonym, struct arena *arena, struct error *error)
{
    char text[UUID_TEXT_SIZE];
    struct stub_set set;
    struct uuid version;
    struct buffer hex;

    if (!stored_stubs_read(arena, database_value(database, row, 2), &set, error))
        return false;
    set.claim.customer = pseudonym;
    buffer_init(&hex);
    bool written = stored_stubs_write(&set, &hex, &version, error);
    if (written) {
        uuid_format(version, text);
        text_array_add(&renamed->names, text_of(database_value(database, row, 0)));
        text_array_add(&renamed->replaces, text_of(database_value(database, row, 1)));
        text_array_add(&renamed->versions, text_of(text));
        text_array_add(&renamed->stubs, (struct text){(const char *)hex.bytes, hex.length});
    }
    buffer_clear(&hex);
    return written;
}

static bool renamed_read(struct renamed *renamed, struct database *database, const char *customer,
                         struct uuid pseudonym, struct error *error)
{
    const char *const params[] = {customer};
    struct arena arena;

    if (!database_ask(database,
                      "select c.conversation, c.version, c.stubs from fact.conversation c"
                      " where c.customer = $1::uuid order by c.conversation",
                      params, 1, error))
        return false;
    bool read = true;
    arena_init(&arena);
    for (size_t row = 0; row < database_rows(database) && read; row++) {
        read = renamed_add(renamed, database, row, pseudonym, &arena, error);
        arena_reset(&arena);
    }
    arena_clear(&arena);
    return read;
}

/* ---- rounds ---- */

unsigned long long forgotten_total(const struct forgotten *forgotten)
{
    return forgotten->conversations + forgotten->orders + forgotten->tickets + forgotten->surveys +
           forgotten->letters;
}

/* Returns how much it was. */
static unsigned long long forgotten_add(struct forgotten *sum, const struct database *database)
{
    struct forgotten one = {0};

    sscanf(database_value(database, 0, 0), "%llu %llu %llu %llu %llu", &one.conversations,
           &one.orders, &one.tickets, &one.surveys, &one.letters);
    sum->conversations += one.conversations;
    sum->orders += one.orders;
    sum->tickets += one.tickets;
    sum->surveys += one.surveys;
    sum->letters += one.letters;
    return forgotten_total(&one);
}

/* SQLSTATE class 40: a conversation was written meanwhile, or a deadlock. */
static bool may_pass(const struct database *database)
{
    return strncmp(database_sqlstate(database), "40", 2) == 0;
}

static bool forget_there(struct database *database, const char *id, const char *customer,
                         const char *pseudonym, struct renamed *renamed, struct error *error)
{
    const char *const params[] = {id,
                                  customer,
                                  pseudonym,
                                  text_array_end(&renamed->names),
                                  text_array_end(&renamed->replaces),
                                  text_array_end(&renamed->versions),
                                  text_array_end(&renamed->stubs)};

    return database_ask(database,
                        "select pg_catalog.concat_ws(' ', f.conversations, f.orders, f.tickets,"
                        " f.surveys, f.letters) from fact.forget($1, $2::uuid, $3::uuid,"
                        " $4::text[], $5::uuid[], $6::uuid[], $7::bytea[]) f",
                        params, sizeof params / sizeof params[0], error);
}

/* Renames what is there now. *left: whether there may be more. */
static bool forget_round(struct database *database, const char *id, const char *customer,
                         struct uuid pseudonym, struct forgotten *sum, bool *left,
                         struct error *error)
{
    char name[UUID_TEXT_SIZE];
    struct renamed renamed;

    *left = true;
    renamed_init(&renamed);
    uuid_format(pseudonym, name);
    bool done = renamed_read(&renamed, database, customer, pseudonym, error);
    if (done && forget_there(database, id, customer, name, &renamed, error))
        *left = forgotten_add(sum, database) > 0;
    else
        done = done && may_pass(database);
    renamed_clear(&renamed);
    return done;
}

bool forget_customer(struct database *database, const char *id, struct uuid customer,
                     struct forgotten *forgotten, struct error *error)
{
    char old[UUID_TEXT_SIZE];
    struct uuid pseudonym;
    bool left = true;

    *forgotten = (struct forgotten){0};
    uuid_format(customer, old);
    if (!pseudonym_random(&customer, &pseudonym, error))
        return false;
    for (int round = 0; round < ROUNDS_MAX && left; round++)
        if (!forget_round(database, id, old, pseudonym, forgotten, &left, error))
            return false;
    if (left)
        return error_set(error, ERROR_STOP, "events of the customer still arrive: run it again");
    return settle_what_is_dirty(database, error);
}
