/* alarm.c - see the header. */
#include "post/alarm.h"

#include "base/buffer.h"
#include "post/post.h"

/* As the inside of a JSON text. */
static void append_escaped(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            buffer_append_format(out, "\\%c", *text);
        else if ((unsigned char)*text < ' ')
            buffer_append_format(out, "\\u%04x", (unsigned)*text);
        else
            buffer_append(out, text, 1);
    }
}

void alarm_send(const char *text, struct post_answer *answer)
{
    struct buffer body;

    buffer_init(&body);
    buffer_append_text(&body, TEXT("{\"msgtype\":\"text\",\"text\":{\"content\":\""));
    append_escaped(&body, text);
    buffer_append_text(&body, TEXT("\"}}"));
    struct posting posting = {
        .receiver = "alarm",
        .kind = "webhook",
        .key = "alarm",
        .content_type = "application/json",
        .body = {(const char *)body.bytes, body.length},
        .url = "post_alarm.url",
        .wecom = true,
    };
    if (body.failed)
        answer_set(answer, POST_FAILED, "out of memory");
    else
        post_send(&posting, answer);
    buffer_clear(&body);
}
