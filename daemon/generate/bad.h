/*
 * bad.h - malformed records: one kind for each rule of events.md that a record can break.
 *
 * Each kind names the reason under which a consumer must reject it (model/reason.h); the record's
 * id, where it has one, begins with "bad-<reason>-<kind>", so that a checker can compare. Each record fits on
 * one line of a file. The kinds, by reason (no_..., empty_..., null_... concern a member that the type
 * requires):
 *
 *   not_utf8          invalid_utf8 overlong_utf8 lone_surrogate
 *   too_large         over_64_kib
 *   not_json          no_json truncated trailing_text leading_zero bare_point raw_control
 *                     byte_order_mark not_a_number
 *   out_of_range      infinite_number rating_zero rating_over_scale scale_one scale_over_2_53
 *                     mark_over_scale mark_scale_zero tally_negative items_negative amount_negative
 *                     amount_thirteen_digits due_1999 staff_joined_1999
 *   nesting_too_deep  seventeen_levels
 *   duplicate_member  envelope_twice data_twice
 *   not_cloudevent    null_text array no_specversion other_specversion
 *   missing_member    no_id empty_id no_source no_type no_time no_data message_no_conversation
 *                     message_empty_customer message_null_from assigned_no_agent
 *                     transferred_no_to_agent closed_no_conversation created_no_customer
 *                     paid_no_amount refunded_no_order cancelled_no_order ticket_no_ticket
 *                     ticket_assigned_no_agent ticket_replied_no_agent ticket_resolved_no_ticket
 *                     ticket_reopened_no_ticket ticket_closed_no_ticket survey_no_scale
 *                     mark_no_score tally_no_kind target_no_value staff_no_agent
 *   wrong_type        id_a_number data_a_text customer_a_number auto_a_text amount_a_number
 *                     flagged_a_number rating_a_text sla_met_a_text value_a_text
 *   invalid_value     time_no_offset time_month_13 id_too_long source_too_long customer_too_long
 *                     escaped_nul from_nobody intent_unknown agent_parenthesis
 *                     amount_three_decimals amount_words due_no_time survey_of_two
 *                     mark_role_unknown mark_period_month_13 target_period_words
 *                     tally_day_30_february staff_status_unknown staff_joined_no_date
 *   time_out_of_range time_1999 time_2099
 *   currency_mismatch currency_other
 *   unknown_type      type_unknown
 *
 * Where events.md allows more than one reason (is a text that is too long out of range?), the list has the
 * one that daemon/decode gives.
 */
#ifndef MERITD_GENERATE_BAD_H
#define MERITD_GENERATE_BAD_H

#include <stddef.h>
#include <stdint.h>

#define GENERATE_BAD_SIZE 70000 /* bytes of the longest record */

size_t generate_bad_kinds(void);
/* Names of a kind, 0 … generate_bad_kinds() - 1; static storage. */
const char *generate_bad_name(size_t kind);
const char *generate_bad_reason(size_t kind);
/* Writes a record of that kind, made unique by its number; returns its length. */
size_t generate_bad_write(size_t kind, uint64_t number, int64_t time_ms,
                          char out[GENERATE_BAD_SIZE]);

#endif
