/*
 * site.h - what is answered to whom: health, files, sign-in, the routes.
 */
#ifndef MERITD_WEB_SITE_H
#define MERITD_WEB_SITE_H

#include "http/server.h"
#include "store/readers.h"
#include "web/events.h"
#include "web/pages.h"
#include "web/person.h"
#include "web/sign_in.h"

/* The bytes of a file of dashboard/, by its path there; false: there is none. */
typedef bool web_find_file(const char *path, struct text *bytes);

/* All lent. */
struct site {
    struct persons *persons;
    struct readers *readers;
    struct pages *pages;
    struct events *events;
    struct sign_in *sign_in;
    web_find_file *find_file;
};

/* As http_options.handle; context: a struct site. */
void site_handle(struct http_request *request, void *context);

#endif
