/* identity.c - see the header. */
#include "client/identity.h"

#include "base/memory.h"
#include "client/embedded.h"
#include "config/read_file.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_FILE_MAX = 4100 };

/* A final line feed, which editors add, is not part of the secret. */
static struct text identity_secret(const struct buffer *bytes)
{
    struct text secret = {(const char *)bytes->bytes, bytes->length};

    while (secret.length > 0 && strchr("\r\n", secret.bytes[secret.length - 1]) != NULL)
        secret.length--;
    return secret;
}

static bool identity_read_key(struct identity *identity, const char *path, struct error *error)
{
    struct buffer bytes;
    struct error cause;

    if (path == NULL) {
        identity->published_key = true;
        identity->key = customer_key_new((struct text){0}, error);
        return identity->key != NULL;
    }
    buffer_init_secret(&bytes);
    bool read = read_file(path, KEY_FILE_MAX, &bytes, &cause);
    identity->secret_length = identity_secret(&bytes).length;
    if (!read)
        error_set(error, ERROR_STOP, "shop.customer_key_file: %.450s", cause.text);
    else if (identity->secret_length == 0)
        error_set(error, ERROR_STOP, "shop.customer_key_file: %s is empty; it must hold a secret",
                  path);
    else
        identity->key = customer_key_new(identity_secret(&bytes), error);
    buffer_clear(&bytes);
    return identity->key != NULL;
}

/* Topics contain no character that needs quoting. */
static bool identity_write_topics(struct identity *identity, const struct config_list *topics,
                                  struct error *error)
{
    struct buffer text;

    buffer_init(&text);
    buffer_append_u8(&text, '{');
    for (size_t i = 0; i < topics->count; i++)
        buffer_append_format(&text, "%s%s", i == 0 ? "" : ",", topics->items[i]);
    buffer_append(&text, "}", 2);
    identity->topics = (char *)text.bytes;
    return !text.failed || error_memory(error);
}

bool identity_init(struct identity *identity, const struct config *config,
                   const char *application_name, struct error *error)
{
    *identity = (struct identity){0};
    if (!identity_read_key(identity, config->shop_customer_key_file, error) ||
        !identity_write_topics(identity, &config->kafka_topics, error))
        return false;
    customer_key_fingerprint(identity->key, identity->fingerprint);
    identity->options = (struct postgres_options){
        .conninfo = config->postgres_conninfo,
        .application_name = application_name,
        .schema_version = embedded_schema_version(),
        .shop = config->shop_id,
        .zone = config->shop_zone,
        .cut_over = config->shop_cutover,
        .currency = config->shop_currency,
        .language = config->shop_language,
        .topics = config->kafka_topics.items,
        .topic_count = config->kafka_topics.count,
        .customer_key = identity->fingerprint,
        .statement_timeout_ms = (unsigned)config->postgres_statement_timeout_ms,
        .lock_timeout_ms = (unsigned)config->postgres_lock_timeout_ms,
    };
    return true;
}

void identity_clear(struct identity *identity)
{
    customer_key_free(identity->key);
    memory_free(identity->topics);
}
