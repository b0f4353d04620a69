/* command_table.c - the table, made of one list. */
#include "commands/command_table.h"

#define COMMAND_LIST(X)                                                                            \
    X(ingest)                                                                                      \
    X(web)                                                                                         \
    X(replay)                                                                                      \
    X(migrate)                                                                                     \
    X(check)                                                                                       \
    X(scheme)                                                                                      \
    X(settle)                                                                                      \
    X(verify)                                                                                      \
    X(rebuild)                                                                                     \
    X(hours)                                                                                       \
    X(people)                                                                                      \
    X(rules)                                                                                       \
    X(settings)                                                                                    \
    X(score)                                                                                       \
    X(sheet)                                                                                       \
    X(explain)                                                                                     \
    X(waiting)                                                                                     \
    X(post)                                                                                        \
    X(status)                                                                                      \
    X(dead_letters)                                                                                \
    X(close)                                                                                       \
    X(sign)                                                                                        \
    X(revise)                                                                                      \
    X(ledger)                                                                                      \
    X(statement)                                                                                   \
    X(evidence)                                                                                    \
    X(acknowledge)                                                                                 \
    X(appeal)                                                                                      \
    X(exclude)                                                                                     \
    X(include)                                                                                     \
    X(retain)                                                                                      \
    X(forget)                                                                                      \
    X(marks)                                                                                       \
    X(targets)                                                                                     \
    X(actions)                                                                                     \
    X(generate)

#define X(name) extern const struct command command_##name;
COMMAND_LIST(X)
#undef X

const struct command *const command_table[] = {
#define X(name) &command_##name,
    COMMAND_LIST(X)
#undef X
};

const size_t command_count = sizeof command_table / sizeof command_table[0];
