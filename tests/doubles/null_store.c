/* null_store.c - see null_store.h. Every request is answered by the next turn. */
#include "doubles/null_store.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "store/write_encode.h"

struct null_store {
    struct store store;
    struct store_settings settings;
    struct error error;
    struct buffer params;
    bool told; /* RENEWED */
    bool asked;
};

static enum store_answer null_turn(struct store *store, int64_t now_ms)
{
    struct null_store *self = (struct null_store *)store;

    (void)now_ms;
    if (!self->told) {
        self->told = true;
        return STORE_RENEWED;
    }
    if (self->asked) {
        self->asked = false;
        return STORE_DONE;
    }
    return STORE_IDLE;
}

static int null_fd(const struct store *store)
{
    (void)store;
    return -1;
}

static unsigned null_wants(const struct store *store)
{
    (void)store;
    return 0;
}

static int64_t null_deadline_ms(const struct store *store)
{
    const struct null_store *self = (const struct null_store *)store;

    return self->asked || !self->told ? INT64_MIN : INT64_MAX;
}

static const struct error *null_error(const struct store *store)
{
    return &((const struct null_store *)store)->error;
}

static const struct store_settings *null_settings(const struct store *store)
{
    return &((const struct null_store *)store)->settings;
}

static bool null_write(struct store *store, const struct write *write, struct error *error)
{
    struct null_store *self = (struct null_store *)store;
    struct write_encoded encoded;

    write_encode(write, &(struct write_oids){0}, &self->params, &encoded);
    if (self->params.failed) {
        buffer_clear(&self->params);
        return error_memory(error);
    }
    self->asked = true;
    return true;
}

static bool null_read_conversations(struct store *store, const struct conversation_row *rows,
                                    size_t count, struct error *error)
{
    (void)rows;
    (void)count;
    (void)error;
    ((struct null_store *)store)->asked = true;
    return true;
}

static bool null_read_positions(struct store *store, struct error *error)
{
    (void)error;
    ((struct null_store *)store)->asked = true;
    return true;
}

static size_t null_came_back(const struct store *store)
{
    (void)store;
    return 0;
}

static const struct stored_conversation *null_conversations(struct store *store, size_t *count)
{
    static const struct stored_conversation none;

    (void)store;
    *count = 0;
    return &none;
}

static const struct position *null_positions(struct store *store, size_t *count)
{
    static const struct position none;

    (void)store;
    *count = 0;
    return &none;
}

static void null_free(struct store *store)
{
    buffer_clear(&((struct null_store *)store)->params);
    memory_free(store);
}

static const struct store_ops null_ops = {
    .name = "null",
    .turn = null_turn,
    .fd = null_fd,
    .wants = null_wants,
    .deadline_ms = null_deadline_ms,
    .error = null_error,
    .settings = null_settings,
    .write = null_write,
    .read_conversations = null_read_conversations,
    .read_positions = null_read_positions,
    .came_back = null_came_back,
    .conversations = null_conversations,
    .positions = null_positions,
    .free = null_free,
};

struct store *null_store_new(const struct store_settings *settings, struct error *error)
{
    struct null_store *self = memory_alloc(sizeof *self);

    if (self == NULL) {
        error_memory(error);
        return NULL;
    }
    *self = (struct null_store){.store = {&null_ops}, .settings = *settings};
    return &self->store;
}
