/* shop.c - see the header. */
#include "commands/shop.h"

#include "base/memory.h"
#include "commands/embedded.h"
#include "config/read_file.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_FILE_MAX = 4100 };

/* A final line feed, which editors add, is no part of the secret. */
static struct text shop_secret(const struct buffer *bytes)
{
    struct text secret = {(const char *)bytes->bytes, bytes->length};

    while (secret.length > 0 && strchr("\r\n", secret.bytes[secret.length - 1]) != NULL)
        secret.length--;
    return secret;
}

static bool shop_read_key(struct shop *shop, const char *path, struct error *error)
{
    struct buffer bytes;
    struct error cause;

    if (path == NULL) {
        shop->published_key = true;
        shop->key = customer_key_new((struct text){0}, error);
        return shop->key != NULL;
    }
    buffer_init_secret(&bytes);
    bool read = read_file(path, KEY_FILE_MAX, &bytes, &cause);
    shop->secret_length = shop_secret(&bytes).length;
    if (!read)
        error_set(error, ERROR_STOP, "shop.customer_key_file: %.450s", cause.text);
    else if (shop->secret_length == 0)
        error_set(error, ERROR_STOP, "shop.customer_key_file: %s is empty; it must hold a secret",
                  path);
    else
        shop->key = customer_key_new(shop_secret(&bytes), error);
    buffer_clear(&bytes);
    return shop->key != NULL;
}

/* Topics hold no character that would have to be quoted. */
static bool shop_write_topics(struct shop *shop, const struct config_list *topics,
                              struct error *error)
{
    struct buffer text;

    buffer_init(&text);
    buffer_append_u8(&text, '{');
    for (size_t i = 0; i < topics->count; i++)
        buffer_append_format(&text, "%s%s", i == 0 ? "" : ",", topics->items[i]);
    buffer_append(&text, "}", 2);
    shop->topics = (char *)text.bytes;
    return !text.failed || error_memory(error);
}

bool shop_init(struct shop *shop, const struct config *config, const char *application_name,
               struct error *error)
{
    *shop = (struct shop){0};
    if (!shop_read_key(shop, config->shop_customer_key_file, error) ||
        !shop_write_topics(shop, &config->kafka_topics, error))
        return false;
    customer_key_fingerprint(shop->key, shop->fingerprint);
    shop->options = (struct postgres_options){
        .conninfo = config->postgres_conninfo,
        .application_name = application_name,
        .schema_version = shop_schema_version(),
        .shop = config->shop_id,
        .zone = config->shop_zone,
        .cut_over = config->shop_cutover,
        .currency = config->shop_currency,
        .topics = config->kafka_topics.items,
        .topic_count = config->kafka_topics.count,
        .customer_key = shop->fingerprint,
        .statement_timeout_ms = (unsigned)config->postgres_statement_timeout_ms,
        .lock_timeout_ms = (unsigned)config->postgres_lock_timeout_ms,
    };
    return true;
}

void shop_clear(struct shop *shop)
{
    customer_key_free(shop->key);
    memory_free(shop->topics);
}

/* Names are "migrations/0001_facts.sql"; the last one in order is the newest. */
int shop_schema_version(void)
{
    int version = 0;

    for (const struct embedded_file *file = embedded_files; file->name != NULL; file++)
        if (strncmp(file->name, "migrations/", strlen("migrations/")) == 0)
            version = atoi(file->name + strlen("migrations/"));
    return version;
}
