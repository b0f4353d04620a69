/*
 * The walk of docs/metrics.md as a table: each event in each state, then an agent's message, then closed. What each
 * cell comes to is worked out by hand.
 *
 *                          open, a   open, no                 bot spoke   bot spoke,
 *             nothing yet  holder    holder      answered     last        nothing asked
 * customer    opens        joins     joins       opens        opens       opens
 * … closing   -            joins     joins       his          his         -
 * bot         -            ends it   ends it     -            -           -
 * … or system, quiet: nothing, everywhere
 * assigned    holder       since*    since       holder       asks        holder
 * agent       speaks       answers   answers     speaks       speaks      speaks
 * … auto      holder       holder    holder      holder       holder      holder
 * transferred holder       hands over, asks anew holder       asks        holder
 * closed      -            unanswered            -            -           -
 *
 * *: of another agent than the holder. A closing message without a holder waits for a round to take it.
 */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { STATES = 6, EVENTS = 10, STEPS_MAX = 5 };

#define NOBODYS "0 (unassigned):"
#define ANNAS "0 anna:"
#define BENS "0 ben:"
#define BOTS "0 (bot):, customer 1 from 10, by bots 10\n"
#define SPEAKS ", agent 1 30..30\n"
#define ASKED ANNAS ", customer 1 from 10\n"
#define ANSWERED ANNAS ", customer 1 from 10, agent 1 12..12, answered *10-12\n"

/* What has happened before minute 20. */
static size_t state_of(int state, struct record_of_chat script[STEPS_MAX])
{
    switch (state) {
    case 0: return 0;
    case 1: script[0] = customer(10, "anna"); return 1;
    case 2: script[0] = customer(10, NULL); return 1;
    case 3:
        script[0] = customer(10, "anna");
        script[1] = agent(12, NULL);
        return 2;
    case 4:
        script[0] = customer(10, "anna");
        script[1] = bot(12, NULL);
        return 2;
    default: script[0] = bot(10, NULL); return 1;
    }
}

static struct record_of_chat event_of(int event)
{
    switch (event) {
    case 0: return customer(20, NULL);
    case 1: return thanks(20, NULL);
    case 2: return bot(20, NULL);
    case 3: return quiet_machine(20, NULL);
    case 4: return assigned(20, "anna");
    case 5: return assigned(20, "ben");
    case 6: return agent(20, "ben");
    case 7: return automatic(20, "ben");
    case 8: return transferred(20, "anna", "ben");
    default: return closed(20);
    }
}

static const char *const expected[STATES][EVENTS] = {
    {
        /* nothing yet */
        NOBODYS ", customer 1 from 20, agent 1 30..30, answered *20-30\n",
        NOBODYS SPEAKS, /* no round takes the thanks: they count nowhere */
        NOBODYS SPEAKS,
        NOBODYS SPEAKS,
        ANNAS SPEAKS,
        BENS SPEAKS,
        BENS ", agent 2 20..30\n",
        BENS SPEAKS,
        BENS SPEAKS,
        NOBODYS SPEAKS,
    },
    {
        /* open, anna holds it */
        ANNAS ", customer 2 from 10, agent 1 30..30, answered *10-30\n",
        ANNAS ", customer 2 (1 closing) from 10, agent 1 30..30, answered *10-30\n",
        BOTS ANNAS SPEAKS, /* the message leaves anna; hers answers nothing */
        ANNAS ", customer 1 from 10, agent 1 30..30, answered *10-30\n",
        ANNAS ", customer 1 from 10, agent 1 30..30, answered *10-30\n",
        ASKED BENS ", agent 1 30..30, answered *10(20)-30\n",
        ASKED BENS ", agent 2 20..30, answered *10-20\n",
        ASKED BENS ", agent 1 30..30, answered *10-30\n",
        ANNAS ", customer 1 from 10, handed over 10\n" BENS
              ", agent 1 30..30, answered 20-30, first 10-30\n",
        NOBODYS SPEAKS ANNAS ", customer 1 from 10, unanswered 10, missing 10\n",
    },
    {
        /* open, nobody holds it */
        NOBODYS ", customer 2 from 10, agent 1 30..30, answered *10-30\n",
        NOBODYS ", customer 2 (1 closing) from 10, agent 1 30..30, answered *10-30\n",
        BOTS NOBODYS SPEAKS,
        NOBODYS ", customer 1 from 10, agent 1 30..30, answered *10-30\n",
        ANNAS ", customer 1 from 10, agent 1 30..30, answered *10(20)-30\n",
        BENS ", customer 1 from 10, agent 1 30..30, answered *10(20)-30\n",
        BENS ", customer 1 from 10, agent 2 20..30, answered *10-20\n",
        BENS ", customer 1 from 10, agent 1 30..30, answered *10-30\n",
        ANNAS ", customer 1 from 10, handed over 10\n" BENS
              ", agent 1 30..30, answered 20-30, first 10-30\n",
        NOBODYS ", customer 1 from 10, agent 1 30..30, unanswered 10, missing 10\n",
    },
    {
        /* answered by anna */
        ANNAS ", customer 2 from 10, agent 2 12..30, answered *10-12 20-30\n",
        ANNAS ", customer 2 (1 closing) from 10, agent 2 12..30, answered *10-12\n",
        ANNAS ", customer 1 from 10, agent 2 12..30, answered *10-12\n",
        ANNAS ", customer 1 from 10, agent 2 12..30, answered *10-12\n",
        ANNAS ", customer 1 from 10, agent 2 12..30, answered *10-12\n",
        ANSWERED BENS SPEAKS,
        ANSWERED BENS ", agent 2 20..30\n",
        ANSWERED BENS SPEAKS,
        ANSWERED BENS SPEAKS,
        NOBODYS SPEAKS ANSWERED,
    },
    {
        /* a bot answered anna's customer */
        BOTS ANNAS ", customer 1 from 20, agent 1 30..30, answered *20-30\n",
        BOTS ANNAS ", customer 1 (1 closing) from 20, agent 1 30..30\n",
        BOTS ANNAS SPEAKS,
        BOTS ANNAS SPEAKS,
        BOTS ANNAS
        ", agent 1 30..30, answered *20-30\n", /* even of the holder: a person is called */
        BOTS BENS ", agent 1 30..30, answered *20-30\n",
        BOTS BENS ", agent 2 20..30\n",
        BOTS BENS SPEAKS,
        BOTS BENS ", agent 1 30..30, answered *20-30\n",
        BOTS NOBODYS SPEAKS,
    },
    {
        /* a bot greeted */
        NOBODYS ", customer 1 from 20, agent 1 30..30, answered *20-30\n",
        NOBODYS SPEAKS,
        NOBODYS SPEAKS,
        NOBODYS SPEAKS,
        ANNAS SPEAKS,
        BENS SPEAKS,
        BENS ", agent 2 20..30\n",
        BENS SPEAKS,
        BENS SPEAKS,
        NOBODYS SPEAKS,
    },
};

static void test_each_cell(void **state_of_test)
{
    struct record_of_chat script[STEPS_MAX];
    struct arena arena;

    (void)state_of_test;
    arena_init(&arena);
    for (int state = 0; state < STATES; state++) {
        for (int event = 0; event < EVENTS; event++) {
            struct naive naive;
            size_t count = state_of(state, script);
            script[count++] = event_of(event);
            script[count++] = agent(30, NULL);
            script[count++] = closed(40);
            sample_number(script, count);
            struct stub_set set = sample_set(&arena, script, count, NULL);
            struct rounds rounds = sample_rounds(&arena, &set);
            const char *actual = sample_describe(&arena, &rounds);
            if (strcmp(actual, expected[state][event]) != 0)
                fail_msg("state %d, event %d: %s", state, event, actual);
            naive_walk(script, count, SAMPLE_IDLE_MS, &sample_calendar, sample_key, &naive);
            assert_null(naive_difference(&naive, &set, &rounds));
            naive_clear(&naive);
            arena_reset(&arena);
        }
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_cell),
    };
    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
