/* account.fcgi --create-admin MAIL NAME ORGANISATION: on a suite without an administrator, makes the operator
   organisation and its first システム管理者 and prints a link, good once and for seven days, where the password is set.
   Nobody else can make the first account. */
#include "account.h"

#include "frame/audit.h"
#include "http/app.h"
#include "model/identity/link.h"
#include "model/identity/member.h"
#include "q_account.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

struct wish {
    struct req *rq;
    const char *mail, *name, *org_name, *login_id;
    const char *url;
};

static struct err *operator_id(struct req *rq, const char *name, uint64_t *id)
{
    struct rows *rows;
    TRY(q_org_operator(rq->db, &rows));
    if (!rows->count)
        return q_org_operator_insert(rq->db, name, id);
    *id = rows_u64(rows, 0, "_id");
    return NULL;
}

static struct err *make(struct db *db, void *arg)
{
    struct wish *w = arg;
    struct rows *rows;
    uint64_t org, id;
    TRY(q_sysadmin_count(db, &rows));
    if (rows_u64(rows, 0, "_n"))
        return ERR(w->rq->arena, ERR_CONFLICT, "member_state", "there is an administrator already");
    TRY(q_mail_in_use(db, w->mail, &rows));
    if (rows->count && strcmp(rows_text(rows, 0, "_state"), "invited"))
        return ERR(w->rq->arena, ERR_CONFLICT, "mail_taken", "this address has an account already");
    if (rows->count) { /* the link was lost: a new one, the old one ends */
        id = rows_u64(rows, 0, "_id");
        org = rows_u64(rows, 0, "_org_id");
        w->login_id = rows_text(rows, 0, "_login_id");
    } else {
        TRY(operator_id(w->rq, w->org_name, &org));
        TRY(member_login_id(w->rq, &w->login_id));
        TRY(q_member_insert(db,
                            &(struct q_member_insert_args){.org_id = org,
                                                           .login_id = w->login_id,
                                                           .name = w->name,
                                                           .kana = "",
                                                           .mail = w->mail,
                                                           .roles = "sysadmin",
                                                           .lang = ""},
                            &id));
    }
    TRY(link_make(w->rq, "invite", id, NULL, &w->url));
    audit_who(w->rq, org, id);
    return audit_add(w->rq, "account.invite", "account", id, audit_json(w->rq, "how", "command", NULL));
}

int create_admin(struct req *rq, char **argv)
{
    if (!text_mail(rq->arena, argv[0]) || !text_utf8(argv[1], strlen(argv[1])) || !text_utf8(argv[2], strlen(argv[2])))
        return 2;
    struct wish w = {.rq = rq, .mail = text_mail(rq->arena, argv[0]), .name = text_line(rq->arena, argv[1])};
    w.org_name = text_line(rq->arena, argv[2]);
    struct err *err = db_transaction(rq->db, make, &w);
    if (err) {
        fprintf(stderr, "--create-admin: %s\n", err->detail);
        return 1;
    }
    printf("login %s\nlink %s\n", w.login_id, w.url);
    return 0;
}
