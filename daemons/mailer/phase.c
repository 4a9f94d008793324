/* The phase moves only for mail that our server handed over (S3-25): so it is the recording of "sent" that moves it. */
#include "mailer.h"

#include "model/crm/process.h"

struct err *phase_move(struct mailer *m, const struct rows *run, size_t row, const char *about)
{
    db_context(m->db, rows_u64(run, row, "org_id"), rows_u64(run, row, "account_id"), m->now);
    struct err *err = process_mailed(m->db, run, row, rows_u64(run, row, "id"), about);
    db_context(m->db, 0, 0, m->now);
    return err;
}
