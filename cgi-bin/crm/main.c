/* CRM: the route table. */
#include "crm.h"
#include "frame/program.h"

#define FEAT .features = FEATURE_AGENCY

/* clang-format off */
/* What every noun has: a route a line. */
#define NOUN(n) \
    {GET, "/crm/" #n, ROLE_CLIENT, &n##_search, crm_list, "crm/" #n "_list.cs", FEAT, .crumb = "crm." #n "_list", \
     .list = #n}, \
        {GET, "/crm/" #n "/csv", ROLE_CLIENT, &n##_search, crm_export, .audit = #n ".export", FEAT}, \
        {POST, "/crm/" #n "/select", ROLE_CLIENT, &select_form, crm_select, FEAT}, \
        {POST, "/crm/" #n "/save", ROLE_CLIENT, &save_form, crm_save_search, .audit = "search.save", FEAT}, \
        {POST, "/crm/" #n "/saved/:id/drop", ROLE_CLIENT, FORM_EMPTY, crm_drop_search, FEAT}, \
        {GET, "/crm/" #n "/new", ROLE_WRITE, NULL, crm_new, "crm/" #n "_edit.cs", FEAT, .crumb = "crm." #n "_new"}, \
        {POST, "/crm/" #n, ROLE_WRITE, &n##_form, crm_create, "crm/" #n "_edit.cs", .show = crm_new, \
         .audit = #n ".create", \
         .makes = true, FEAT, .crumb = "crm." #n "_new"}, \
        {GET, "/crm/" #n "/:id", ROLE_CLIENT, NULL, crm_show, "crm/" #n ".cs", .audit = #n ".view", FEAT, \
         .crumb = "crm." #n}, \
        {GET, "/crm/" #n "/:id/edit", ROLE_WRITE, NULL, crm_edit, "crm/" #n "_edit.cs", FEAT, \
         .crumb = "crm." #n "_edit"}, \
        {POST, "/crm/" #n "/:id", ROLE_WRITE, &n##_form, crm_update, "crm/" #n "_edit.cs", .show = crm_edit, \
         .audit = #n ".update", FEAT, .crumb = "crm." #n "_edit"}, \
    { \
        POST, "/crm/" #n "/:id/note", ROLE_WRITE, &note_form, crm_note, "crm/" #n ".cs", .show = crm_show, \
         .audit = #n ".note", FEAT, \
            .crumb = "crm." #n \
    }

#define FILES_OF(n) \
    { \
        POST, "/crm/" #n "/:id/file", ROLE_WRITE, &file_form, crm_file_add, "crm/" #n ".cs", .show = crm_show, \
            .audit = #n ".file_add", FEAT, .crumb = "crm." #n \
    }

#define IMPORT(n) \
    {GET, "/crm/" #n "/import", ROLE_WRITE, NULL, crm_import, "crm/import.cs", FEAT, .crumb = "crm.import"}, \
        {POST, "/crm/" #n "/import", ROLE_WRITE, &import_form, crm_import_upload, "crm/import.cs", .show = crm_import, \
         .audit = #n ".upload", FEAT, .crumb = "crm.import"}, \
        {GET, "/crm/" #n "/import/:id", ROLE_WRITE, NULL, crm_import_preview, "crm/import_preview.cs", FEAT, \
         .crumb = "crm.import_preview"}, \
    { \
        POST, "/crm/" #n "/import/:id", ROLE_WRITE, FORM_EMPTY, crm_import_run, .audit = #n ".import", FEAT \
    }

/* マッチングリスト that begins at a record. */
#define MATCH(n, title) \
    {GET, "/crm/" #n "/:id/match", ROLE_CLIENT, &match_search, crm_match, "crm/match_" #n ".cs", \
     .audit = #n ".match", FEAT, \
     .crumb = title}, \
    { \
        POST, "/crm/" #n "/:id/match/select", ROLE_CLIENT, &select_form, crm_match_select, FEAT \
    }

/* 重複の確認 and 統合. The résumés' pairs and merges have addresses of their own. */
#define MERGES(n, pairs, merges, title) \
    {GET, pairs, ROLE_CLIENT, &duplicates_form, crm_duplicates, "crm/duplicates.cs", FEAT, \
     .crumb = title "duplicates"}, \
        {POST, pairs "/:id/apart", ROLE_WRITE, FORM_EMPTY, crm_apart, .audit = #n ".apart", FEAT}, \
        {POST, pairs "/:id/back", ROLE_WRITE, FORM_EMPTY, crm_together, .audit = #n ".apart_back", FEAT}, \
        {GET, "/crm/" #n "/:id/merge", ROLE_WRITE, &merge_ask_##n##_form, crm_merge_page, "crm/merge.cs", \
         .audit = #n ".view", \
         FEAT, .crumb = title "merge"}, \
        {POST, "/crm/" #n "/:id/merge", ROLE_WRITE, &merge_##n##_form, crm_merge, "crm/merge.cs", \
         .show = crm_merge_again, \
         .audit = #n ".merge", FEAT, .crumb = title "merge"}, \
    { \
        POST, merges "/:id/undo", ROLE_WRITE, FORM_EMPTY, crm_unmerge, .audit = #n ".unmerge", FEAT \
    }

/* clang-format on */
static const struct route routes[] = {
    {GET, "/crm/", ROLE_CLIENT, NULL, crm_home, "crm/home.cs", FEAT, .crumb = "crm.home"},
    NOUN(resume),
    FILES_OF(resume),
    MATCH(resume, "crm.match_resume"),
    IMPORT(resume),
    MERGES(resume, "/crm/duplicates", "/crm/merge", "crm."),
    NOUN(company),
    IMPORT(company),
    NOUN(contact),
    IMPORT(contact),
    MERGES(contact, "/crm/contact/duplicates", "/crm/contact/merge", "crm.contact_"),
    NOUN(job),
    FILES_OF(job),
    MATCH(job, "crm.match_job"),
    IMPORT(job),
    NOUN(process),
    {POST, "/crm/process/:id/phase", ROLE_WRITE, &process_phase_form, process_phase, "crm/process.cs", .show = crm_show,
     .audit = "process.phase", FEAT, .crumb = "crm.process"},
    {GET, "/crm/file/:id", ROLE_CLIENT, NULL, crm_file_get, .audit = "file.view", FEAT},
    {POST, "/crm/file/:id/remove", ROLE_WRITE, FORM_EMPTY, crm_file_remove, .audit = "file.remove", FEAT},
    {.path = NULL},
};

int main(int argc, char **argv)
{
    static const char *const strange[] = {"account", "mailing", "office", NULL};
    return program_main(argc, argv, &(struct area){.name = "crm", .routes = routes, .strange = strange});
}
