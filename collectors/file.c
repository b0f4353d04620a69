/*
 * file.c - files as one stream of lines.
 *
 * One block holds plain bytes; lines are lent from it until the next poll:
 *
 *     block:   | handed over … | cursor: whole lines … , begin of a line | filled        capacity |
 *
 * When no whole line is left, the incomplete line moves to the front and the block is filled after it, by
 * read(2) or, for compressed input, by inflate. Of a line beyond the limit only the beginning is kept: its
 * record is handed over at once, and the rest, up to the \n, is skipped.
 */
#include "collectors/file.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/time.h"
#include "collectors/value.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum {
    BLOCK_SIZE = 1 << 20, /* well above COLLECTOR_VALUE_MAX */
    INPUT_SIZE = 1 << 18, /* compressed bytes read at once */
    WINDOW_BITS = 15 + 16 /* the largest window; 16: gzip format */
};

enum file_kind {
    FILE_CLOSED,  /* the next source must be opened */
    FILE_UNKNOWN, /* open, the first two bytes have not come yet */
    FILE_PLAIN,   /* read straight into the block */
    FILE_GZIP,    /* read into input, inflated into the block */
    FILE_ENDED,   /* all is read; the rest of the block is the last line */
    FILE_BROKEN,  /* error says why; whole lines in the block are handed over first */
};

struct collector_file {
    struct collector collector;
    enum collector_state state;
    struct error error;

    char **paths;
    size_t path_count;
    uint64_t total_bytes; /* of all files; 0 unknown */
    uint64_t read_bytes;  /* so far, in bytes on disk */

    /* The source being read; path_count: none left. */
    size_t current;
    enum file_kind kind;
    int fd;
    bool waits;           /* a pipe or the like: read only when readable */
    uint64_t source_read; /* bytes read from this source: the place in messages */
    int64_t line;         /* lines begun so far */
    uint64_t content;     /* a chained hash of these lines */
    bool skipping;        /* skipping the rest of a cut line */
    bool held;

    unsigned char *block;
    size_t cursor;
    size_t filled;

    z_stream zlib;
    bool zlib_ready; /* inflateInit was done; kept for the next source */
    bool between;    /* before a gzip member: the input may end here */
    bool padding;    /* zero bytes after the last member were seen */
    unsigned char *input;

    /* If some sources are pipes: readable when poll may have records. Otherwise both are -1. */
    int wakeup;
    int always; /* an eventfd that is always readable, watched while a regular file is read */
    int watched;
};

static struct collector_file *file_of(const struct collector *collector)
{
    return (struct collector_file *)collector;
}

/* ---- what wakes the loop ------------------------------------------------------------------------ */

/* Makes the wakeup descriptor follow only fd, or nothing (-1). False when that is impossible: regular files. */
static bool file_watch(struct collector_file *file, int fd)
{
    struct epoll_event event = {.events = EPOLLIN};

    if (file->wakeup < 0)
        return false;
    if (fd == file->watched)
        return true;
    if (file->watched >= 0)
        epoll_ctl(file->wakeup, EPOLL_CTL_DEL, file->watched, NULL);
    bool followed = fd < 0 || epoll_ctl(file->wakeup, EPOLL_CTL_ADD, fd, &event) == 0;
    file->watched = followed ? fd : -1;
    return followed;
}

/* The descriptor for which poll waits now. */
static void file_watch_source(struct collector_file *file)
{
    bool open = file->fd >= 0;

    file->waits = open && file_watch(file, file->fd);
    if (!file->waits)
        (void)file_watch(file, file->always);
}

static bool file_watch_init(struct collector_file *file, struct error *error)
{
    file->wakeup = epoll_create1(EPOLL_CLOEXEC);
    file->always = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
    if (file->wakeup < 0 || file->always < 0)
        return error_set(error, ERROR_STOP, "cannot watch a pipe: %s", strerror(errno));
    file_watch_source(file);
    return true;
}

/* ---- sources ------------------------------------------------------------------------------------ */

static const char *file_path(const struct collector_file *file)
{
    return file->paths[file->current];
}

static bool file_is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

static void file_fail(struct collector_file *file, const char *what)
{
    error_set(&file->error, ERROR_STOP, "%s: %s (byte %" PRIu64 ", line %" PRId64 ")",
              file_path(file), what, file->source_read, file->line + 1);
    file->kind = FILE_BROKEN;
}

static void file_close_source(struct collector_file *file)
{
    int fd = file->fd;

    file->fd = -1;
    file->kind = FILE_CLOSED;
    file_watch_source(file);
    if (fd >= 0 && fd != STDIN_FILENO)
        close(fd);
}

static bool file_open_source(struct collector_file *file)
{
    struct stat status;
    const char *path = file_path(file);

    file->source_read = 0;
    file->line = 0;
    file->content = 0;
    /* Opening does not wait either: a pipe may have no writer yet. */
    file->fd = file_is_stdin(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file->fd < 0 || fstat(file->fd, &status) != 0) {
        file_fail(file, strerror(errno));
        return false;
    }
    if (S_ISFIFO(status.st_mode))
        (void)fcntl(file->fd, F_SETPIPE_SZ, BLOCK_SIZE); /* fewer turns; it also works without */
    file->kind = FILE_UNKNOWN;
    file->skipping = false;
    file->cursor = file->filled = 0;
    file_watch_source(file);
    return true;
}

/* Does one read(2). Returns the number of bytes; 0 at the end; -1: none now, or failed (the kind tells). */
static ssize_t file_read(struct collector_file *file, void *bytes, size_t size)
{
    struct pollfd readable = {.fd = file->fd, .events = POLLIN};

    if (file->waits && poll(&readable, 1, 0) <= 0)
        return -1;
    ssize_t length = read(file->fd, bytes, size);
    if (length < 0) {
        if (errno != EINTR && errno != EAGAIN)
            file_fail(file, strerror(errno));
        return -1;
    }
    file->source_read += (uint64_t)length;
    file->read_bytes += (uint64_t)length;
    return length;
}

/* ---- gzip --------------------------------------------------------------------------------------- */

/* Starts inflating; the bytes in the block are compressed and become its first input. */
static bool file_begin_gzip(struct collector_file *file)
{
    if (file->input == NULL)
        file->input = memory_alloc(INPUT_SIZE);
    if (file->input == NULL ||
        (file->zlib_ready ? inflateReset(&file->zlib) : inflateInit2(&file->zlib, WINDOW_BITS)) !=
            Z_OK) {
        file_fail(file, "out of memory");
        return false;
    }
    file->zlib_ready = true;
    assert(file->filled <= INPUT_SIZE);
    memcpy(file->input, file->block, file->filled);
    file->zlib.next_in = file->input;
    file->zlib.avail_in = (uInt)file->filled;
    file->filled = 0;
    file->between = file->padding = false;
    file->kind = FILE_GZIP;
    return true;
}

/* Reads more compressed input; false when there is none now, or none ever (kind and state tell). */
static bool file_read_gzip(struct collector_file *file)
{
    ssize_t length = file_read(file, file->input, INPUT_SIZE);

    if (length == 0 && !file->between)
        file_fail(file, "the gzip data is cut off");
    else if (length == 0)
        file->kind = FILE_ENDED;
    if (length <= 0)
        return false;
    file->zlib.next_in = file->input;
    file->zlib.avail_in = (uInt)length;
    return true;
}

/* After a member: either another one begins, or zero bytes follow up to the end, as some tools append. */
static bool file_next_member(struct collector_file *file)
{
    while (file->zlib.avail_in > 0 && *file->zlib.next_in == 0) {
        file->zlib.next_in++;
        file->zlib.avail_in--;
        file->padding = true;
    }
    if (file->zlib.avail_in == 0)
        return true;
    if (file->padding || inflateReset(&file->zlib) != Z_OK) {
        file_fail(file, "there is something else after the gzip data");
        return false;
    }
    file->between = false;
    return true;
}

/* Inflates the present input into the block; false when it gave no bytes. */
static bool file_inflate(struct collector_file *file)
{
    size_t before = file->filled;

    while (file->filled == before) {
        if (file->zlib.avail_in == 0 && !file_read_gzip(file))
            return false;
        if (file->between && !file_next_member(file))
            return false;
        if (file->zlib.avail_in == 0)
            continue;
        file->zlib.next_out = file->block + file->filled;
        file->zlib.avail_out = (uInt)(BLOCK_SIZE - file->filled);
        int outcome = inflate(&file->zlib, Z_NO_FLUSH);
        file->filled = BLOCK_SIZE - file->zlib.avail_out;
        if (outcome == Z_STREAM_END) {
            file->between = true;
        } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
            file_fail(file, file->zlib.msg ? file->zlib.msg : "the gzip data is damaged");
            break;
        }
    }
    return file->filled > before;
}

/* ---- lines -------------------------------------------------------------------------------------- */

static bool file_read_plain(struct collector_file *file, size_t room)
{
    ssize_t length = file_read(file, file->block + file->filled, room);

    if (length == 0)
        file->kind = FILE_ENDED;
    if (length <= 0)
        return false;
    file->filled += (size_t)length;
    return true;
}

/* The first two bytes tell gzip from text. False when they have not come yet. */
static bool file_tell_kind(struct collector_file *file)
{
    static const unsigned char gzip[] = {0x1f, 0x8b};

    if (!file_read_plain(file, INPUT_SIZE - file->filled) && file->kind != FILE_ENDED)
        return false;
    if (file->filled < sizeof gzip)
        return file->kind == FILE_ENDED && file->filled > 0;
    if (memcmp(file->block, gzip, sizeof gzip) == 0)
        return file_begin_gzip(file);
    file->kind = FILE_PLAIN;
    return true;
}

/* Moves the incomplete line to the front, and reads more bytes after it. False when none came. */
static bool file_fill(struct collector_file *file)
{
    if (file->cursor > 0) {
        memmove(file->block, file->block + file->cursor, file->filled - file->cursor);
        file->filled -= file->cursor;
        file->cursor = 0;
    }
    switch (file->kind) {
    case FILE_CLOSED: return file_open_source(file);
    case FILE_UNKNOWN: return file_tell_kind(file);
    case FILE_PLAIN: return file_read_plain(file, BLOCK_SIZE - file->filled);
    case FILE_GZIP: return file_inflate(file);
    case FILE_ENDED:
    case FILE_BROKEN: break;
    }
    return false;
}

/* The record of a line that is too long: only the part that is kept. */
static void file_note_content(struct collector_file *file, struct text value)
{
    const uint64_t both[] = {file->content, hash_bytes(value.bytes, value.length)};

    file->content = hash_bytes(both, sizeof both);
}

/* Makes the record of the line at the cursor, of this length without its end; moves the cursor after it. */
static void file_record(struct collector_file *file, size_t length, struct record *record)
{
    const unsigned char *line = file->block + file->cursor;

    *record = (struct record){.topic = text_of(file_path(file)),
                              .partition = -1 - (int32_t)file->current,
                              .offset = ++file->line,
                              .timestamp_ms = TIME_NONE};
    if (length > 0 && !(length == 1 && line[0] == '\r'))
        collector_value_set(record, line, length);
    file_note_content(file, record->value);
    record->content = file->content;
    file->cursor += length;
}

/* Skips the rest of a cut line; false when its end is not in the block. */
static bool file_skip(struct collector_file *file)
{
    const unsigned char *end = memchr(file->block + file->cursor, '\n',
                                      file->filled - file->cursor);

    file->cursor = end == NULL ? file->filled : (size_t)(end - file->block) + 1;
    file->skipping = end == NULL;
    return end != NULL;
}

/* Makes the next record from the block; false when the block holds no whole line. */
static bool file_next(struct collector_file *file, struct record *record)
{
    if (file->skipping && !file_skip(file))
        return false;
    size_t left = file->filled - file->cursor;
    const unsigned char *begin = file->block + file->cursor;
    const unsigned char *end = left > 0 ? memchr(begin, '\n', left) : NULL;

    if (end != NULL) {
        file_record(file, (size_t)(end - begin), record);
        file->cursor++;
    } else if (left > COLLECTOR_VALUE_MAX) {
        file_record(file, left, record);
        file->skipping = true;
    } else if (file->kind == FILE_ENDED && left > 0) {
        file_record(file, left, record);
    } else {
        return false;
    }
    return true;
}

/* When no whole line is left: reads more bytes, or goes to the next source. False: nothing to do now. */
static bool file_advance(struct collector_file *file)
{
    if (file_fill(file))
        return true;
    if (file->kind == FILE_BROKEN)
        file->state = COLLECTOR_FAILED;
    if (file->kind != FILE_ENDED)
        return false;
    if (file->cursor < file->filled)
        return true; /* its last line */
    file_close_source(file);
    if (++file->current == file->path_count)
        file->state = COLLECTOR_DONE;
    return true;
}

static size_t file_poll(struct collector *collector, int64_t wall_ms, struct record *records,
                        size_t max)
{
    struct collector_file *file = file_of(collector);
    size_t count = 0;

    (void)wall_ms;
    if (file->held || max == 0)
        return 0;
    /* Lent records need the block until the next poll: read no more bytes once there is a record. */
    while (count == 0 && file->state == COLLECTOR_RUNNING) {
        while (count < max && file_next(file, &records[count]))
            count++;
        if (count == 0 && !file_advance(file))
            break;
    }
    return count;
}

/* Would more bytes complete the first line? */
static bool file_wants_more(const struct collector_file *file)
{
    return file->kind != FILE_ENDED && file->kind != FILE_BROKEN && file->filled < BLOCK_SIZE &&
           memchr(file->block, '\n', file->filled) == NULL;
}

struct text collector_file_peek(struct collector *collector)
{
    struct collector_file *file = file_of(collector);

    while (file->state == COLLECTOR_RUNNING && file_wants_more(file)) {
        struct pollfd readable = {.fd = file->fd, .events = POLLIN};
        if (file->waits)
            (void)poll(&readable, 1, -1);
        (void)file_fill(file);
    }
    return (struct text){(const char *)file->block, file->filled};
}

/* ---- the rest of the table ---------------------------------------------------------------------- */

static enum collector_state file_state(const struct collector *collector)
{
    return file_of(collector)->state;
}

static const struct error *file_error(const struct collector *collector)
{
    return &file_of(collector)->error;
}

static int file_wakeup_fd(const struct collector *collector)
{
    return file_of(collector)->wakeup;
}

static size_t file_positions(const struct collector *collector, struct position *out, size_t max)
{
    (void)collector;
    (void)out;
    (void)max;
    return 0;
}

static void file_ignore(struct collector *collector, const struct position *positions, size_t count)
{
    (void)collector;
    (void)positions;
    (void)count;
}

static void file_hold(struct collector *collector, bool held)
{
    struct collector_file *file = file_of(collector);

    file->held = held;
    if (held)
        (void)file_watch(file, -1);
    else
        file_watch_source(file);
}

static void file_close(struct collector *collector)
{
    struct collector_file *file = file_of(collector);

    if (file->state == COLLECTOR_RUNNING)
        file->state = COLLECTOR_DONE;
    file_close_source(file);
}

static void file_free(struct collector *collector)
{
    struct collector_file *file = file_of(collector);

    file_close_source(file);
    if (file->zlib_ready)
        inflateEnd(&file->zlib);
    if (file->wakeup >= 0)
        close(file->wakeup);
    if (file->always >= 0)
        close(file->always);
    for (size_t i = 0; i < file->path_count; i++)
        memory_free(file->paths[i]);
    memory_free(file->paths);
    memory_free(file->input);
    memory_free(file->block);
    memory_free(file);
}

static void file_progress(const struct collector *collector, uint64_t *done, uint64_t *total)
{
    const struct collector_file *file = file_of(collector);

    *done = file->read_bytes;
    *total = file->total_bytes;
}

static const struct collector_ops file_ops = {
    .name = "file",
    .poll = file_poll,
    .state = file_state,
    .error = file_error,
    .wakeup_fd = file_wakeup_fd,
    .assigned = file_positions,
    .positions = file_positions,
    .committed = file_ignore,
    .hold = file_hold,
    .close = file_close,
    .free = file_free,
    .progress = file_progress,
};

/* ---- lifecycle ---------------------------------------------------------------------------------- */

/* Checks all paths early, before any is opened; adds up their sizes. */
static bool file_check(struct collector_file *file, const char *path, bool *waits,
                       struct error *error)
{
    struct stat status;
    bool input = file_is_stdin(path);

    if (input ? fstat(STDIN_FILENO, &status) != 0 : stat(path, &status) != 0)
        return error_set(error, ERROR_STOP, "%s: %s", path, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return error_set(error, ERROR_STOP, "%s: is a folder; name the files in it", path);
    if (!input && access(path, R_OK) != 0)
        return error_set(error, ERROR_STOP, "%s: %s", path, strerror(errno));
    if (S_ISREG(status.st_mode))
        file->total_bytes += (uint64_t)status.st_size;
    else
        *waits = true;
    return true;
}

static bool file_add_path(struct collector_file *file, const char *path, struct error *error)
{
    size_t size = strlen(path) + 1;
    char *copy = memory_alloc(size);

    if (copy == NULL)
        return error_memory(error);
    memcpy(copy, path, size);
    for (size_t i = 0; file_is_stdin(path) && i < file->path_count; i++) {
        if (file_is_stdin(file->paths[i])) {
            memory_free(copy);
            return error_set(error, ERROR_STOP, "standard input (-) can be read only once");
        }
    }
    file->paths[file->path_count++] = copy;
    return true;
}

static bool file_init(struct collector_file *file, const char *const *paths, size_t count,
                      struct error *error)
{
    bool waits = false;

    file->paths = memory_alloc((count + 1) * sizeof *file->paths);
    file->block = memory_alloc(BLOCK_SIZE);
    if (file->paths == NULL || file->block == NULL)
        return error_memory(error);
    for (size_t i = 0; i < count; i++)
        if (!file_check(file, paths[i], &waits, error) || !file_add_path(file, paths[i], error))
            return false;
    if (waits)
        file->total_bytes = 0;
    file->state = count == 0 ? COLLECTOR_DONE : COLLECTOR_RUNNING;
    return !waits || file_watch_init(file, error);
}

struct collector *collector_file_new(const char *const *paths, size_t count, struct error *error)
{
    struct collector_file *file = memory_alloc(sizeof *file);

    if (file == NULL) {
        (void)error_memory(error);
        return NULL;
    }
    *file = (struct collector_file){.collector.ops = &file_ops,
                                    .kind = FILE_CLOSED,
                                    .fd = -1,
                                    .wakeup = -1,
                                    .always = -1,
                                    .watched = -1};
    if (!file_init(file, paths, count, error)) {
        file_free(&file->collector);
        return NULL;
    }
    return &file->collector;
}
