/*
 * fuzz_config - any bytes as a configuration: nothing crashes, every problem names where it stands, and
 * what is accepted is printed as a file that reads back equal.
 *
 *     fuzz_config -dict=tests/fuzz/fuzz_config.dict CORPUS tests/fuzz/corpus/config
 *
 * Input: the file's text; after a line "---", the environment, one variable per line. The environment stands
 * without a file as well, since the file's problems would hide that it is right.
 */
#include "config/config.h"
#include "config/read_file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { VARIABLES_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Stays in every build, and names the invariant. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* ---- the input's two parts ---------------------------------------------------------------------- */

struct input {
    struct text file;
    char *variables[VARIABLES_MAX + 1]; /* lines of `text` */
    char *text;
};

/* Each of these ends at its first NUL, as a process's variables do. */
static void take_variables(struct input *input, struct text lines)
{
    size_t count = 0;

    input->text = strndup(lines.bytes, lines.length);
    HOLDS(input->text != NULL);
    for (char *rest = input->text; rest != NULL && count < VARIABLES_MAX;)
        input->variables[count++] = strsep(&rest, "\n");
}

static struct input input_of(const uint8_t *bytes, size_t length)
{
    static const char separator[] = "---\n";
    const char *begin = (const char *)bytes;
    const char *found = length > 0 ? memmem(begin, length, separator, strlen(separator)) : NULL;
    size_t before = found ? (size_t)(found - begin) : length;
    struct input input = {.file = {begin, before}};

    if (found != NULL)
        take_variables(
            &input, (struct text){found + strlen(separator), length - before - strlen(separator)});
    return input;
}

/* ---- a file without a folder -------------------------------------------------------------------- */

/* The name of a file with these bytes. There is one, with new contents each time. */
static const char *file_of(const char *bytes, size_t length)
{
    static char path[64];
    static int fd = -1;

    if (fd < 0) {
        fd = memfd_create("fuzz_config", MFD_CLOEXEC);
        HOLDS(fd >= 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    HOLDS(ftruncate(fd, 0) == 0);
    HOLDS(pwrite(fd, bytes, length, 0) == (ssize_t)length);
    return path;
}

/* ---- what must hold ----------------------------------------------------------------------------- */

static bool begins_with(const char *line, const char *prefix)
{
    return prefix != NULL && strncmp(line, prefix, strlen(prefix)) == 0;
}

/* "PATH: …" or "MERITD_…: …", without control characters: no problem can look like two. */
static void check_problem(const char *line, const char *path)
{
    const char *colon = strstr(line, ": ");

    HOLDS(begins_with(line, path) || begins_with(line, "MERITD_"));
    HOLDS(colon != NULL && colon[2] != '\0');
    for (; *line != '\0'; line++)
        HOLDS((unsigned char)*line >= ' ' && *line != 0x7F);
}

static void check_problems(struct buffer *problems, const char *path)
{
    HOLDS(!problems->failed && problems->length > 0);
    HOLDS(problems->bytes[problems->length - 1] == '\n');
    problems->bytes[problems->length - 1] = '\0';
    HOLDS(strlen((char *)problems->bytes) == problems->length - 1);
    for (char *rest = (char *)problems->bytes; rest != NULL;)
        check_problem(strsep(&rest, "\n"), path);
}

static char *printed(const struct config *config)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    HOLDS(out != NULL);
    config_print(config, out);
    HOLDS(fclose(out) == 0);
    return text;
}

/* Comments, and the blanks before them, tell where values come from: they differ. */
static void strip(char *text)
{
    struct buffer bytes = {
        .bytes = (unsigned char *)text, .length = strlen(text), .capacity = strlen(text)};
    size_t kept = 0;

    json_blank_comments(&bytes);
    for (size_t i = 0; i < bytes.length; i++)
        if (text[i] != ' ' && text[i] != '\n')
            text[kept++] = text[i];
    text[kept] = '\0';
}

static void check_printed(const struct config *config)
{
    char *const nothing[] = {NULL};
    struct buffer problems, names;
    char *one = printed(config);
    bool hidden = strstr(one, "(not shown)") != NULL;

    buffer_init(&problems);
    buffer_init(&names);
    struct config *again = config_load(file_of(one, strlen(one)), nothing, &problems);
    HOLDS(again != NULL);
    config_restart_needed(config, again, &names);
    HOLDS(hidden || names.length == 0);
    char *other = printed(again);
    strip(one);
    strip(other);
    HOLDS(strcmp(one, other) == 0);
    free(one);
    free(other);
    buffer_clear(&names);
    config_free(again);
}

static void try_config(const char *path, char *const *environment)
{
    struct buffer problems;

    buffer_init(&problems);
    struct config *config = config_load(path, environment, &problems);
    if (config != NULL)
        check_printed(config);
    else
        check_problems(&problems, path);
    config_free(config);
    buffer_clear(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct input input = input_of(bytes, length);

    try_config(file_of(input.file.bytes, input.file.length), input.variables);
    if (input.text != NULL)
        try_config(NULL, input.variables);
    free(input.text);
    return 0;
}
