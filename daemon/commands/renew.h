/*
 * renew.h - what meritd migrate does after stubs got another format: it writes old conversations anew.
 */
#ifndef MERITD_COMMANDS_RENEW_H
#define MERITD_COMMANDS_RENEW_H

#include "client/client.h"

/*
 * Writes every conversation whose stubs are of an earlier format anew, with its parts, if a migration left
 * ingest.renewal, and takes that away when all are done. Each write is a transaction of its own: whoever is
 * stopped in between goes on from there, and a daemon may write meanwhile. Returns an exit status; unless it is DONE, a message says why.
 */
MUST_CHECK int renew_conversations(struct client *client);

#endif
