/*
 * scratch.h - a real, private PostgreSQL for the tests of a program (scratch_postgres.sh), and a second pair of
 * eyes on its database.
 *
 *     cmocka_run_group_tests(tests, scratch_start, scratch_stop);
 *     a test begins with NEEDS_SERVER(): it is skipped where PostgreSQL is not installed
 */
#ifndef MERITD_TESTS_STORE_SCRATCH_H
#define MERITD_TESTS_STORE_SCRATCH_H

#include "store/postgres.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

int scratch_start(void **state);
int scratch_stop(void **state);
bool scratch_is_there(void);
/* Where its socket is. */
const char *scratch_folder(void);

#define NEEDS_SERVER()                                                                             \
    do {                                                                                           \
        if (!scratch_is_there())                                                                   \
            skip();                                                                                \
    } while (0)

struct postgres_options scratch_options(void);

/* The text of one value; lent until the next look. */
const char *look(const char *sql);
void look_run(const char *sql);

#endif
