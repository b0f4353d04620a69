/* test_wipe.c - of the secrets of a configuration nothing is left in memory when it is freed. */
#include "base/memory.h"
#include "config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { NEEDLE_SIZE = 33, CHUNK = 1 << 16, LARGEST = 1 << 30 };

/* The secret, as no other memory holds it: each letter one further than it is. */
static const char shifted[NEEDLE_SIZE] = "qbttxpse.pg.uif.tipq.boe.opuijoh";

static void needle_write(char out[NEEDLE_SIZE])
{
    for (size_t i = 0; i < NEEDLE_SIZE - 1; i++)
        out[i] = (char)(shifted[i] - 1);
    out[NEEDLE_SIZE - 1] = '\0';
}

/* Compares letter by letter, so that this makes no copy. */
static size_t needles_in(const unsigned char *bytes, size_t length)
{
    size_t found = 0, matched;

    for (size_t i = 0; i + NEEDLE_SIZE - 1 <= length; i++) {
        for (matched = 0; matched < NEEDLE_SIZE - 1; matched++)
            if (bytes[i + matched] != (unsigned char)(shifted[matched] - 1))
                break;
        found += matched == NEEDLE_SIZE - 1;
    }
    return found;
}

/* How often the secret stands in the process's writable memory. The chunk is wiped before it can count itself. */
static size_t needles_in_memory(void)
{
    static unsigned char chunk[CHUNK + NEEDLE_SIZE];
    unsigned long begin, end;
    char line[600], rights[5];
    size_t found = 0;
    FILE *maps = fopen("/proc/self/maps", "re");
    FILE *memory = fopen("/proc/self/mem", "rbe");

    assert_true(maps != NULL && memory != NULL);
    while (fgets(line, sizeof line, maps) != NULL) {
        if (sscanf(line, "%lx-%lx %4s", &begin, &end, rights) != 3 || rights[1] != 'w' ||
            rights[0] != 'r' || end - begin > LARGEST)
            continue;
        for (unsigned long at = begin; at < end; at += CHUNK) {
            size_t most = end - at < sizeof chunk ? end - at : sizeof chunk;
            ssize_t got = pread(fileno(memory), chunk, most, (off_t)at);
            found += got > 0 ? needles_in(chunk, (size_t)got) : 0;
            explicit_bzero(chunk, sizeof chunk);
        }
    }
    fclose(memory);
    fclose(maps);
    return found;
}

/* A file with the secret after this many bytes of comments. */
static void write_configuration(char *path, size_t padding)
{
    char needle[NEEDLE_SIZE];
    int descriptor = mkstemp(path);

    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    setvbuf(file, NULL, _IONBF, 0);
    for (size_t i = 0; i < padding; i += 10)
        fputs("// nothing\n", file);
    fputs("{\"kafka\": {\"options\": {\"sasl.password\": \"", file);
    needle_write(needle);
    fwrite(needle, 1, NEEDLE_SIZE - 1, file);
    fputs("\"}}, \"postgres\": {\"conninfo\": \"password=", file);
    fwrite(needle, 1, NEEDLE_SIZE - 1, file);
    for (size_t i = 0; i < padding; i++)
        fputc(' ', file); /* the buffer grows with the secret in it */
    fputs("\"}}", file);
    fclose(file);
    explicit_bzero(needle, sizeof needle);
}

static void nothing_is_left_of_a_configuration(void **state)
{
    static char *const environment[] = {NULL};
    static const size_t paddings[] = {0, 20000};

    (void)state;
    for (size_t i = 0; i < sizeof paddings / sizeof paddings[0]; i++) {
        char path[] = "/tmp/meritd-wipe-XXXXXX";
        struct buffer problems;
        write_configuration(path, paddings[i]);
        assert_int_equal(needles_in_memory(), 0);
        buffer_init(&problems);
        struct config *config = config_load(path, environment, &problems);
        unlink(path);
        assert_non_null(config);
        assert_true(needles_in_memory() > 0);
        config_free(config);
        assert_int_equal(needles_in_memory(), 0);
    }
}

/* Something large after it makes it move; the middle of what it leaves outlives what the look itself allocates. */
static void nothing_is_left_where_a_buffer_was(void **state)
{
    char needle[NEEDLE_SIZE];
    static const char padding[100000];
    struct buffer buffer;

    (void)state;
    buffer_init_secret(&buffer);
    buffer_append(&buffer, padding, 40000);
    needle_write(needle);
    buffer_append(&buffer, needle, NEEDLE_SIZE - 1);
    explicit_bzero(needle, sizeof needle);
    void *behind = memory_alloc(sizeof padding);
    buffer_append(&buffer, padding, sizeof padding);
    assert_false(buffer.failed);
    assert_int_equal(needles_in_memory(), 1);
    buffer_clear(&buffer);
    assert_int_equal(needles_in_memory(), 0);
    memory_free(behind);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_left_of_a_configuration),
        cmocka_unit_test(nothing_is_left_where_a_buffer_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
