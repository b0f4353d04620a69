/*
 * to_file.c - writes a posting to its own file, KEY.json, whole or not at all; a repeat writes the same file
 * again.
 */
#include "base/buffer.h"
#include "base/secret.h"
#include "post/post.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each ends in NUL. */
struct folder_file {
    struct buffer folder;
    struct buffer path;      /* FOLDER/KEY.json */
    struct buffer temporary; /* FOLDER/.KEY.json.PID, hidden from listings */
};

/* "shop/2026-10/0/archive" is "shop_2026-10_0_archive": no part of a key may be a path. */
static void append_file_name(struct buffer *path, const char *key)
{
    for (; *key != '\0'; key++) {
        unsigned char letter = (unsigned char)*key;
        bool kept = isalnum(letter) || letter == '-' || letter == '_' || letter == '.';
        buffer_append_u8(path, kept ? letter : '_');
    }
}

static bool folder_name(struct folder_file *file, const char *key, struct error *error)
{
    const char *folder = (const char *)file->folder.bytes;

    buffer_append_format(&file->path, "%s/", folder);
    append_file_name(&file->path, key);
    buffer_append(&file->path, ".json", sizeof ".json");
    buffer_append_format(&file->temporary, "%s/.", folder);
    append_file_name(&file->temporary, key);
    buffer_append_format(&file->temporary, ".json.%ld", (long)getpid());
    buffer_append_u8(&file->temporary, 0);
    return file->path.failed || file->temporary.failed ? error_memory(error) : true;
}

static bool write_whole(int file, struct text bytes)
{
    while (bytes.length > 0) {
        ssize_t put = write(file, bytes.bytes, bytes.length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes.bytes += put;
        bytes.length -= (size_t)put;
    }
    return true;
}

/* Writes the file to disk before it gets its name. */
static bool write_file(const char *path, struct text body)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);

    if (file < 0)
        return false;
    bool done = write_whole(file, body) && write_whole(file, TEXT("\n")) && fsync(file) == 0;
    int failed = errno;
    close(file);
    errno = failed;
    return done;
}

static bool sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (folder < 0)
        return false;
    bool done = fsync(folder) == 0;
    close(folder);
    return done;
}

static bool folder_write(struct folder_file *file, const struct posting *posting,
                         struct error *error)
{
    if (!secret_path(posting->folder, getenv("STATE_DIRECTORY"), "STATE_DIRECTORY", &file->folder,
                     error) ||
        !folder_name(file, posting->key, error))
        return false;
    const char *folder = (const char *)file->folder.bytes;
    const char *path = (const char *)file->path.bytes;
    const char *temporary = (const char *)file->temporary.bytes;
    if (mkdir(folder, 0750) != 0 && errno != EEXIST)
        return error_set(error, ERROR_RETRY, "%s: %s", folder, strerror(errno));
    if (!write_file(temporary, posting->body) || rename(temporary, path) != 0) {
        error_set(error, ERROR_RETRY, "%s: %s", path, strerror(errno));
        unlink(temporary);
        return false;
    }
    if (!sync_folder(folder))
        return error_set(error, ERROR_RETRY, "%s: %s", folder, strerror(errno));
    return true;
}

void post_to_file(const struct posting *posting, struct post_answer *answer)
{
    struct folder_file file = {0};
    struct error error;

    if (folder_write(&file, posting, &error))
        answer_set(answer, POST_SENT, "wrote %s", (const char *)file.path.bytes);
    else
        answer_set(answer, POST_FAILED, "%s", error.text);
    buffer_clear(&file.temporary);
    buffer_clear(&file.path);
    buffer_clear(&file.folder);
}
