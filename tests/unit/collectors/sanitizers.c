/*
 * sanitizers.c - lets the sanitizers live with librdkafka, which is not instrumented. Linked to the tests
 * of collectors, and under ThreadSanitizer to meritd itself.
 *
 * What librdkafka does is left out; what our callbacks do on its threads is not: no suppression names the
 * library as such, since it stands somewhere below every callback.
 */
const char *__tsan_default_suppressions(void);
const char *__lsan_default_suppressions(void);

const char *__tsan_default_suppressions(void)
{
    return "called_from_lib:librdkafka.so\n";
}

const char *__lsan_default_suppressions(void)
{
    return "leak:librdkafka.so\n";
}

#if defined __has_feature
#if __has_feature(thread_sanitizer)
#define __SANITIZE_THREAD__ 1
#endif
#endif

#ifdef __SANITIZE_THREAD__

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

/*
 * ThreadSanitizer does not know threads begun by C11's thrd_create, as librdkafka's are, and crashes in
 * them. In glibc a thrd_t is a pthread_t, so the one can be made of the other.
 */
struct thread_start {
    thrd_start_t run;
    void *argument;
};

static void *thread_run(void *opaque)
{
    struct thread_start start = *(struct thread_start *)opaque;

    free(opaque);
    return (void *)(intptr_t)start.run(start.argument);
}

int thrd_create(thrd_t *thread, thrd_start_t run, void *argument)
{
    struct thread_start *start = malloc(sizeof *start);

    if (start == NULL)
        return thrd_nomem;
    *start = (struct thread_start){run, argument};
    if (pthread_create(thread, NULL, thread_run, start) == 0)
        return thrd_success;
    free(start);
    return thrd_error;
}

int thrd_join(thrd_t thread, int *result)
{
    void *returned;

    if (pthread_join(thread, &returned) != 0)
        return thrd_error;
    if (result != NULL)
        *result = (int)(intptr_t)returned;
    return thrd_success;
}

#endif
