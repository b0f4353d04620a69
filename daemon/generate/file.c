/*
 * file.c - the sink that writes NDJSON files, with its own buffers.
 */
#include "generate/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE (256 * 1024)

struct file_part {
    int fd;
    char *path;
    size_t len;
    char buffer[BUFFER_SIZE];
};

struct file_sink {
    uint32_t count;
    bool failed;
    struct file_part **parts;
};

/* A pipe whose reader has closed it (`| head`) is no error. */
static void part_complain(const struct file_part *part)
{
    if (errno != EPIPE)
        fprintf(stderr, "meritd generate: cannot write %s: %s\n", part->path, strerror(errno));
}

static bool part_write_out(struct file_part *part, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t wrote = write(part->fd, bytes, len);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            part_complain(part);
            return false;
        }
        bytes += wrote;
        len -= (size_t)wrote;
    }
    return true;
}

static bool part_flush(struct file_part *part)
{
    size_t len = part->len;

    part->len = 0;
    return part_write_out(part, part->buffer, len);
}

static bool part_append(struct file_part *part, const char *line, size_t len)
{
    if (part->len + len + 1 > BUFFER_SIZE && !part_flush(part))
        return false;
    if (len + 1 > BUFFER_SIZE)
        return part_write_out(part, line, len) && part_write_out(part, "\n", 1);
    memcpy(part->buffer + part->len, line, len);
    part->buffer[part->len + len] = '\n';
    part->len += len + 1;
    return true;
}

/* FNV-1a: the same key goes into the same file. */
static uint32_t key_hash(const char *key, size_t len)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    return hash;
}

static bool file_write(void *ctx, const char *key, size_t key_len, const char *line, size_t len,
                       int64_t time_ms)
{
    struct file_sink *file = ctx;
    uint32_t part = file->count > 1 ? key_hash(key, key_len) % file->count : 0;

    (void)time_ms;
    if (!file->failed && !part_append(file->parts[part], line, len))
        file->failed = true;
    return !file->failed;
}

static bool file_flush(void *ctx)
{
    struct file_sink *file = ctx;

    for (uint32_t i = 0; i < file->count && !file->failed; i++)
        file->failed = !part_flush(file->parts[i]);
    return !file->failed;
}

static void part_free(struct file_part *part)
{
    free(part->path);
    free(part);
}

/* Closes standard output too: a full disk may show only then. */
static bool file_finish(void *ctx)
{
    struct file_sink *file = ctx;
    bool done = file_flush(file);

    for (uint32_t i = 0; i < file->count; i++) {
        if (close(file->parts[i]->fd) < 0 && done) {
            part_complain(file->parts[i]);
            done = false;
        }
        part_free(file->parts[i]);
    }
    free(file->parts);
    free(file);
    return done;
}

/* "a/b.ndjson" and 3 of several: "a/b.3.ndjson". NULL: out of memory. Caller frees. */
static char *part_path(const char *path, uint32_t part, uint32_t count)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(path, '.');
    size_t stem = dot && dot > (slash ? slash + 1 : path) ? (size_t)(dot - path) : strlen(path);
    size_t size = strlen(path) + 16;
    char *name;

    if (count == 1)
        return strdup(path);
    name = malloc(size);
    if (name)
        snprintf(name, size, "%.*s.%u%s", (int)stem, path, part, path + stem);
    return name;
}

static struct file_part *part_new(const char *path, uint32_t index, uint32_t count)
{
    struct file_part *part = calloc(1, sizeof(*part));

    if (!part || !(part->path = part_path(path, index, count))) {
        fprintf(stderr, "meritd generate: out of memory\n");
        free(part);
        return NULL;
    }
    if (strcmp(path, "-") == 0)
        part->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    else
        part->fd = open(part->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (part->fd < 0) {
        part_complain(part);
        part_free(part);
        return NULL;
    }
    return part;
}

bool generate_file_sink(struct generate_sink *sink, const char *path, uint32_t files)
{
    struct file_sink *file = calloc(1, sizeof(*file));

    if (!file || !(file->parts = calloc(files, sizeof(*file->parts)))) {
        fprintf(stderr, "meritd generate: out of memory\n");
        free(file);
        return false;
    }
    while (file->count < files) {
        file->parts[file->count] = part_new(path, file->count, files);
        if (!file->parts[file->count]) {
            (void)file_finish(file);
            return false;
        }
        file->count++;
    }
    *sink = (struct generate_sink){file_write, file_flush, file_finish, file};
    return true;
}
