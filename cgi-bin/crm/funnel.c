/* The funnel of a JOB (S3-25): how many of its 選考プロセス came how far. Who was at the interview and declined stays
   in the figure at the interview, because the history of phases knows. The template draws it from widths made here,
   with a table beside it. */
#include "crm.h"

#include "model/codes/codes.h"
#include "page/page.h"
#include "q_match.h"

#include <string.h>

enum { STAGES = 7, WIDTH = 270, STEP = 28 }; /* the stages are the first of codes_phase; what follows are ends */

static int64_t sum(const struct rows *rows, int least, const char *phase)
{
    int64_t n = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (rows_i64(rows, i, "reached") >= least && (!phase || strcmp(rows_text(rows, i, "phase"), phase) == 0))
            n += rows_i64(rows, i, "n");
    return n;
}

static void show_stage(struct req *rq, const struct rows *rows, int stage)
{
    struct _hdf *item = page_item(rq, page_node(rq, "Funnel"));
    int64_t all = sum(rows, 1, NULL), n = sum(rows, stage + 1, NULL), before = stage ? sum(rows, stage, NULL) : n;
    int64_t width = n * WIDTH / all;
    page_item_set(rq, item, "phase", codes_phase[stage]);
    page_item_set(rq, item, "n", text_count(rq, n));
    page_item_set(rq, item, "now", text_count(rq, sum(rows, 1, codes_phase[stage])));
    if (stage && before)
        page_item_set(rq, item, "part", arena_printf(rq->arena, "%lld%%", (long long)(n * 100 / before)));
    page_item_set(rq, item, "width", arena_printf(rq->arena, "%lld", (long long)width));
    page_item_set(rq, item, "x", arena_printf(rq->arena, "%lld", (long long)((WIDTH - width) / 2)));
    page_item_set(rq, item, "y", arena_printf(rq->arena, "%d", stage * STEP));
}

struct err *crm_funnel(struct req *rq, uint64_t job_id)
{
    struct rows *rows;
    TRY(q_match_funnel(rq->db, job_id, &rows));
    if (!rows->count)
        return NULL;
    for (int stage = 0; stage < STAGES; stage++)
        show_stage(rq, rows, stage);
    for (int end = STAGES; codes_phase[end]; end++) {
        struct _hdf *item = page_item(rq, page_node(rq, "Ends"));
        page_item_set(rq, item, "phase", codes_phase[end]);
        page_item_set(rq, item, "n", text_count(rq, sum(rows, 1, codes_phase[end])));
    }
    return NULL;
}
