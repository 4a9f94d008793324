/* Bulk mail: the route table. */
#include "frame/program.h"
#include "mailing.h"

#define FEAT .features = FEATURE_AGENCY

/* メールを書く, from the page of a record. */
#define WRITE(n)                                                                                                       \
    {GET,  "/mailing/write/" #n "/:id", ROLE_WRITE, NULL, single_show, "mailing/single.cs", .audit = "mail.write",     \
     FEAT, .crumb = "mailing.single"},                                                                                 \
    {                                                                                                                  \
        POST, "/mailing/write/" #n "/:id", ROLE_WRITE, &single_form, single_save, "mailing/single.cs",                 \
            .show = single_show, .audit = "mail.write", FEAT, .crumb = "mailing.single"                                \
    }

static const struct route routes[] = {
    {GET, "/mailing/", ROLE_CLIENT, NULL, mailing_home, FEAT},
    {GET, "/mailing/new", ROLE_WRITE, NULL, scope_show, "mailing/scope.cs", FEAT, .crumb = "mailing.scope"},
    {POST, "/mailing/new", ROLE_WRITE, &scope_form, scope_save, "mailing/scope.cs", .show = scope_show,
     .audit = "run.draft", FEAT, .crumb = "mailing.scope"},
    {GET, "/mailing/run/:id/compose", ROLE_WRITE, NULL, compose_show, "mailing/compose.cs", FEAT,
     .crumb = "mailing.compose"},
    {POST, "/mailing/run/:id/compose", ROLE_WRITE, &compose_form, compose_save, "mailing/compose.cs",
     .show = compose_show, .audit = "run.compose", FEAT, .crumb = "mailing.compose"},
    {GET, "/mailing/run/:id/preview", ROLE_WRITE, NULL, preview_show, "mailing/preview.cs", .audit = "run.preview",
     FEAT, .crumb = "mailing.preview"},
    {GET, "/mailing/run/:id/confirm", ROLE_WRITE, NULL, confirm_show, "mailing/confirm.cs", .audit = "run.check", FEAT,
     .crumb = "mailing.confirm"},
    {POST, "/mailing/run/:id/confirm", ROLE_WRITE, &confirm_form, confirm_save, "mailing/confirm.cs",
     .show = confirm_show, .audit = "run.confirm", FEAT, .crumb = "mailing.confirm"},
    {GET, "/mailing/run/:id/empty/csv", ROLE_WRITE, NULL, empty_csv, .audit = "run.empty_export", FEAT},
    {GET, "/mailing/run/:id/started", ROLE_WRITE, NULL, started_show, "mailing/started.cs", FEAT,
     .crumb = "mailing.started"},
    {POST, "/mailing/run/:id/delete", ROLE_WRITE, FORM_EMPTY, draft_delete, .audit = "run.delete", FEAT},

    {GET, "/mailing/runs", ROLE_CLIENT, NULL, runs_list, "mailing/runs.cs", FEAT, .crumb = "mailing.runs"},
    {GET, "/mailing/runs/state", ROLE_CLIENT, NULL, runs_state, FEAT},
    {POST, "/mailing/runs/seen", ROLE_CLIENT, FORM_EMPTY, runs_seen, FEAT},
    {GET, "/mailing/run/:id", ROLE_CLIENT, &rows_form, run_show, "mailing/run.cs", .audit = "run.view", FEAT,
     .crumb = "mailing.run"},
    {GET, "/mailing/run/:id/progress", ROLE_CLIENT, NULL, run_progress, FEAT},
    {GET, "/mailing/run/:id/csv", ROLE_CLIENT, NULL, run_csv, .audit = "run.export", FEAT},
    {POST, "/mailing/run/:id/pause", ROLE_WRITE, FORM_EMPTY, run_pause_post, .audit = "run.pause", FEAT},
    {POST, "/mailing/run/:id/resume", ROLE_WRITE, FORM_EMPTY, run_resume_post, .audit = "run.resume", FEAT},
    {POST, "/mailing/run/:id/stop", ROLE_WRITE, FORM_EMPTY, run_stop_post, .audit = "run.stop", FEAT},
    {POST, "/mailing/run/:id/cancel", ROLE_WRITE, FORM_EMPTY, run_cancel_post, .audit = "run.cancel", FEAT},
    {POST, "/mailing/run/:id/reopen", ROLE_WRITE, FORM_EMPTY, run_reopen_post, .audit = "run.reopen", FEAT},
    {POST, "/mailing/run/:id/doubt", ROLE_WRITE, &decide_form, run_decide_post, "mailing/run.cs",
     .show = run_show_again, .audit = "run.decide", FEAT, .crumb = "mailing.run"},
    {POST, "/mailing/run/:id/again", ROLE_WRITE, FORM_EMPTY, run_again_post, .audit = "run.again", FEAT},

    {POST, "/mailing/run/:id/unlink", ROLE_WRITE, FORM_EMPTY, files_end, .audit = "run.unlink", FEAT},

    {GET, "/mailing/templates", ROLE_CLIENT, &templates_form, template_list, "mailing/templates.cs", FEAT,
     .crumb = "mailing.templates"},
    {GET, "/mailing/template/new", ROLE_WRITE, NULL, template_new, "mailing/template.cs", FEAT,
     .crumb = "mailing.template_new"},
    {POST, "/mailing/template/new", ROLE_WRITE, &template_form, template_create, "mailing/template.cs",
     .show = template_new, .audit = "template.create", .makes = true, FEAT, .crumb = "mailing.template_new"},
    {GET, "/mailing/template/:id", ROLE_WRITE, NULL, template_edit, "mailing/template.cs", FEAT,
     .crumb = "mailing.template_edit"},
    {POST, "/mailing/template/:id", ROLE_WRITE, &template_form, template_update, "mailing/template.cs",
     .show = template_edit, .audit = "template.update", FEAT, .crumb = "mailing.template_edit"},
    {POST, "/mailing/template/:id/delete", ROLE_WRITE, FORM_EMPTY, template_delete, .audit = "template.delete", FEAT},

    {GET, "/mailing/signatures", ROLE_WRITE, NULL, signature_list, "mailing/signatures.cs", FEAT,
     .crumb = "mailing.signatures"},
    {GET, "/mailing/signature/new", ROLE_WRITE, NULL, signature_new, "mailing/signature.cs", FEAT,
     .crumb = "mailing.signature_new"},
    {POST, "/mailing/signature/new", ROLE_WRITE, &signature_form, signature_create, "mailing/signature.cs",
     .show = signature_new, .audit = "signature.create", .makes = true, FEAT, .crumb = "mailing.signature_new"},
    {GET, "/mailing/signature/:id", ROLE_WRITE, NULL, signature_edit, "mailing/signature.cs", FEAT,
     .crumb = "mailing.signature_edit"},
    {POST, "/mailing/signature/:id", ROLE_WRITE, &signature_form, signature_update, "mailing/signature.cs",
     .show = signature_edit, .audit = "signature.update", FEAT, .crumb = "mailing.signature_edit"},
    {POST, "/mailing/signature/:id/delete", ROLE_WRITE, FORM_EMPTY, signature_delete, .audit = "signature.delete",
     FEAT},

    {GET, "/mailing/stops", ROLE_CLIENT, &stops_form, stop_list, "mailing/stops.cs", .audit = "dnc.view", FEAT,
     .crumb = "mailing.stops"},
    {POST, "/mailing/stops", ROLE_WRITE, &stop_form, stop_add, "mailing/stops.cs", .show = stop_again,
     .audit = "dnc.add", FEAT, .crumb = "mailing.stops"},
    {POST, "/mailing/stop/:id/drop", ROLE_ADMIN, FORM_EMPTY, stop_drop, .audit = "dnc.drop", FEAT},

    {GET, "/mailing/u/:token", ROLE_PUBLIC, NULL, unsubscribe_ask, "mailing/unsubscribe.cs",
     .crumb = "mailing.unsubscribe"},
    {POST, "/mailing/u/:token", ROLE_PUBLIC, FORM_EMPTY, unsubscribe_do, "mailing/unsubscribed.cs",
     .audit = "dnc.unsubscribe", .no_token = "RFC 8058: mail programs post without a session",
     .crumb = "mailing.unsubscribe"},

    {GET, "/mailing/d/:token", ROLE_PUBLIC, NULL, download_show, "mailing/download.cs", .crumb = "mailing.files"},
    {POST, "/mailing/d/:token", ROLE_PUBLIC, &unlock_form, download_unlock, "mailing/download.cs",
     .show = download_show, .audit = "mailfile.unlock", .crumb = "mailing.files"},
    {GET, "/mailing/d/:token/:file_id", ROLE_PUBLIC, NULL, download_file, .record = download_count,
     .crumb = "mailing.files_gone"},
    {POST, "/mailing/u/:token/back", ROLE_PUBLIC, FORM_EMPTY, unsubscribe_back, .audit = "dnc.subscribe"},

    WRITE(resume),
    WRITE(contact),
    {.path = NULL},
};

static const char *const pages[] = {"mailing/download_gone.cs", "mailing/single_confirm.cs", NULL};

int main(int argc, char **argv)
{
    return program_main(argc, argv, &(struct area){.name = "mailing", .routes = routes, .pages = pages});
}
