/* What the forms of bulk mails and of a single one have in common: sender, signature, texts, files. */
#include "mailing.h"

#include "page/page.h"
#include "q_mailing.h"

#include <string.h>

const char *const letter_ways[] = {"link", "zip", "plain", NULL};

void letter_need(struct req *rq, const char *from_name, const char *from_addr, const char *subject, const char *body)
{
    form_need(rq, "from_name", from_name);
    form_need(rq, "from_addr", from_addr);
    form_need(rq, "subject", subject);
    form_need(rq, "body", body);
}

struct err *letter_check(struct req *rq, const char *from_addr, const char *reply_to, uint64_t signature_id)
{
    struct rows *rows;
    bool from_ok, reply_ok;
    TRY(check_sender(rq, from_addr, reply_to, &from_ok, &reply_ok));
    if (*from_addr && !from_ok)
        form_error(rq, "from_addr", "choice", NULL, NULL);
    if (!reply_ok)
        form_error(rq, "reply_to", "choice", NULL, NULL);
    TRY(q_signature_find(rq->db, signature_id, &rows));
    if (signature_id && !rows->count)
        form_error(rq, "signature_id", "choice", NULL, NULL);
    return NULL;
}

struct err *letter_choices(struct req *rq, const struct mailkind *kind, const char *from_addr, const char *reply_to,
                           uint64_t signature_id)
{
    struct rows *rows;
    TRY(sender_choices(rq, from_addr, reply_to, signature_id));
    TRY(q_template_options(rq->db, kind->name, &rows));
    page_rows(rq, "Templates", rows);
    return NULL;
}

bool letter_is_complete(const char *op)
{
    return strcmp(op, "confirm") == 0 || strcmp(op, "preview") == 0 || strcmp(op, "test") == 0;
}

struct files_in letter_files(const char *op, struct ids files, uint64_t drop, const char *way, const char *password)
{
    return (struct files_in){.files = files,
                             .drop = drop,
                             .way = *way ? way : letter_ways[0],
                             .password = password,
                             .make_password = strcmp(op, "password") == 0,
                             .drop_password = strcmp(op, "nopassword") == 0,
                             .needed = letter_is_complete(op)};
}

void letter_again(struct req *rq)
{
    rq->reply.status = 422;
    res_page(rq, rq->route->page);
}
