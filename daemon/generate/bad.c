/*
 * bad.c - the table of malformed records, and the sink that mixes them in.
 *
 * A kind is either a type and data within a valid envelope, or a whole line. Whole lines hold $I for the
 * record's id and $T for its time. Everything else in them is valid, so that a record is rejected only for
 * the reason that its kind names.
 */
#include "generate/bad.h"

#include "generate/line.h"
#include "generate/random.h"
#include "generate/sink.h"

#include <stdio.h>
#include <stdlib.h>

#define X13 "xxxxxxxxxxxxx"
#define X65 X13 X13 X13 X13 X13
#define X130 X65 X65                /* a text may have 128 bytes */
#define X260 X130 X130              /* ids and sources 256 */
#define DEEP_OPEN "[[[[[[[[[[[[[[[" /* 15 levels: with envelope and data 17 */
#define DEEP_CLOSE "]]]]]]]]]]]]]]]"

#define SPEC "\"specversion\":\"1.0\","
#define ID "\"id\":\"$I\","
#define SOURCE "\"source\":\"urn:meritd:generate:bad\","
#define TYPE "\"type\":\"chat.message\","
#define TIME "\"time\":\"$T\","
#define CHAT "\"conversation\":\"bad\",\"customer\":\"bad\",\"from\":\"customer\""
#define DATA "\"data\":{" CHAT "}"
#define ENVELOPE SPEC ID SOURCE TYPE TIME
#define ORDER "\"order\":\"bad\",\"customer\":\"bad\""
#define SURVEY "\"agent\":\"bad\""
#define MARK "\"agent\":\"bad\",\"indicator\":\"execution\",\"rater\":\"bad\""

struct bad_kind {
    const char *name;
    const char *reason; /* as in model/reason.h */
    const char *type;   /* NULL: text is the whole line */
    const char *text;   /* members of data */
};

/* clang-format off */
static const struct bad_kind kinds[] = {
    {"invalid_utf8", "not_utf8", NULL, "{" ENVELOPE "\"data\":{" CHAT ",\"agent\":\"a\xff\"}}"},
    {"overlong_utf8", "not_utf8", NULL, "{" ENVELOPE "\"data\":{" CHAT ",\"agent\":\"\xc0\xaf\"}}"},
    {"lone_surrogate", "not_utf8", "chat.message", CHAT ",\"agent\":\"\\ud800\""},

    {"over_64_kib", "too_large", NULL, "{" ENVELOPE DATA "}"}, /* stretched when written */

    {"no_json", "not_json", NULL, "this is no JSON: $I"},
    {"truncated", "not_json", NULL, "{" ENVELOPE "\"data\":{" CHAT},
    {"trailing_text", "not_json", NULL, "{" ENVELOPE DATA "} and more"},
    {"leading_zero", "not_json", "survey.answered", SURVEY ",\"rating\":01,\"scale\":5"},
    {"bare_point", "not_json", "survey.answered", SURVEY ",\"rating\":1.,\"scale\":5"},
    {"raw_control", "not_json", "chat.message", CHAT ",\"agent\":\"a\tb\""},
    {"byte_order_mark", "not_json", NULL, "\xef\xbb\xbf{" ENVELOPE DATA "}"},
    {"not_a_number", "not_json", "tally.recorded",
     "\"agent\":\"bad\",\"kind\":\"late\",\"count\":NaN"},
    {"infinite_number", "out_of_range", "tally.recorded",
     "\"agent\":\"bad\",\"kind\":\"late\",\"count\":1e400"},

    {"seventeen_levels", "nesting_too_deep", "chat.message", CHAT ",\"x\":" DEEP_OPEN DEEP_CLOSE},

    {"envelope_twice", "duplicate_member", NULL, "{" ENVELOPE TIME DATA "}"},
    {"data_twice", "duplicate_member", "chat.message", CHAT ",\"customer\":\"other\""},

    {"null_text", "not_cloudevent", NULL, "null"},
    {"array", "not_cloudevent", NULL, "[{" ENVELOPE DATA "}]"},
    {"no_specversion", "not_cloudevent", NULL, "{" ID SOURCE TYPE TIME DATA "}"},
    {"other_specversion", "not_cloudevent", NULL,
     "{\"specversion\":\"0.3\"," ID SOURCE TYPE TIME DATA "}"},

    {"no_id", "missing_member", NULL, "{" SPEC SOURCE TYPE TIME DATA "}"},
    {"empty_id", "missing_member", NULL, "{" SPEC "\"id\":\"\"," SOURCE TYPE TIME DATA "}"},
    {"no_source", "missing_member", NULL, "{" SPEC ID TYPE TIME DATA "}"},
    {"no_type", "missing_member", NULL, "{" SPEC ID SOURCE TIME DATA "}"},
    {"no_time", "missing_member", NULL, "{" SPEC ID SOURCE TYPE DATA "}"},
    {"no_data", "missing_member", NULL, "{" SPEC ID SOURCE TYPE "\"time\":\"$T\"}"},
    {"message_no_conversation", "missing_member", "chat.message",
     "\"customer\":\"bad\",\"from\":\"customer\""},
    {"message_empty_customer", "missing_member", "chat.message",
     "\"conversation\":\"bad\",\"customer\":\"\",\"from\":\"customer\""},
    {"message_null_from", "missing_member", "chat.message",
     "\"conversation\":\"bad\",\"customer\":\"bad\",\"from\":null"},
    {"assigned_no_agent", "missing_member", "chat.assigned", "\"conversation\":\"bad\""},
    {"transferred_no_to_agent", "missing_member", "chat.transferred",
     "\"conversation\":\"bad\",\"from_agent\":\"bad\""},
    {"closed_no_conversation", "missing_member", "chat.closed", "\"customer\":\"bad\""},
    {"created_no_customer", "missing_member", "order.created",
     "\"order\":\"bad\",\"amount\":\"1.00\""},
    {"paid_no_amount", "missing_member", "order.paid", "\"order\":\"bad\""},
    {"refunded_no_order", "missing_member", "order.refunded", "\"amount\":\"1.00\""},
    {"cancelled_no_order", "missing_member", "order.cancelled", "\"customer\":\"bad\""},
    {"ticket_no_ticket", "missing_member", "ticket.created", "\"customer\":\"bad\""},
    {"ticket_assigned_no_agent", "missing_member", "ticket.assigned", "\"ticket\":\"bad\""},
    {"ticket_replied_no_agent", "missing_member", "ticket.replied", "\"ticket\":\"bad\""},
    {"ticket_resolved_no_ticket", "missing_member", "ticket.resolved", "\"agent\":\"bad\""},
    {"ticket_reopened_no_ticket", "missing_member", "ticket.reopened", "\"agent\":\"bad\""},
    {"ticket_closed_no_ticket", "missing_member", "ticket.closed", "\"agent\":\"bad\""},
    {"survey_no_scale", "missing_member", "survey.answered", SURVEY ",\"rating\":5"},
    {"mark_no_score", "missing_member", "mark.recorded",
     MARK ",\"period\":\"2026-10\",\"role\":\"lead\""},
    {"tally_no_kind", "missing_member", "tally.recorded", "\"agent\":\"bad\",\"count\":1"},
    {"target_no_value", "missing_member", "target.set",
     "\"agent\":\"bad\",\"period\":\"2026-10\",\"metric\":\"sales\""},
    {"staff_no_agent", "missing_member", "agent.updated", "\"name\":\"bad\""},

    {"id_a_number", "wrong_type", NULL, "{" SPEC "\"id\":7," SOURCE TYPE TIME DATA "}"},
    {"data_a_text", "wrong_type", NULL, "{" ENVELOPE "\"data\":\"" X13 "\"}"},
    {"customer_a_number", "wrong_type", "chat.message",
     "\"conversation\":\"bad\",\"customer\":42,\"from\":\"customer\""},
    {"auto_a_text", "wrong_type", "chat.message", CHAT ",\"auto\":\"yes\""},
    {"amount_a_number", "wrong_type", "order.created", ORDER ",\"amount\":129.90"},
    {"flagged_a_number", "wrong_type", "order.created", ORDER ",\"amount\":\"1.00\",\"flagged\":1"},
    {"rating_a_text", "wrong_type", "survey.answered", SURVEY ",\"rating\":\"5\",\"scale\":5"},
    {"sla_met_a_text", "wrong_type", "ticket.resolved", "\"ticket\":\"bad\",\"sla_met\":\"true\""},
    {"value_a_text", "wrong_type", "target.set",
     "\"agent\":\"bad\",\"period\":\"2026-10\",\"metric\":\"sales\",\"value\":\"100\""},

    {"time_no_offset", "invalid_value", NULL,
     "{" SPEC ID SOURCE TYPE "\"time\":\"2026-10-05T09:30:00\"," DATA "}"},
    {"time_month_13", "invalid_value", NULL,
     "{" SPEC ID SOURCE TYPE "\"time\":\"2026-13-05T09:30:00Z\"," DATA "}"},
    {"id_too_long", "invalid_value", NULL,
     "{" SPEC "\"id\":\"" X260 "\"," SOURCE TYPE TIME DATA "}"},
    {"source_too_long", "invalid_value", NULL,
     "{" SPEC ID "\"source\":\"urn:" X260 "\"," TYPE TIME DATA "}"},
    {"customer_too_long", "invalid_value", "chat.message",
     "\"conversation\":\"bad\",\"customer\":\"" X130 "\",\"from\":\"customer\""},
    {"escaped_nul", "invalid_value", "chat.message", CHAT ",\"agent\":\"a\\u0000b\""},
    {"from_nobody", "invalid_value", "chat.message",
     "\"conversation\":\"bad\",\"customer\":\"bad\",\"from\":\"nobody\""},
    {"intent_unknown", "invalid_value", "chat.message", CHAT ",\"intent\":\"midsale\""},
    {"agent_parenthesis", "invalid_value", "chat.message", CHAT ",\"agent\":\"(silent)\""},
    {"amount_three_decimals", "invalid_value", "order.created", ORDER ",\"amount\":\"1.005\""},
    {"amount_words", "invalid_value", "order.refunded", "\"order\":\"bad\",\"amount\":\"all\""},
    {"due_no_time", "invalid_value", "ticket.created", "\"ticket\":\"bad\",\"due\":\"tomorrow\""},
    {"survey_of_two", "invalid_value", "survey.answered",
     "\"order\":\"bad\",\"ticket\":\"bad\",\"rating\":5,\"scale\":5"},
    {"mark_role_unknown", "invalid_value", "mark.recorded",
     MARK ",\"period\":\"2026-10\",\"role\":\"owner\",\"score\":80"},
    {"mark_period_month_13", "invalid_value", "mark.recorded",
     MARK ",\"period\":\"2026-13\",\"role\":\"lead\",\"score\":80"},
    {"target_period_words", "invalid_value", "target.set",
     "\"agent\":\"bad\",\"period\":\"October\",\"metric\":\"sales\",\"value\":100"},
    {"tally_day_30_february", "invalid_value", "tally.recorded",
     "\"agent\":\"bad\",\"kind\":\"late\",\"count\":1,\"day\":\"2026-02-30\""},
    {"staff_status_unknown", "invalid_value", "agent.updated",
     "\"agent\":\"bad\",\"status\":\"retired\""},
    {"staff_joined_no_date", "invalid_value", "agent.updated",
     "\"agent\":\"bad\",\"joined\":\"2026-10\""},

    {"rating_zero", "out_of_range", "survey.answered", SURVEY ",\"rating\":0,\"scale\":5"},
    {"rating_over_scale", "out_of_range", "survey.answered", SURVEY ",\"rating\":6,\"scale\":5"},
    {"scale_one", "out_of_range", "survey.answered", SURVEY ",\"rating\":1,\"scale\":1"},
    {"scale_over_2_53", "out_of_range", "survey.answered",
     SURVEY ",\"rating\":1,\"scale\":9007199254740992"},
    {"mark_over_scale", "out_of_range", "mark.recorded",
     MARK ",\"period\":\"2026-10\",\"role\":\"lead\",\"score\":101"},
    {"mark_scale_zero", "out_of_range", "mark.recorded",
     MARK ",\"period\":\"2026-10\",\"role\":\"lead\",\"score\":0,\"scale\":0"},
    {"tally_negative", "out_of_range", "tally.recorded",
     "\"agent\":\"bad\",\"kind\":\"late\",\"count\":-1"},
    {"items_negative", "out_of_range", "order.created", ORDER ",\"amount\":\"1.00\",\"items\":-1"},
    {"amount_negative", "out_of_range", "order.created", ORDER ",\"amount\":\"-1.00\""},
    {"amount_thirteen_digits", "out_of_range", "order.paid",
     "\"order\":\"bad\",\"amount\":\"1234567890123.00\""},
    {"due_1999", "out_of_range", "ticket.created",
     "\"ticket\":\"bad\",\"due\":\"1999-12-31T00:00:00Z\""},
    {"staff_joined_1999", "out_of_range", "agent.updated",
     "\"agent\":\"bad\",\"joined\":\"1999-12-31\""},

    {"time_1999", "time_out_of_range", NULL,
     "{" SPEC ID SOURCE TYPE "\"time\":\"1999-12-31T23:59:59Z\"," DATA "}"},
    {"time_2099", "time_out_of_range", NULL,
     "{" SPEC ID SOURCE TYPE "\"time\":\"2099-12-31T23:59:59Z\"," DATA "}"},

    {"currency_other", "currency_mismatch", "order.created",
     ORDER ",\"amount\":\"1.00\",\"currency\":\"XTS\""},

    {"type_unknown", "unknown_type", "chat.whispered", CHAT},
};
/* clang-format on */

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))
#define STRETCHED 66000 /* bytes of over_64_kib */

size_t generate_bad_kinds(void)
{
    return KINDS;
}

const char *generate_bad_name(size_t kind)
{
    return kinds[kind].name;
}

const char *generate_bad_reason(size_t kind)
{
    return kinds[kind].reason;
}

static void bad_write_id(struct generate_line *line, const struct bad_kind *kind, uint64_t number)
{
    GENERATE_LINE_PUT(line, "bad-");
    generate_line_text(line, kind->reason, strlen(kind->reason));
    GENERATE_LINE_PUT(line, "-");
    generate_line_text(line, kind->name, strlen(kind->name));
    GENERATE_LINE_PUT(line, "-");
    generate_line_number(line, number);
}

static void bad_expand(struct generate_line *line, const struct bad_kind *kind, const char *text,
                       uint64_t number, int64_t time_ms)
{
    for (; *text; text++) {
        if (text[0] == '$' && text[1] == 'I') {
            bad_write_id(line, kind, number);
            text++;
        } else if (text[0] == '$' && text[1] == 'T') {
            generate_line_time(line, GENERATE_OFFSET_UTC, time_ms);
            text++;
        } else {
            generate_line_text(line, text, 1);
        }
    }
}

/* White space before the closing brace is valid JSON: only the length is wrong. */
static size_t bad_stretch(char out[GENERATE_BAD_SIZE], size_t len)
{
    memset(out + len - 1, ' ', STRETCHED - len);
    out[STRETCHED - 1] = '}';
    return STRETCHED;
}

size_t generate_bad_write(size_t kind, uint64_t number, int64_t time_ms,
                          char out[GENERATE_BAD_SIZE])
{
    const struct bad_kind *bad = &kinds[kind];
    struct generate_line line;

    generate_line_init(&line);
    if (bad->type) {
        bad_expand(&line, bad, "{" SPEC ID SOURCE TIME "\"type\":\"", number, time_ms);
        generate_line_text(&line, bad->type, strlen(bad->type));
        GENERATE_LINE_PUT(&line, "\",\"data\":{");
    }
    bad_expand(&line, bad, bad->text, number, time_ms);
    if (bad->type)
        GENERATE_LINE_PUT(&line, "}}");
    memcpy(out, line.bytes, line.len);
    return strcmp(bad->reason, "too_large") == 0 ? bad_stretch(out, line.len) : line.len;
}

/* ---- the sink ---- */

struct bad_sink {
    struct generate_sink next;
    struct generate_random random;
    uint32_t ppm;
    uint64_t *count;
    char line[GENERATE_BAD_SIZE];
};

/* The kinds take turns, so that a few records show all kinds. */
static bool bad_write(void *ctx, const char *key, size_t key_len, const char *line, size_t len,
                      int64_t time_ms)
{
    struct bad_sink *stage = ctx;
    size_t bad_len;

    if (!generate_sink_write(&stage->next, key, key_len, line, len, time_ms))
        return false;
    if (!generate_random_chance(&stage->random, stage->ppm))
        return true;
    bad_len = generate_bad_write((size_t)(*stage->count % KINDS), *stage->count, time_ms,
                                 stage->line);
    ++*stage->count;
    return generate_sink_write(&stage->next, key, key_len, stage->line, bad_len, time_ms);
}

static bool bad_flush(void *ctx)
{
    struct bad_sink *stage = ctx;

    return stage->next.flush(stage->next.ctx);
}

static bool bad_finish(void *ctx)
{
    struct bad_sink *stage = ctx;
    bool done = stage->next.finish(stage->next.ctx);

    free(stage);
    return done;
}

bool generate_bad_sink(struct generate_sink *sink, const struct generate_sink *next, uint64_t seed,
                       uint32_t ppm, uint64_t *count)
{
    struct bad_sink *stage = calloc(1, sizeof(*stage));

    if (!stage) {
        fprintf(stderr, "meritd generate: out of memory\n");
        return false;
    }
    stage->next = *next;
    stage->ppm = ppm;
    stage->count = count;
    generate_random_seed(&stage->random, generate_random_hash(seed, 'b'));
    *sink = (struct generate_sink){bad_write, bad_flush, bad_finish, stage};
    return true;
}
