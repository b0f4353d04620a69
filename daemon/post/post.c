/* post.c - finds the sender for a receiver's kind. */
#include "post/post.h"

static const struct {
    const char *kind;
    void (*send)(const struct posting *posting, struct post_answer *answer);
} senders[] = {
    {"kafka", post_to_kafka},
    {"webhook", post_to_webhook},
    {"file", post_to_file},
};

void post_send(const struct posting *posting, struct post_answer *answer)
{
    for (size_t i = 0; i < sizeof senders / sizeof senders[0]; i++) {
        if (strcmp(senders[i].kind, posting->kind) == 0) {
            senders[i].send(posting, answer);
            return;
        }
    }
    answer_set(answer, POST_REFUSED, "this program knows no receivers of kind %s", posting->kind);
}
