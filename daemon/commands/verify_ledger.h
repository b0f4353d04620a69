/*
 * verify_ledger.h - `meritd verify --ledger`: the ledger's chain, and what closed months froze.
 */
#ifndef MERITD_COMMANDS_VERIFY_LEDGER_H
#define MERITD_COMMANDS_VERIFY_LEDGER_H

#include "commands/command.h"

/* EXIT_STATUS_FAILED when there is any problem; each was printed. Otherwise lines and head were. */
MUST_CHECK int verify_ledger(const struct invocation *invocation);

#endif
