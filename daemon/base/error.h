/*
 * error.h - how functions say what went wrong.
 *
 * A function that can fail returns bool (true = done) and takes a struct error that the caller owns.
 * On failure the error holds a class, which decides what happens next, and one sentence for a person. The
 * layer that knows the cause sets the class. Only main ends the process.
 */
#ifndef MERITD_BASE_ERROR_H
#define MERITD_BASE_ERROR_H

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

enum error_class {
    ERROR_NONE = 0,
    ERROR_RETRY,  /* it will pass: back off, then do the same again */
    ERROR_REJECT, /* this input can never be taken: dead letter, go on */
    ERROR_STOP,   /* a person must act: stop with the text */
    ERROR_MEMORY, /* memory is out: free some, then do the same again; or stop */
};

struct error {
    enum error_class class;
    char text[500];
};

/* Fills *error and returns false: a failing function ends in `return error_set(...)`. A longer text ends after a whole
   character. */
bool error_set(struct error *error, enum error_class class, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Fills *error with "out of memory", ERROR_MEMORY; returns false. */
bool error_memory(struct error *error);

#endif
