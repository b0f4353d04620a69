/*
 * replay.c - a fuzzer's harness as an ordinary test: each file of the folders, whole and cut off at
 * places all over it, goes through the harness's entry, which aborts where something does not hold.
 *
 *     corpus_decode tests/fuzz/corpus/decode [FOLDER...]
 *
 * Linked to one fuzz_*.c in the place of libFuzzer. Also runs what libFuzzer left: a file is a "folder".
 */
#include "config/read_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUTS = 64, FILE_MAX = 1 << 20 };

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* A copy of exactly this length, so that a sanitizer sees who reads past it. */
static void try_bytes(const unsigned char *bytes, size_t length)
{
    uint8_t *copy = malloc(length > 0 ? length : 1);

    if (copy == NULL)
        abort();
    if (length > 0)
        memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static bool try_file(const char *path)
{
    struct buffer text;
    struct error error;

    buffer_init(&text);
    bool done = read_file(path, FILE_MAX, &text, &error);
    if (done) {
        printf("%s\n", path); /* the last one said is the one that failed */
        fflush(stdout);
        try_bytes(text.bytes, text.length);
        for (size_t cut = 0; cut < CUTS; cut++)
            try_bytes(text.bytes, text.length * cut / CUTS);
    } else {
        fprintf(stderr, "%s\n", error.text);
    }
    buffer_clear(&text);
    return done;
}

/* How many files were tried; less than 0: one could not be read. */
static int try_folder(const char *folder)
{
    struct dirent **entries;
    int files = 0;
    int count = scandir(folder, &entries, NULL, alphasort);

    if (count < 0 && errno == ENOTDIR)
        return try_file(folder) ? 1 : -1;
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && files >= 0)
            files = try_file(path) ? files + 1 : -1;
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return files;
}

int main(int argc, char **argv)
{
    if (LLVMFuzzerInitialize != NULL && LLVMFuzzerInitialize(&argc, &argv) != 0)
        return EXIT_FAILURE;
    for (int i = 1; i < argc; i++)
        if (try_folder(argv[i]) <= 0) {
            fprintf(stderr, "%s: no corpus\n", argv[i]);
            return EXIT_FAILURE;
        }
    return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
