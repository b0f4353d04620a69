/* main.c - writes the file that its argument names. */
#include "base/exit_status.h"
#include "manual/manual.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    void (*write)(void);
} files[] = {
    {"meritd.1", manual_page_of_commands},
    {"meritd.json.5", manual_page_of_config},
    {"meritd.bash", manual_bash},
    {"_meritd", manual_zsh},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc == 2 && i < sizeof files / sizeof files[0]; i++) {
        if (strcmp(files[i].name, argv[1]) == 0) {
            files[i].write();
            return fflush(stdout) == 0 ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
        }
    }
    fprintf(stderr, "usage: meritd-manual meritd.1|meritd.json.5|meritd.bash|_meritd\n");
    return EXIT_STATUS_USAGE;
}
