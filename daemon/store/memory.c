/* memory.c - the store's side of the in-memory store: requests, turns, and faults on order. */
#include "store/memory_content.h"

enum memory_request { REQUEST_NONE, REQUEST_WRITE, REQUEST_CONVERSATIONS, REQUEST_POSITIONS };

/* What connections are to. */
struct memory_database {
    struct memory_content content, saved;
    struct memory_block *kept; /* what all rows point to */
    unsigned connections;
    unsigned restores;
};

struct memory_store {
    struct store store;
    struct store_settings settings;
    struct memory_hooks hooks;
    struct memory_database *database;
    unsigned restores; /* of the database when this connection was made */
    struct error error;
    enum memory_request request;
    const struct write *write; /* lent until answered */
    const struct conversation_row *rows;
    size_t row_count;
    ARRAY_OF(struct stored_conversation) answer;
    size_t came_back;
    unsigned fault_in; /* requests until the fault */
    enum memory_fault fault;
    bool connected, broken, paused, held;
    uint64_t writes, sent_rows;
};

static struct memory_store *memory_store_of(const struct store *store)
{
    return (struct memory_store *)(uintptr_t)store;
}

static void memory_apply(struct memory_store *self)
{
    const struct write *write = self->write;

    self->writes++;
    self->sent_rows += write->conversations.count;
    self->came_back = 0;
    for (size_t i = 0; i < write->conversations.count; i++)
        if (!memory_content_swap(&self->database->content, &write->conversations.rows[i]))
            self->came_back++;
    memory_content_add(&self->database->content, write);
    for (size_t i = 0; i < write->positions.count && self->came_back == 0; i++)
        memory_content_move(&self->database->content, &write->positions.rows[i]);
}

static void memory_read(struct memory_store *self)
{
    self->answer.count = 0;
    for (size_t i = 0; i < self->row_count; i++) {
        bool found;
        size_t at = memory_content_find(&self->database->content, self->rows[i].conversation,
                                        &found);
        const struct memory_conversation *stored = &self->database->content.conversations.items[at];
        if (found && uuid_equal(&stored->version, &self->rows[i].version))
            continue;
        size_t end = self->answer.count;
        ARRAY_INSERT(&self->answer, end);
        self->answer.items[end] =
            found ? (struct stored_conversation){stored->name, stored->version, stored->stubs}
                  : (struct stored_conversation){.conversation = self->rows[i].conversation};
    }
}

/* ---- turns ---- */

static enum store_answer memory_carry_out(struct memory_store *self, enum memory_fault fault)
{
    enum memory_request request = self->request;

    self->request = REQUEST_NONE;
    if (fault == MEMORY_FAULT_AGAIN) {
        error_set(&self->error, ERROR_RETRY, "deadlock");
        self->paused = true;
        return STORE_AGAIN;
    }
    if (fault != MEMORY_FAULT_LOST_BEFORE) {
        if (request == REQUEST_WRITE && self->hooks.before_write != NULL)
            self->hooks.before_write(self->hooks.context, &self->store, self->write);
        if (request == REQUEST_WRITE && self->hooks.refuses != NULL &&
            self->hooks.refuses(self->hooks.context, self->write)) {
            error_set(&self->error, ERROR_REJECT, "refused");
            return STORE_REFUSED;
        }
        if (request == REQUEST_WRITE)
            memory_apply(self);
        else if (request == REQUEST_CONVERSATIONS)
            memory_read(self);
    }
    if (fault != MEMORY_FAULT_NONE)
        self->broken = true;
    return STORE_DONE;
}

static enum store_answer memory_break(struct memory_store *self)
{
    self->broken = false;
    self->connected = false;
    self->request = REQUEST_NONE;
    error_set(&self->error, ERROR_RETRY, "connection lost");
    return STORE_LOST;
}

static enum store_answer memory_turn(struct store *store, int64_t now_ms)
{
    struct memory_store *self = memory_store_of(store);
    enum memory_fault fault = MEMORY_FAULT_NONE;

    (void)now_ms;
    if (self->broken || (self->connected && self->restores != self->database->restores))
        return memory_break(self);
    if (self->held && (self->request != REQUEST_NONE || !self->connected))
        return STORE_BUSY;
    if (!self->connected) {
        self->connected = true;
        self->restores = self->database->restores;
        return STORE_RENEWED;
    }
    if (self->paused) {
        self->paused = false;
        return STORE_BUSY;
    }
    if (self->request == REQUEST_NONE)
        return STORE_IDLE;
    if (self->fault_in > 0 && --self->fault_in == 0)
        fault = self->fault;
    enum store_answer answer = memory_carry_out(self, fault);
    return self->broken ? memory_break(self) : answer;
}

static int memory_fd(const struct store *store)
{
    (void)store;
    return -1;
}

static unsigned memory_wants(const struct store *store)
{
    (void)store;
    return 0;
}

static int64_t memory_deadline_ms(const struct store *store)
{
    const struct memory_store *self = memory_store_of(store);

    return self->request != REQUEST_NONE || !self->connected || self->paused || self->broken
               ? INT64_MIN
               : INT64_MAX;
}

static const struct error *memory_error(const struct store *store)
{
    return &memory_store_of(store)->error;
}

static const struct store_settings *memory_settings(const struct store *store)
{
    return &memory_store_of(store)->settings;
}

static bool memory_write(struct store *store, const struct write *write, struct error *error)
{
    struct memory_store *self = memory_store_of(store);

    (void)error;
    self->request = REQUEST_WRITE;
    self->write = write;
    return true;
}

static bool memory_read_conversations(struct store *store, const struct conversation_row *rows,
                                      size_t count, struct error *error)
{
    struct memory_store *self = memory_store_of(store);

    (void)error;
    self->request = REQUEST_CONVERSATIONS;
    self->rows = rows;
    self->row_count = count;
    return true;
}

static bool memory_read_positions(struct store *store, struct error *error)
{
    (void)error;
    memory_store_of(store)->request = REQUEST_POSITIONS;
    return true;
}

static size_t memory_came_back(const struct store *store)
{
    return memory_store_of(store)->came_back;
}

static const struct stored_conversation *memory_conversations(struct store *store, size_t *count)
{
    static const struct stored_conversation none;
    const struct memory_store *self = memory_store_of(store);

    *count = self->answer.count;
    return self->answer.count == 0 ? &none : self->answer.items;
}

static const struct position *memory_positions(struct store *store, size_t *count)
{
    static const struct position none;
    const struct memory_store *self = memory_store_of(store);

    *count = self->database->content.positions.count;
    return *count == 0 ? &none : self->database->content.positions.items;
}

static void memory_store_free(struct store *store)
{
    struct memory_store *self = memory_store_of(store);

    struct memory_database *database = self->database;

    free(self->answer.items);
    free(self);
    if (--database->connections > 0)
        return;
    memory_content_clear(&database->content);
    memory_content_clear(&database->saved);
    memory_blocks_free(database->kept);
    free(database);
}

static const struct store_ops memory_ops = {
    .name = "memory",
    .turn = memory_turn,
    .fd = memory_fd,
    .wants = memory_wants,
    .deadline_ms = memory_deadline_ms,
    .error = memory_error,
    .settings = memory_settings,
    .write = memory_write,
    .read_conversations = memory_read_conversations,
    .read_positions = memory_read_positions,
    .came_back = memory_came_back,
    .conversations = memory_conversations,
    .positions = memory_positions,
    .free = memory_store_free,
};

/* ---- for tests ---- */

static struct store *memory_store_connect(struct memory_database *database,
                                          const struct store_settings *settings)
{
    struct memory_store *self = memory_or_die(calloc(1, sizeof *self));

    self->store.ops = &memory_ops;
    self->settings = *settings;
    self->database = database;
    database->connections++;
    return &self->store;
}

struct store *memory_store_new(const struct store_settings *settings)
{
    struct memory_database *database = memory_or_die(calloc(1, sizeof *database));

    database->content.kept = database->saved.kept = &database->kept;
    return memory_store_connect(database, settings);
}

struct store *memory_store_beside(struct store *store)
{
    return memory_store_connect(memory_store_of(store)->database,
                                &memory_store_of(store)->settings);
}

void memory_store_set_hooks(struct store *store, const struct memory_hooks *hooks)
{
    memory_store_of(store)->hooks = *hooks;
}

void memory_store_fault_at(struct store *store, unsigned n, enum memory_fault fault)
{
    memory_store_of(store)->fault_in = n;
    memory_store_of(store)->fault = fault;
}

void memory_store_hold(struct store *store, bool held)
{
    memory_store_of(store)->held = held;
}

void memory_store_save(struct store *store)
{
    struct memory_database *database = memory_store_of(store)->database;

    memory_content_copy(&database->saved, &database->content);
}

void memory_store_restore(struct store *store)
{
    struct memory_database *database = memory_store_of(store)->database;

    memory_content_copy(&database->content, &database->saved);
    database->restores++;
    memory_store_of(store)->broken = true;
}

bool memory_store_swap(struct store *store, const struct conversation_row *row)
{
    return memory_content_swap(&memory_store_of(store)->database->content, row);
}

void memory_store_remove(struct store *store, struct text conversation)
{
    memory_content_remove(&memory_store_of(store)->database->content, conversation);
}

size_t memory_store_conversations(const struct store *store)
{
    return memory_store_of(store)->database->content.conversations.count;
}

bool memory_store_conversation(const struct store *store, size_t index, struct text *conversation,
                               struct text *stubs)
{
    const struct memory_store *self = memory_store_of(store);

    if (index >= self->database->content.conversations.count)
        return false;
    *conversation = self->database->content.conversations.items[index].name;
    *stubs = self->database->content.conversations.items[index].stubs;
    return true;
}

struct text memory_store_stubs(const struct store *store, struct text conversation)
{
    const struct memory_store *self = memory_store_of(store);
    bool found;
    size_t at = memory_content_find(&self->database->content, conversation, &found);

    return found ? self->database->content.conversations.items[at].stubs : (struct text){NULL, 0};
}

size_t memory_store_parts(const struct store *store, struct text conversation, struct part *parts,
                          size_t max)
{
    const struct memory_store *self = memory_store_of(store);
    size_t count = 0;

    for (size_t i = 0; i < self->database->content.parts.count; i++) {
        if (!text_equal(self->database->content.parts.items[i].key.conversation, conversation))
            continue;
        if (count < max)
            parts[count] = self->database->content.parts.items[i];
        count++;
    }
    return count;
}

size_t memory_store_count(const struct store *store, enum memory_kind kind)
{
    return memory_store_of(store)->database->content.keys[kind].count;
}

const struct dead_letter_row *memory_store_dead_letter(const struct store *store, size_t n)
{
    return &memory_store_of(store)->database->content.dead_letters.items[n];
}

int64_t memory_store_position(const struct store *store, const char *topic, int32_t partition)
{
    const struct memory_store *self = memory_store_of(store);

    for (size_t i = 0; i < self->database->content.positions.count; i++)
        if (strcmp(self->database->content.positions.items[i].topic, topic) == 0 &&
            self->database->content.positions.items[i].partition == partition)
            return self->database->content.positions.items[i].next_offset;
    return -1;
}

uint64_t memory_store_writes(const struct store *store)
{
    return memory_store_of(store)->writes;
}

uint64_t memory_store_rows(const struct store *store)
{
    return memory_store_of(store)->sent_rows;
}
