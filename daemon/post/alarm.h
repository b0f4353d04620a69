/*
 * alarm.h - sends a sentence to the people in charge, by a WeCom group bot, without a database.
 *
 * The bot's URL is in the credential post_alarm.url. An alarm is sent once, without retry: its cause will
 * raise another.
 */
#ifndef MERITD_POST_ALARM_H
#define MERITD_POST_ALARM_H

#include "post/answer.h"

void alarm_send(const char *text, struct post_answer *answer);

#endif
