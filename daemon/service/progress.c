/* progress.c - [#####·····]  52 %  1,234,567 events  201,000/s  about 0:42 left */
#include "service/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { DRAW_MS = 200, BAR_WIDTH = 30 };

void progress_init(struct progress *progress, bool wanted, int64_t now_ms)
{
    *progress = (struct progress){
        .shown = wanted && isatty(STDERR_FILENO) != 0,
        .began_ms = now_ms,
    };
}

static void draw_bar(double share)
{
    int full = (int)(share * BAR_WIDTH);

    putc('[', stderr);
    for (int i = 0; i < BAR_WIDTH; i++)
        putc(i < full ? '#' : '.', stderr);
    fprintf(stderr, "] %3d %%  ", (int)(share * 100));
}

static void draw_left(double share, int64_t elapsed_ms)
{
    if (share <= 0.01 || elapsed_ms < 1000)
        return;
    int64_t left_s = (int64_t)((double)elapsed_ms * (1 - share) / share / 1000);
    fprintf(stderr, "  about %" PRId64 ":%02" PRId64 " left", left_s / 60, left_s % 60);
}

void progress_draw(struct progress *progress, const struct collector *collector,
                   const struct pipeline_statistics *statistics, bool settling, int64_t now_ms)
{
    uint64_t done = 0, total = 0;

    if (!progress->shown || now_ms < progress->next_ms)
        return;
    progress->next_ms = now_ms + DRAW_MS;
    progress->drawn = true;
    int64_t elapsed_ms = now_ms - progress->began_ms;
    if (collector->ops->progress != NULL)
        collector->ops->progress(collector, &done, &total);
    double share = total > 0 ? (double)done / (double)total : 0;
    fputs("\r\033[K", stderr);
    if (total > 0)
        draw_bar(share);
    else
        fprintf(stderr, "%.1f MB  ", (double)done / 1e6);
    fprintf(stderr, "%" PRIu64 " events  %" PRIu64 "/s", statistics->taken.events,
            elapsed_ms > 0 ? statistics->taken.events * 1000 / (uint64_t)elapsed_ms : 0);
    if (settling)
        fputs("  settling", stderr);
    else if (total > 0 && done >= total)
        fputs("  writing", stderr);
    else if (total > 0)
        draw_left(share, elapsed_ms);
    fflush(stderr);
}

void progress_end(struct progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}
