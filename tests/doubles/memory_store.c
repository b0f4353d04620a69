/* memory_store.c - the in-memory store's requests, turns, and ordered faults. */
#include "doubles/memory_content.h"

enum { AWAY_TURNS = 3 };

enum memory_request { REQUEST_NONE, REQUEST_WRITE, REQUEST_CONVERSATIONS, REQUEST_POSITIONS };

/* The database behind the connections. */
struct memory_database {
    struct memory_content content, saved;
    struct memory_block *kept; /* the memory that all rows point to */
    unsigned connections;
    unsigned restores;
};

/* Lent to the caller; overwritten when its time is over. */
struct memory_lent {
    struct memory_lent *next;
    size_t length;
    char bytes[];
};

struct memory_store {
    struct store store;
    struct store_settings settings, told_settings; /* the present ones; those of the connection */
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
    struct memory_lent *lent; /* texts of the answer */
    struct position *positions;
    size_t position_count;
    unsigned fault_in; /* requests until the fault */
    enum memory_fault fault;
    unsigned away; /* turns until it is connected again */
    bool connected, broken, paused, held;
    bool speechless; /* fail for lack of memory when the answer is read, once */
    bool stopped;
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

/* ---- answers ---- */

static void memory_release(struct memory_store *self)
{
    for (struct memory_lent *next, *lent = self->lent; lent != NULL; lent = next) {
        next = lent->next;
        memset(lent->bytes, '?', lent->length);
        free(lent);
    }
    self->lent = NULL;
    free(self->positions);
    self->positions = NULL;
    self->answer.count = 0;
}

static struct text memory_lend(struct memory_store *self, struct text t)
{
    if (text_is_absent(t))
        return t;
    struct memory_lent *lent = memory_or_die(malloc(sizeof *lent + t.length + 1));
    lent->next = self->lent;
    lent->length = t.length;
    memcpy(lent->bytes, t.bytes, t.length);
    lent->bytes[t.length] = '\0';
    self->lent = lent;
    return (struct text){lent->bytes, t.length};
}

static void memory_read_stored_positions(struct memory_store *self)
{
    size_t count = self->database->content.positions.count;

    self->positions = memory_or_die(calloc(count + 1, sizeof *self->positions));
    for (size_t i = 0; i < count; i++) {
        self->positions[i] = self->database->content.positions.items[i];
        self->positions[i].topic = memory_lend(self, text_of(self->positions[i].topic)).bytes;
    }
    self->position_count = count;
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
            found ? (struct stored_conversation){memory_lend(self, stored->name), stored->version,
                                                 memory_lend(self, stored->stubs)}
                  : (struct stored_conversation){
                        .conversation = memory_lend(self, self->rows[i].conversation)};
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
    if (fault == MEMORY_FAULT_REFUSED) {
        error_set(&self->error, ERROR_REJECT, "refused");
        return STORE_REFUSED;
    }
    if (fault == MEMORY_FAULT_STOPPED) {
        error_set(&self->error, ERROR_STOP, "another shop's");
        self->stopped = true;
        return STORE_STOPPED;
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
        else
            memory_read_stored_positions(self);
    }
    self->speechless = fault == MEMORY_FAULT_NO_MEMORY;
    self->broken = fault == MEMORY_FAULT_LOST_BEFORE || fault == MEMORY_FAULT_LOST_AFTER;
    return STORE_DONE;
}

static enum store_answer memory_break(struct memory_store *self)
{
    self->broken = false;
    self->connected = false;
    self->away = AWAY_TURNS;
    self->request = REQUEST_NONE;
    self->settings = (struct store_settings){0};
    memory_release(self);
    error_set(&self->error, ERROR_RETRY, "connection lost");
    return STORE_LOST;
}

static enum store_answer memory_turn(struct store *store, int64_t now_ms)
{
    struct memory_store *self = memory_store_of(store);
    enum memory_fault fault = MEMORY_FAULT_NONE;

    (void)now_ms;
    if (self->stopped)
        return STORE_STOPPED;
    if (self->broken || (self->connected && self->restores != self->database->restores))
        return memory_break(self);
    if (self->held && (self->request != REQUEST_NONE || !self->connected))
        return STORE_BUSY;
    if (!self->connected && self->away > 0) {
        self->away--;
        return STORE_BUSY;
    }
    if (!self->connected) {
        self->connected = true;
        self->settings = self->told_settings;
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

/* Begins a request. False: no memory for a write; other requests fail when their answer is read. */
static bool memory_ask(struct memory_store *self, enum memory_request request, struct error *error)
{
    memory_release(self);
    if (self->fault == MEMORY_FAULT_NO_MEMORY && self->fault_in == 1 && request == REQUEST_WRITE) {
        self->fault_in = 0;
        return error_memory(error);
    }
    self->request = request;
    return true;
}

static bool memory_write(struct store *store, const struct write *write, struct error *error)
{
    memory_store_of(store)->write = write;
    return memory_ask(memory_store_of(store), REQUEST_WRITE, error);
}

static bool memory_read_conversations(struct store *store, const struct conversation_row *rows,
                                      size_t count, struct error *error)
{
    memory_store_of(store)->rows = rows;
    memory_store_of(store)->row_count = count;
    return memory_ask(memory_store_of(store), REQUEST_CONVERSATIONS, error);
}

static bool memory_read_positions(struct store *store, struct error *error)
{
    return memory_ask(memory_store_of(store), REQUEST_POSITIONS, error);
}

static size_t memory_came_back(const struct store *store)
{
    return memory_store_of(store)->came_back;
}

/* Fails once for lack of memory; the answer stays. */
static bool memory_cannot_tell(struct memory_store *self)
{
    bool speechless = self->speechless;

    self->speechless = false;
    return speechless;
}

static const struct stored_conversation *memory_conversations(struct store *store, size_t *count)
{
    static const struct stored_conversation none;
    struct memory_store *self = memory_store_of(store);

    *count = self->answer.count;
    if (memory_cannot_tell(self))
        return NULL;
    return self->answer.count == 0 ? &none : self->answer.items;
}

static const struct position *memory_positions(struct store *store, size_t *count)
{
    struct memory_store *self = memory_store_of(store);

    *count = self->position_count;
    return memory_cannot_tell(self) ? NULL : self->positions;
}

static void memory_store_free(struct store *store)
{
    struct memory_store *self = memory_store_of(store);

    struct memory_database *database = self->database;

    memory_release(self);
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
    self->told_settings = *settings;
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
                                &memory_store_of(store)->told_settings);
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

void memory_store_keep_from(struct store *store, int64_t kept_from_ms)
{
    memory_store_of(store)->told_settings.kept_from_ms = kept_from_ms;
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

static const struct position *memory_stored(const struct store *store, const char *topic,
                                            int32_t partition)
{
    const struct memory_store *self = memory_store_of(store);
    const struct position wanted = {.topic = topic, .partition = partition};

    return position_find(self->database->content.positions.items,
                         self->database->content.positions.count, &wanted, 0);
}

int64_t memory_store_position(const struct store *store, const char *topic, int32_t partition)
{
    const struct position *position = memory_stored(store, topic, partition);

    return position == NULL ? -1 : position->next_offset;
}

int64_t memory_store_late(const struct store *store, const char *topic, int32_t partition)
{
    const struct position *position = memory_stored(store, topic, partition);

    return position == NULL ? 0 : position->late_records;
}

uint64_t memory_store_writes(const struct store *store)
{
    return memory_store_of(store)->writes;
}

uint64_t memory_store_rows(const struct store *store)
{
    return memory_store_of(store)->sent_rows;
}
