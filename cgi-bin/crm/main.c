/* CRM: the route table. */
#include "crm.h"
#include "frame/program.h"
#include "frame/zip.h"
#include "record/csv_import.h"
#include "record/files.h"

#define FEAT .features = FEATURE_AGENCY

/* clang-format off */
#define NOUN(n) NOUN_ROUTES(crm, n, ROLE_CLIENT, ROLE_WRITE, FEAT)

/* マッチングリスト that begins at a record. */
#define MATCH(n, title) \
    {GET, "/crm/" #n "/:id/match", ROLE_CLIENT, &match_search, crm_match, "crm/match_" #n ".cs", \
     .audit = #n ".match", .noun = &noun_##n, FEAT, .crumb = title}, \
    {POST, "/crm/" #n "/:id/match/select", ROLE_CLIENT, &select_form, crm_match_select, .noun = &noun_##n, FEAT}

/* 重複の確認 and 統合. The résumés' pairs and merges have addresses of their own. */
#define MERGES(n, pairs, merges, title) \
    {GET, pairs, ROLE_CLIENT, &duplicates_form, crm_duplicates, "crm/duplicates.cs", .noun = &noun_##n, FEAT, \
     .crumb = title "duplicates"}, \
    {POST, pairs "/:id/apart", ROLE_WRITE, FORM_EMPTY, crm_apart, .audit = #n ".apart", .noun = &noun_##n, FEAT}, \
    {POST, pairs "/:id/back", ROLE_WRITE, FORM_EMPTY, crm_together, .audit = #n ".apart_back", .noun = &noun_##n, \
     FEAT}, \
    {GET, "/crm/" #n "/:id/merge", ROLE_WRITE, &merge_ask_##n##_form, crm_merge_page, "crm/merge.cs", \
     .audit = #n ".view", .noun = &noun_##n, FEAT, .crumb = title "merge"}, \
    {POST, "/crm/" #n "/:id/merge", ROLE_WRITE, &merge_##n##_form, crm_merge, "crm/merge.cs", \
     .show = crm_merge_again, .audit = #n ".merge", .noun = &noun_##n, FEAT, .crumb = title "merge"}, \
    {POST, merges "/:id/undo", ROLE_WRITE, FORM_EMPTY, crm_unmerge, .audit = #n ".unmerge", .noun = &noun_##n, FEAT}

/* clang-format on */
static const struct route routes[] = {
    {GET, "/crm/", ROLE_CLIENT, NULL, crm_home, "crm/home.cs", FEAT, .crumb = "crm.home"},
    NOUN(resume),
    FILES_ROUTES(crm, resume, ROLE_WRITE, FEAT),
    MATCH(resume, "crm.match_resume"),
    IMPORT_ROUTES(crm, resume, ROLE_WRITE, FEAT),
    MERGES(resume, "/crm/duplicates", "/crm/merge", "crm."),
    NOUN(company),
    IMPORT_ROUTES(crm, company, ROLE_WRITE, FEAT),
    NOUN(contact),
    IMPORT_ROUTES(crm, contact, ROLE_WRITE, FEAT),
    MERGES(contact, "/crm/contact/duplicates", "/crm/contact/merge", "crm.contact_"),
    NOUN(job),
    FILES_ROUTES(crm, job, ROLE_WRITE, FEAT),
    MATCH(job, "crm.match_job"),
    IMPORT_ROUTES(crm, job, ROLE_WRITE, FEAT),
    NOUN(process),
    {POST, "/crm/process/:id/phase", ROLE_WRITE, &process_phase_form, process_phase, "crm/process.cs",
     .show = noun_show, .audit = "process.phase", .noun = &noun_process, FEAT, .crumb = "crm.process"},
    FILE_ROUTES(crm, ROLE_CLIENT, ROLE_WRITE, FEAT),
    ZIP_ROUTE("crm", ROLE_WRITE, FEATURE_AGENCY),
    {.path = NULL},
};

int main(int argc, char **argv)
{
    static const char *const strange[] = {"account", "mailing", "office", NULL};
    return program_main(argc, argv, &(struct area){.name = "crm", .routes = routes, .strange = strange});
}
