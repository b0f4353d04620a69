/* exclusion.c - see the header. */
#include "commands/exclusion.h"

#include "base/exit_status.h"

#include <stdio.h>
#include <string.h>

void exclusion_resolve(struct client *client, const char **kind, const char **reference,
                       char room[UUID_TEXT_SIZE])
{
    if (strcmp(*kind, "customer") == 0) {
        uuid_format(customer_key_hash(client->identity.key, text_of(*reference)), room);
        *reference = room;
    } else if (strcmp(*kind, "pseudonym") == 0) {
        *kind = "customer";
    }
}

int exclusions_read(struct client *client, const char *const *words, size_t count,
                    struct exclusions *exclusions)
{
    int status = EXIT_STATUS_DONE;

    text_array_init(&exclusions->kind_array);
    text_array_init(&exclusions->reference_array);
    for (size_t i = 0; i < count && status == EXIT_STATUS_DONE; i++) {
        char kind[16], room[UUID_TEXT_SIZE];
        size_t length = strcspn(words[i], ":");
        const char *name = kind, *reference = words[i] + length + 1;
        if (length == 0 || length >= sizeof kind || words[i][length] == '\0' ||
            *reference == '\0') {
            status = invocation_refuse(client->invocation,
                                       "\"%s\" is no KIND:REFERENCE, such as order:o-17", words[i]);
            break;
        }
        snprintf(kind, sizeof kind, "%.*s", (int)length, words[i]);
        exclusion_resolve(client, &name, &reference, room);
        text_array_add(&exclusions->kind_array, text_of(name));
        text_array_add(&exclusions->reference_array, text_of(reference));
    }
    exclusions->kinds = text_array_end(&exclusions->kind_array);
    exclusions->references = text_array_end(&exclusions->reference_array);
    return status;
}

void exclusions_clear(struct exclusions *exclusions)
{
    text_array_clear(&exclusions->kind_array);
    text_array_clear(&exclusions->reference_array);
}
