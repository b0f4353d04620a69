/* clocks.c - see clocks.h. */
#include "conversation/clocks.h"

#include "conversation/sort.h"

enum { EARLY_MS = 5000 };

struct early_answer {
    const struct stub *answer;
    const struct stub *question;
};

/* Finds the next early answer from *at on. At one instant a question comes before an answer, so none is 0 ms early. */
static bool next_early(const struct stub_set *set, size_t *at, struct early_answer *early)
{
    const struct stub *answer = NULL;

    for (; *at < set->count; ++*at) {
        const struct stub *stub = &set->stubs[*at];
        if (stub->quiet || (stub->kind != CHAT_AGENT && stub->kind != CHAT_CUSTOMER))
            continue;
        if (stub->kind == CHAT_CUSTOMER && answer != NULL &&
            stub->time_ms - answer->time_ms <= EARLY_MS) {
            *early = (struct early_answer){answer, stub};
            return true;
        }
        answer = stub->kind == CHAT_AGENT ? stub : NULL;
    }
    return false;
}

static size_t count_early(const struct stub_set *set)
{
    struct early_answer early;
    size_t count = 0;

    for (size_t at = 0; next_early(set, &at, &early);)
        count++;
    return count;
}

/* Appends one row for each early answer. */
static void add_early(const struct stub_set *set, struct text conversation,
                      const struct calendar *calendar, int32_t change,
                      struct clock_changes *changes)
{
    struct early_answer early;

    for (size_t at = 0; next_early(set, &at, &early);)
        changes->rows[changes->count++] = (struct clock_row){
            .conversation = conversation,
            .source = early.answer->other == 0 ? TEXT(SOURCE_UNKNOWN)
                                               : set->names[early.answer->other - 1],
            .day = calendar_day(calendar, early.question->time_ms),
            .change = change,
        };
}

static int clock_row_compare(const void *left, const void *right)
{
    const struct clock_row *a = left, *b = right;
    int order = text_compare(a->source, b->source);

    return order != 0 ? order : COMPARE(a->day, b->day);
}

/* Joins rows of one source and day, which are neighbours. */
static void join_rows(struct clock_changes *changes)
{
    size_t kept = 0;

    for (size_t i = 0; i < changes->count; i++) {
        struct clock_row *row = &changes->rows[i];
        if (kept > 0 && clock_row_compare(&changes->rows[kept - 1], row) == 0)
            changes->rows[kept - 1].change += row->change;
        else
            changes->rows[kept++] = *row;
        if (changes->rows[kept - 1].change == 0)
            kept--;
    }
    changes->count = kept;
}

bool clocks_diff(const struct stub_set *before, const struct stub_set *after,
                 struct text conversation, const struct calendar *calendar, struct arena *arena,
                 struct clock_changes *changes, struct error *error)
{
    size_t most = count_early(before) + count_early(after);

    *changes = (struct clock_changes){0};
    if (most == 0)
        return true;
    changes->rows = arena_array(arena, most, sizeof *changes->rows);
    if (changes->rows == NULL)
        return error_memory(error);
    add_early(before, conversation, calendar, -1, changes);
    add_early(after, conversation, calendar, 1, changes);
    if (!sort_stable(arena, changes->rows, changes->count, sizeof *changes->rows,
                     clock_row_compare))
        return error_memory(error);
    join_rows(changes);
    return true;
}
