/*
 * write_encode.c - the field lists of ingest.*_row.
 *
 * Each function writes the fields of one row in the order of docs/architecture.md ("The wire between C
 * and SQL"); encode_row_begin gets the number of fields, and the server refuses a row with another number or
 * type.
 */
#include "store/write_encode.h"

#include "store/encode.h"

#define NOTHING_ABSENT (-1) /* the value of an absent optional count or amount */

static void encode_customer(struct buffer *out, bool has_customer, const struct uuid *customer)
{
    encode_uuid(out, has_customer ? customer : NULL);
}

/* "order.paid" -> "paid" */
static struct text event_verb(enum event_type type)
{
    const char *name = event_type_name(type);

    return text_of(strchr(name, '.') + 1);
}

/* text[]; the last voice has columns of its own, so a conversation with one needs no array */
static void encode_earlier_agents(struct buffer *out, const struct conversation_row *row)
{
    if (row->voice_count <= 1) {
        encode_null(out, OID_TEXT_ARRAY);
        return;
    }
    buffer_append_u32(out, OID_TEXT_ARRAY);
    size_t begin = out->length;
    buffer_append_u32(out, 0); /* the length is known at the end */
    encode_array_begin(out, OID_TEXT, row->voice_count - 1);
    for (size_t i = 0; i + 1 < row->voice_count; i++)
        encode_element(out, row->voices[i].agent.bytes, row->voices[i].agent.length);
    encode_row_end(out, begin);
}

static void encode_voices(struct buffer *out, const struct conversation_row *row)
{
    const struct voice *last = row->voice_count == 0 ? NULL : &row->voices[row->voice_count - 1];

    encode_time(out, last == NULL ? TIME_NONE : last->at_ms);
    encode_earlier_agents(out, row);
    encode_times(out, last == NULL ? NULL : &row->voices->at_ms,
                 last == NULL ? 0 : row->voice_count - 1, sizeof *row->voices);
}

static void encode_conversation_row(struct buffer *out, const struct conversation_row *row)
{
    encode_text(out, row->conversation);
    encode_uuid(out, &row->version);
    encode_uuid(out, row->has_replaces ? &row->replaces : NULL);
    encode_customer(out, row->has_customer, &row->customer);
    encode_text(out, row->voice_count == 0 ? (struct text){NULL, 0}
                                           : row->voices[row->voice_count - 1].agent);
    encode_bool(out, row->surveys_follow);
    encode_bytea(out, row->stubs);
    encode_voices(out, row);
}

static void encode_part_key(struct buffer *out, const struct part_key *key)
{
    encode_uuid(out, &key->customer);
    encode_date(out, key->day);
    encode_text(out, key->conversation);
    encode_text(out, key->agent);
    encode_time_or_always(out, key->counts_after_ms);
}

/* The questions of rounds, then the times from question to answer. */
#define ENCODE_ASKED(out, rounds, count)                                                           \
    encode_times(out, (count) == 0 ? NULL : &(rounds)->asked_ms, count, sizeof *(rounds))
#define ENCODE_WAITS(out, rounds, until, count)                                                    \
    encode_spans(out, (count) == 0 ? NULL : &(rounds)->asked_ms,                                   \
                 (count) == 0 ? NULL : &(rounds)->until, count, sizeof *(rounds))

static void encode_questions(struct buffer *out, const struct part *part, enum question_kind kind)
{
    const struct questions *questions = &part->questions[kind];

    encode_times(out, questions->asked_ms, questions->count, sizeof *questions->asked_ms);
}

static struct text intent_text(enum chat_intent intent)
{
    switch (intent) {
    case INTENT_PRESALE: return TEXT("presale");
    case INTENT_AFTERSALE: return TEXT("aftersale");
    case INTENT_NONE: break;
    }
    return (struct text){NULL, 0};
}

static void encode_part_row(struct buffer *out, const struct part *part)
{
    encode_part_key(out, &part->key);
    encode_int4(out, part->customer_messages);
    encode_int4(out, part->agent_messages);
    encode_time(out, part->first_customer_at_ms);
    encode_time(out, part->agent_first_at_ms);
    encode_time(out, part->agent_last_at_ms);
    encode_text(out, intent_text(part->intent));
    encode_time(out, part->intent_at_ms);
    if (part->intent == INTENT_NONE)
        encode_null(out, OID_INT8);
    else
        encode_event_hash(out, part->intent_hash);
    ENCODE_ASKED(out, part->answered, part->answered_count);
    ENCODE_WAITS(out, part->answered, answered_ms, part->answered_count);
    ENCODE_ASKED(out, part->carried, part->carried_count);
    ENCODE_WAITS(out, part->carried, answered_ms, part->carried_count);
    ENCODE_WAITS(out, part->first_responses, answered_ms, part->first_response_count);
    encode_questions(out, part, QUESTION_UNANSWERED);
    encode_questions(out, part, QUESTION_HANDED_OVER);
    encode_int4(out, part->closing_messages);
    ENCODE_WAITS(out, part->answered, since_ms, part->answered_count);
    encode_int4s(out, part->first_rounds, part->first_round_count);
    ENCODE_ASKED(out, part->first_responses, part->first_response_count);
    encode_questions(out, part, QUESTION_FIRST_MISSING);
    encode_questions(out, part, QUESTION_TRAILING);
    encode_questions(out, part, QUESTION_BOT_ANSWERED);
}

static void encode_clock_row(struct buffer *out, const struct clock_row *row)
{
    encode_text(out, row->conversation);
    encode_text(out, row->source);
    encode_date(out, row->day);
    encode_int4(out, row->change);
}

static void encode_flag(struct buffer *out, enum flag flag)
{
    if (flag == FLAG_ABSENT)
        encode_null(out, OID_BOOL);
    else
        encode_bool(out, flag == FLAG_TRUE);
}

static void encode_order_event_row(struct buffer *out, const struct order_event_row *row)
{
    encode_text(out, row->order);
    encode_event_hash(out, row->hash);
    encode_text(out, event_verb(row->type));
    encode_time(out, row->at_ms);
    encode_date(out, row->day);
    encode_customer(out, row->has_customer, &row->customer);
    encode_int8_unless(out, row->amount_cents, NOTHING_ABSENT);
    encode_text(out, row->agent);
    encode_int8_unless(out, row->items, NOTHING_ABSENT);
    encode_flag(out, row->flagged);
    encode_time(out, row->pay_due_ms);
}

static void encode_ticket_event_row(struct buffer *out, const struct ticket_event_row *row)
{
    encode_text(out, row->ticket);
    encode_event_hash(out, row->hash);
    encode_text(out, event_verb(row->type));
    encode_time(out, row->at_ms);
    encode_date(out, row->day);
    encode_customer(out, row->has_customer, &row->customer);
    encode_text(out, row->agent);
    encode_text(out, row->category);
    encode_text(out, row->channel);
    encode_text(out, row->priority);
    encode_time(out, row->due_ms);
    encode_int8_unless(out, row->amount_cents, NOTHING_ABSENT);
    encode_flag(out, row->sla_met);
    encode_text(out, row->into);
}

static struct text subject_text(enum survey_subject subject)
{
    switch (subject) {
    case SURVEY_CONVERSATION: return TEXT("conversation");
    case SURVEY_ORDER: return TEXT("order");
    case SURVEY_TICKET: return TEXT("ticket");
    case SURVEY_NOTHING: break;
    }
    return (struct text){NULL, 0};
}

static void encode_survey_row(struct buffer *out, const struct survey_row *row)
{
    encode_event_hash(out, row->hash);
    encode_time(out, row->at_ms);
    encode_date(out, row->day);
    encode_text(out, subject_text(row->subject));
    encode_text(out, row->reference);
    encode_text(out, row->agent);
    encode_customer(out, row->has_customer, &row->customer);
    encode_text(out, row->dimension);
    encode_int8(out, row->rating);
    encode_int8(out, row->scale);
    encode_text(out, row->survey);
}

static void encode_mark_row(struct buffer *out, const struct mark_row *row)
{
    encode_event_hash(out, row->hash);
    encode_time(out, row->at_ms);
    encode_text(out, row->mark.agent);
    encode_text(out, row->mark.indicator);
    encode_text(out, row->mark.period);
    encode_text(out, row->mark.rater);
    encode_text(out, row->mark.role);
    encode_float8(out, row->mark.score);
    encode_float8(out, row->mark.scale);
}

static void encode_tally_row(struct buffer *out, const struct tally_row *row)
{
    encode_event_hash(out, row->hash);
    encode_time(out, row->at_ms);
    encode_date(out, row->day);
    encode_text(out, row->tally.agent);
    encode_text(out, row->tally.kind);
    encode_float8(out, row->tally.count);
}

static void encode_target_row(struct buffer *out, const struct target_row *row)
{
    encode_event_hash(out, row->hash);
    encode_time(out, row->at_ms);
    encode_text(out, row->target.agent);
    encode_text(out, row->target.period);
    encode_text(out, row->target.metric);
    encode_float8(out, row->target.value);
}

static void encode_date_if(struct buffer *out, bool has_day, int32_t day)
{
    if (has_day)
        encode_date(out, day);
    else
        encode_null(out, OID_DATE);
}

static void encode_agent_row(struct buffer *out, const struct agent_row *row)
{
    encode_event_hash(out, row->hash);
    encode_time(out, row->at_ms);
    encode_date(out, row->day);
    encode_text(out, row->agent.agent);
    encode_text(out, row->agent.name);
    encode_text(out, row->agent.employee);
    encode_text(out, row->agent.team);
    encode_text(out, row->agent.role);
    encode_text(out, row->agent.lead);
    encode_text(out, row->agent.status);
    encode_date_if(out, row->agent.has_joined, row->agent.joined);
    encode_date_if(out, row->agent.has_left, row->agent.left);
}

/* bytea[]: name, value, name, value, … */
static void encode_headers(struct buffer *out, const struct header *headers, size_t count)
{
    if (count == 0) {
        encode_null(out, OID_BYTEA_ARRAY);
        return;
    }
    buffer_append_u32(out, OID_BYTEA_ARRAY);
    size_t begin = out->length;
    buffer_append_u32(out, 0); /* the length is known at the end */
    encode_array_begin(out, OID_BYTEA, 2 * count);
    for (size_t i = 0; i < count; i++) {
        encode_element(out, headers[i].name.bytes, headers[i].name.length);
        if (text_is_absent(headers[i].value))
            encode_element_null(out);
        else
            encode_element(out, headers[i].value.bytes, headers[i].value.length);
    }
    encode_row_end(out, begin);
}

static void encode_dead_letter_row(struct buffer *out, const struct dead_letter_row *row)
{
    encode_text(out, row->topic);
    encode_int4(out, row->partition);
    encode_int8(out, row->offset);
    encode_time(out, row->timestamp_ms);
    encode_text(out, text_of(reason_name(row->reason)));
    encode_text(out, row->message);
    encode_bytea(out, row->key);
    encode_headers(out, row->headers, row->header_count);
    encode_bytea(out, row->payload);
    encode_bool(out, row->cut);
    encode_int8(out, (int64_t)row->payload_hash);
}

static void encode_position_row(struct buffer *out, const struct position *row)
{
    encode_text(out, text_of(row->topic));
    encode_int4(out, row->partition);
    encode_int4(out, row->epoch);
    encode_int8(out, row->next_offset);
    encode_int8(out, row->last_offset);
    encode_time(out, row->last_timestamp);
    encode_int8(out, (int64_t)row->last_key_hash);
    encode_time(out, row->caught_up_at_ms);
    encode_int8_unless(out, row->end_offset, -1);
    encode_int8(out, row->gap_records);
    encode_int8(out, row->late_records);
    encode_int8_unless(out, row->late_offset, -1);
    encode_time(out, row->late_at_ms);
}

/* Writes all rows of one array; `fields` is the number of fields that encode_one writes. */
#define ENCODE_ARRAY(out, oid, count, fields, each)                                                \
    do {                                                                                           \
        encode_array_begin(out, oid, count);                                                       \
        for (size_t i = 0; i < (count); i++) {                                                     \
            size_t row_ = encode_row_begin(out, fields);                                           \
            each;                                                                                  \
            encode_row_end(out, row_);                                                             \
        }                                                                                          \
    } while (0)

/* Writes one list of all conversations: of parts, of their keys, of clocks. */
#define ENCODE_PARTS(out, oid, write, list, fields, function)                                      \
    do {                                                                                           \
        size_t count_ = 0;                                                                         \
        for (size_t c = 0; c < (write)->conversations.count; c++)                                  \
            count_ += (write)->conversations.rows[c].list##_count;                                 \
        encode_array_begin(out, oid, count_);                                                      \
        for (size_t c = 0; c < (write)->conversations.count; c++) {                                \
            const struct conversation_row *of_ = &(write)->conversations.rows[c];                  \
            for (size_t i = 0; i < of_->list##_count; i++) {                                       \
                size_t row_ = encode_row_begin(out, fields);                                       \
                function(out, &of_->list[i]);                                                      \
                encode_row_end(out, row_);                                                         \
            }                                                                                      \
        }                                                                                          \
    } while (0)

static void encode_array(struct buffer *out, enum write_array array, uint32_t oid,
                         const struct write *write)
{
#define ROWS(member, fields, function)                                                             \
    ENCODE_ARRAY(out, oid, write->member.count, fields, function(out, &write->member.rows[i]))
#define PARTS(list, fields, function) ENCODE_PARTS(out, oid, write, list, fields, function)
    switch (array) {
    case WRITE_CONVERSATIONS: ROWS(conversations, 10, encode_conversation_row); break;
    case WRITE_GONE: PARTS(gone, 5, encode_part_key); break;
    case WRITE_CHANGED: PARTS(changed, 27, encode_part_row); break;
    case WRITE_PUT: PARTS(put, 27, encode_part_row); break;
    case WRITE_ORDER_EVENTS: ROWS(order_events, 11, encode_order_event_row); break;
    case WRITE_TICKET_EVENTS: ROWS(ticket_events, 14, encode_ticket_event_row); break;
    case WRITE_SURVEYS: ROWS(surveys, 11, encode_survey_row); break;
    case WRITE_MARKS: ROWS(marks, 9, encode_mark_row); break;
    case WRITE_TALLIES: ROWS(tallies, 6, encode_tally_row); break;
    case WRITE_TARGETS: ROWS(targets, 6, encode_target_row); break;
    case WRITE_AGENTS: ROWS(agents, 12, encode_agent_row); break;
    case WRITE_DEAD_LETTERS: ROWS(dead_letters, 11, encode_dead_letter_row); break;
    case WRITE_POSITIONS: ROWS(positions, 13, encode_position_row); break;
    case WRITE_CLOCKS: PARTS(clocks, 4, encode_clock_row); break;
    case WRITE_ARRAY_COUNT: break;
    }
#undef ROWS
#undef PARTS
}

void write_encode(const struct write *write, const struct write_oids *oids, struct buffer *out,
                  struct write_encoded *encoded)
{
    buffer_reset(out);
    for (int array = 0; array < WRITE_ARRAY_COUNT; array++) {
        encode_array(out, (enum write_array)array, oids->rows[array], write);
        encoded->ends[array] = out->length;
    }
}
