/* test_file.c - lines from plain and compressed files, and from pipes. */
#include "base/buffer.h"
#include "base/time.h"
#include "collectors/file.h"
#include "collectors/reader.h"
#include "collectors/value.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct fixture {
    char folder[64];
    char path[8][96];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    char folder[] = "/tmp/meritd-file-XXXXXX";

    if (mkdtemp(folder) == NULL)
        return -1;
    strcpy(fixture->folder, folder);
    for (int i = 0; i < 8; i++)
        snprintf(fixture->path[i], sizeof fixture->path[i], "%s/%d", folder, i);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    for (int i = 0; i < 8; i++)
        unlink(fixture->path[i]);
    rmdir(fixture->folder);
    free(fixture);
    return 0;
}

static void write_file(const char *path, const void *bytes, size_t length, const char *mode)
{
    FILE *out = fopen(path, mode);

    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, length, out), length);
    assert_int_equal(fclose(out), 0);
}

static void write_text(const char *path, const char *text)
{
    write_file(path, text, strlen(text), "w");
}

/* One gzip member at the end of the file. */
static void append_gzip(const char *path, const char *text, size_t length)
{
    gzFile out = gzopen(path, "ab");

    assert_non_null(out);
    assert_int_equal(gzwrite(out, text, (unsigned)length), length);
    assert_int_equal(gzclose(out), Z_OK);
}

static void read_all(struct reader *reader, const char *const *paths, size_t count)
{
    struct error error;

    reader_init(reader, collector_file_new(paths, count, &error));
    reader_until_state(reader, COLLECTOR_DONE);
}

/* What the first file named holds, as lines. */
static void expect(const char *path, size_t count, const char *const *values)
{
    struct reader reader;

    read_all(&reader, &path, 1);
    assert_int_equal(reader.count, count);
    for (size_t i = 0; i < count; i++) {
        const struct seen *seen = &reader.seen[i];
        assert_int_equal(seen->partition, -1);
        assert_int_equal(seen->offset, i + 1);
        assert_true(seen->timestamp_ms == TIME_NONE);
        assert_string_equal(seen->topic, path);
        assert_int_equal(seen->present, values[i] != NULL);
        assert_string_equal(seen->value, values[i] != NULL ? values[i] : "");
        assert_false(seen->cut);
    }
    reader_clear(&reader);
}

static void test_lines(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture->path[0];
    static const char *const lines[] = {"a", NULL, "b\r", NULL, " ", "last"};

    write_text(path, "a\n\nb\r\n\r\n \nlast");
    expect(path, 6, lines);
    write_text(path, "a\n");
    expect(path, 1, lines);
    write_text(path, "\n");
    expect(path, 1, &lines[1]);
    write_text(path, "a");
    expect(path, 1, lines);
    write_text(path, "");
    expect(path, 0, NULL);
}

static void test_gzip(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture->path[0];
    static const char *const lines[] = {"one", "two", "three"};

    append_gzip(path, "one\ntw", 6);
    append_gzip(path, "", 0);
    append_gzip(path, "o\nthree", 7);
    expect(path, 3, lines);
    /* Padding of zero bytes is no part of the text. */
    write_file(path, "\0\0\0\0", 4, "a");
    expect(path, 3, lines);
}

/* Every length around the limit and the block, each followed by an ordinary line. */
static void test_long_lines(void **state)
{
    struct fixture *fixture = *state;
    static const size_t lengths[] = {COLLECTOR_VALUE_MAX - 2, COLLECTOR_VALUE_MAX - 1,
                                     COLLECTOR_VALUE_MAX,     COLLECTOR_VALUE_MAX + 1,
                                     (1 << 20) - 1,           1 << 20,
                                     (1 << 20) + 1,           (5 << 20) + 3};
    enum { LENGTHS = sizeof lengths / sizeof lengths[0] };
    struct buffer text;

    buffer_init(&text);
    for (size_t i = 0; i < LENGTHS; i++) {
        unsigned char *line = buffer_reserve(&text, lengths[i]);
        memset(line, 'x', lengths[i]);
        text.length += lengths[i];
        buffer_append_format(&text, "\nafter %zu\n", i);
    }
    buffer_append(&text, text.bytes, 3 * COLLECTOR_VALUE_MAX); /* and one without an end */
    assert_false(text.failed);
    write_file(fixture->path[0], text.bytes, text.length, "w");
    append_gzip(fixture->path[1], (const char *)text.bytes, text.length);
    for (size_t f = 0; f < 2; f++) {
        struct reader reader;
        const char *path = fixture->path[f];
        read_all(&reader, &path, 1);
        for (size_t i = 0; i < LENGTHS; i++) {
            const struct seen *line = &reader.seen[2 * i];
            bool cut = lengths[i] > COLLECTOR_VALUE_MAX;
            char after[READER_VALUE];
            snprintf(after, sizeof after, "after %zu", i);
            assert_int_equal(line->length, cut ? COLLECTOR_VALUE_MAX : lengths[i]);
            assert_int_equal(line->cut, cut);
            assert_int_equal(line->offset, 2 * i + 1);
            assert_string_equal(line[1].value, after);
        }
        reader_clear(&reader);
    }
    buffer_clear(&text);
}

static void test_files_in_order(void **state)
{
    struct fixture *fixture = *state;
    const char *paths[] = {fixture->path[0], fixture->path[1], fixture->path[2], fixture->path[3]};
    struct reader reader;
    uint64_t done;
    uint64_t total;

    write_text(paths[0], "a\nb");
    write_text(paths[1], "");
    append_gzip(paths[2], "c\n", 2);
    write_text(paths[3], "d\n");
    read_all(&reader, paths, 4);
    assert_int_equal(reader.count, 4);
    for (size_t i = 0; i < 4; i++) {
        static const struct {
            const char *value;
            int path;
            int64_t line;
        } expected[] = {{"a", 0, 1}, {"b", 0, 2}, {"c", 2, 1}, {"d", 3, 1}};
        assert_string_equal(reader.seen[i].value, expected[i].value);
        assert_string_equal(reader.seen[i].topic, paths[expected[i].path]);
        assert_int_equal(reader.seen[i].partition, -1 - expected[i].path);
        assert_int_equal(reader.seen[i].offset, expected[i].line);
    }
    reader.collector->ops->progress(reader.collector, &done, &total);
    assert_true(done > 0 && done == total);
    assert_int_equal(reader.collector->ops->positions(reader.collector, NULL, 0), 0);
    reader_clear(&reader);
}

/* A file whose reading ends in an error: this many lines, then FAILED naming file and place. */
static void expect_failure(const char *path, size_t count, const char *what)
{
    struct reader reader;
    struct error error;

    reader_init(&reader, collector_file_new(&path, 1, &error));
    reader_until_state(&reader, COLLECTOR_FAILED);
    const struct error *failure = reader.collector->ops->error(reader.collector);
    assert_int_equal(reader.count, count);
    assert_int_equal(failure->class, ERROR_STOP);
    assert_non_null(strstr(failure->text, path));
    assert_non_null(strstr(failure->text, what));
    assert_non_null(strstr(failure->text, "line "));
    reader_clear(&reader);
}

static void test_damage(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture->path[0];
    struct stat status;

    append_gzip(path, "one\ntwo\n", 8);
    assert_int_equal(stat(path, &status), 0);
    off_t member = status.st_size;
    append_gzip(path, "three\nfour\n", 11);
    assert_int_equal(stat(path, &status), 0);
    /* Cut off within the second member's checksum: its text is there, but not known to be right. */
    assert_int_equal(truncate(path, status.st_size - 5), 0);
    expect_failure(path, 4, "cut off");
    assert_int_equal(truncate(path, member + 4), 0);
    expect_failure(path, 2, "cut off");
    assert_int_equal(truncate(path, member), 0);
    write_file(path, "garbage", 7, "a");
    expect_failure(path, 2, "header");
    assert_int_equal(truncate(path, member), 0);
    write_file(path, "\0\0garbage", 9, "a");
    expect_failure(path, 2, "after the gzip data");
    /* A wrong checksum. */
    assert_int_equal(truncate(path, member), 0);
    int fd = open(path, O_WRONLY);
    assert_int_equal(pwrite(fd, "\x55\x55", 2, member - 8), 2);
    close(fd);
    expect_failure(path, 2, "check");
}

static void test_refused(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    const char *missing[] = {fixture->path[7]};
    const char *folder[] = {fixture->folder};
    const char *twice[] = {"-", "-"};

    assert_null(collector_file_new(missing, 1, &error));
    assert_non_null(strstr(error.text, fixture->path[7]));
    assert_int_equal(error.class, ERROR_STOP);
    assert_null(collector_file_new(folder, 1, &error));
    assert_non_null(strstr(error.text, "folder"));
    assert_null(collector_file_new(twice, 2, &error));
    assert_non_null(strstr(error.text, "once"));
}

static bool readable(int fd)
{
    struct pollfd wakeup = {.fd = fd, .events = POLLIN};

    return poll(&wakeup, 1, 0) == 1;
}

static void send_bytes(int fd, const char *bytes, size_t length)
{
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
}

/* Runs body with a pipe as standard input; its other end is the argument. */
static void with_pipe(void (*body)(int, struct fixture *), struct fixture *fixture)
{
    int ends[2];
    int before = dup(STDIN_FILENO);

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    body(ends[1], fixture);
    dup2(before, STDIN_FILENO);
    close(before);
}

static void pipe_lines(int in, struct fixture *fixture)
{
    struct error error;
    struct reader reader;
    const char *paths[] = {fixture->path[0], "-", fixture->path[0]};

    write_text(fixture->path[0], "file\n");
    reader_init(&reader, collector_file_new(paths, 3, &error));
    int wakeup = reader.collector->ops->wakeup_fd(reader.collector);
    assert_true(wakeup >= 0);
    assert_true(readable(wakeup));
    reader_until_count(&reader, 1);
    for (int i = 0; i < 5; i++)
        assert_int_equal(reader_step(&reader), 0);
    assert_false(readable(wakeup));
    send_bytes(in, "x", 1);
    assert_true(readable(wakeup));
    assert_int_equal(reader_step(&reader), 0);
    send_bytes(in, "y\nz", 3);
    reader_until_count(&reader, 2);
    assert_string_equal(reader.seen[1].value, "xy");
    assert_string_equal(reader.seen[1].topic, "-");
    assert_int_equal(reader.seen[1].partition, -2);
    /* Held back, nothing is read and nobody is woken. */
    reader.collector->ops->hold(reader.collector, true);
    send_bytes(in, "\n", 1);
    assert_false(readable(wakeup));
    assert_int_equal(reader_step(&reader), 0);
    reader.collector->ops->hold(reader.collector, false);
    assert_true(readable(wakeup));
    reader_until_count(&reader, 3);
    close(in);
    reader_until_state(&reader, COLLECTOR_DONE);
    assert_int_equal(reader.count, 4);
    assert_string_equal(reader.seen[3].value, "file");
    assert_int_equal(reader.seen[3].partition, -3);
    reader_clear(&reader);
}

static void pipe_gzip(int in, struct fixture *fixture)
{
    struct error error;
    struct reader reader;
    const char *path = "-";
    char bytes[200];

    append_gzip(fixture->path[0], "one\ntwo\n", 8);
    FILE *file = fopen(fixture->path[0], "r");
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    reader_init(&reader, collector_file_new(&path, 1, &error));
    /* Byte by byte: the first alone does not tell that it is compressed. */
    for (size_t i = 0; i < length; i++) {
        send_bytes(in, bytes + i, 1);
        (void)reader_step(&reader);
    }
    close(in);
    reader_until_state(&reader, COLLECTOR_DONE);
    assert_int_equal(reader.count, 2);
    assert_string_equal(reader.seen[1].value, "two");
    reader_clear(&reader);
}

static void test_pipe(void **state)
{
    with_pipe(pipe_lines, *state);
    unlink(((struct fixture *)*state)->path[0]);
    with_pipe(pipe_gzip, *state);
}

/* However few records are asked for at once, the same lines come. */
/* A pipe without a writer keeps nobody waiting: not when it is opened, not when it is read, not at the end. */
static void test_pipe_without_a_writer(void **state)
{
    char path[] = "/tmp/meritd-fifo-XXXXXX";
    const char *const paths[] = {path};
    struct reader reader;
    struct error error;

    (void)state;
    close(mkstemp(path));
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    alarm(20);
    reader_init(&reader, collector_file_new(paths, 1, &error));
    for (int i = 0; i < 5; i++)
        assert_int_equal(reader_step(&reader), 0);
    assert_int_equal(reader.collector->ops->state(reader.collector), COLLECTOR_RUNNING);
    int writer = open(path, O_WRONLY | O_NONBLOCK);
    assert_true(writer >= 0);
    assert_int_equal(reader_step(&reader), 0);
    assert_int_equal(write(writer, "a\nb", 3), 3);
    reader_until_count(&reader, 1);
    close(writer);
    reader_until_state(&reader, COLLECTOR_DONE);
    assert_int_equal(reader.count, 2);
    assert_string_equal(reader.seen[1].value, "b");
    reader_clear(&reader);

    reader_init(&reader, collector_file_new(paths, 1, &error));
    assert_int_equal(reader_step(&reader), 0);
    reader_close(&reader);
    reader_clear(&reader);
    alarm(0);
    unlink(path);
}

static void test_batches(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture->path[0];
    struct buffer text;
    struct error error;
    enum { LINES = 50000 };

    buffer_init(&text);
    for (int i = 0; i < LINES; i++)
        buffer_append_format(&text, "%0*d\n", i % 97 + 1, i);
    write_file(path, text.bytes, text.length, "w");
    buffer_clear(&text);
    for (size_t batch = 1; batch <= 10000; batch = batch * 7 + 1) {
        struct reader reader;
        reader_init(&reader, collector_file_new(&path, 1, &error));
        reader.batch = batch;
        reader_until_state(&reader, COLLECTOR_DONE);
        assert_int_equal(reader.count, LINES);
        for (int i = 0; i < LINES; i++) {
            assert_int_equal(reader.seen[i].offset, i + 1);
            if (i % 97 + 1 < READER_VALUE)
                assert_int_equal(atoi(reader.seen[i].value), i);
        }
        reader_clear(&reader);
    }
}

static void test_close(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture->path[0];
    struct error error;
    struct reader reader;

    write_text(path, "a\nb\nc\n");
    reader_init(&reader, collector_file_new(&path, 1, &error));
    reader.batch = 1;
    reader_until_count(&reader, 1);
    reader_close(&reader);
    assert_int_equal(reader_step(&reader), 0);
    assert_int_equal(reader.count, 1);
    reader_clear(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gzip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_files_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pipe, set_up, tear_down),
        cmocka_unit_test(test_pipe_without_a_writer),
        cmocka_unit_test_setup_teardown(test_batches, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_close, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
