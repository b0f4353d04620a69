/* web.c - serves the pages. */
#include "web/web.h"

#include "base/log.h"
#include "client/client.h"
#include "client/command.h"
#include "client/embedded.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 200 };

static bool find_file(const char *path, struct text *bytes)
{
    char name[NAME_SIZE];

    if (snprintf(name, sizeof name, "dashboard/%s", path) >= NAME_SIZE)
        return false;
    for (size_t i = 0; i < embedded_count; i++) {
        if (strcmp(embedded_files[i].name, name) == 0) {
            *bytes = (struct text){embedded_files[i].bytes, embedded_files[i].length};
            return true;
        }
    }
    return false;
}

static int web(const struct invocation *invocation)
{
    struct identity identity;
    struct error error;
    int status = EXIT_STATUS_USAGE;

    if (!web_check(invocation->config, &error))
        return invocation_refuse(invocation, "%s", error.text);
    if (identity_init(&identity, invocation->config, "meritd web", &error)) {
        log_info("web", "meritd " MERITD_VERSION " starts");
        status = web_run(&(struct web_job){
            .config = invocation->config,
            .version = MERITD_VERSION,
            .config_path = invocation->config_path,
            .present_ms = invocation->present_ms,
            .database = &identity.options,
            .find_file = find_file,
        });
    } else {
        log_error("web", "%s", error.text);
    }
    identity_clear(&identity);
    return status;
}

const struct command command_web = {
    .name = "web",
    .operands = "",
    .summary = "the pages: who waits, who leads, why a score is what it is",
    .details =
        "Serves pages to browsers until SIGTERM or SIGINT, as web.* of the configuration says.\n"
        "People sign in with their PostgreSQL logins and see what these may see: the database\n"
        "decides. --now shows everything as of an instant.\n",
    .roles = "meritd_web",
    .own = {.alone = web},
};
