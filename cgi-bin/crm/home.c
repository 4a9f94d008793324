/* ホーム: what waits for me, what runs, where the processes stand, what became of the mails. Figures are drawn by the
   template from places and widths made here; each has its table beside it. */
#include "crm.h"

#include "base/day.h"
#include "model/codes/codes.h"
#include "page/page.h"
#include "q_crm.h"

#include <string.h>

enum { DAYS = 14, DAY_WIDTH = 30, BAR_WIDTH = 270, HEIGHT = 120, PHASE_CAP = 10000 };

static void set_num(struct req *rq, struct _hdf *item, const char *name, int64_t n)
{
    page_item_set(rq, item, name, arena_printf(rq->arena, "%lld", (long long)n));
}

/* Phases.N.{phase,n,width,y}: a bar a phase, the longest as wide as the figure. Counted up to PHASE_CAP. */
static struct err *show_phases(struct req *rq)
{
    enum { PHASES = 20 };
    struct rows *rows;
    int64_t most = 1, n[PHASES];
    size_t count = 0;
    for (; codes_phase[count] && count < PHASES; count++) {
        TRY(q_home_phase(rq->db, codes_phase[count], PHASE_CAP + 1, &rows));
        n[count] = rows_i64(rows, 0, "n");
        most = n[count] > most ? n[count] : most;
    }
    struct _hdf *list = page_node(rq, "Phases");
    for (size_t i = 0; i < count; i++) {
        struct _hdf *item = page_item(rq, list);
        bool more = n[i] > PHASE_CAP;
        page_item_set(rq, item, "phase", codes_phase[i]);
        page_item_set(rq, item, "n",
                      arena_printf(rq->arena, "%s%s", text_count(rq, more ? PHASE_CAP : n[i]), more ? "+" : ""));
        set_num(rq, item, "width", n[i] * BAR_WIDTH / most);
        set_num(rq, item, "y", (int64_t)i * 28);
    }
    return NULL;
}

static int64_t on_day(const struct rows *rows, const char *day, const char *column)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, "day"), day) == 0)
            return rows_i64(rows, i, column);
    return 0;
}

/* Days.N.{day,x,sent,failed,held} and the heights and places of its three pieces, stacked; label for every second day,
   today among them. */
static void show_day(struct req *rq, const struct rows *rows, int back, int64_t most)
{
    static const char *const kinds[] = {"sent", "failed", "held"};
    char sql[11];
    struct day day = day_add(day_of(rq->now), -back);
    day_sql(day, sql);
    const char *label = arena_printf(rq->arena, "%02d/%02d", day.month, day.day);
    struct _hdf *item = page_item(rq, page_node(rq, "Days"));
    page_item_set(rq, item, "day", label);
    page_item_set(rq, item, "label", back % 2 ? "" : label);
    set_num(rq, item, "x", (DAYS - 1 - back) * DAY_WIDTH + 3);
    int64_t top = HEIGHT;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        int64_t n = on_day(rows, sql, kinds[k]), height = n * HEIGHT / most;
        top -= height;
        page_item_set(rq, item, kinds[k], text_count(rq, n));
        set_num(rq, item, arena_printf(rq->arena, "%s_y", kinds[k]), top);
        set_num(rq, item, arena_printf(rq->arena, "%s_h", kinds[k]), height);
    }
}

static struct err *show_mails(struct req *rq)
{
    struct rows *rows;
    int64_t most = 1;
    TRY(q_home_mails(rq->db, DAYS - 1, &rows));
    for (size_t i = 0; i < rows->count; i++) {
        int64_t n = rows_i64(rows, i, "sent") + rows_i64(rows, i, "failed") + rows_i64(rows, i, "held");
        most = n > most ? n : most;
    }
    page_count(rq, "Mails.most", rows->count ? most : 0);
    for (int back = DAYS - 1; back >= 0; back--)
        show_day(rq, rows, back, most);
    return NULL;
}

struct err *crm_home(struct req *rq, const void *in)
{
    struct rows *rows;
    uint64_t days = (uint64_t)conf_int(rq->app->conf, "crm.waiting_days");
    TRY(q_home_waiting(rq->db, days, &rows));
    page_rows(rq, "Waiting", rows);
    page_num(rq, "WaitingDays", (int64_t)days);
    TRY(q_home_runs(rq->db, &rows));
    page_rows(rq, "Runs", rows);
    TRY(show_phases(rq));
    return show_mails(rq);
}
