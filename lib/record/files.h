/* Files of records: whoever sees a record has its files, and whoever may change it adds and removes them. A noun has
   files when its table names the form by which they are added (noun->files = &file_form). Files of mails and imports
   hang on no such noun: they are reached through their own pages only, which know whose they are. */
#ifndef MUSUBI_FILES_H
#define MUSUBI_FILES_H

#include "frame/route.h"

/* An upload, examined, becomes a file of noun/noun_id. What is wrong with it is said at the field, by its name where
   several may be sent; then there is no error, and *file_id is 0: form_invalid() is the caller's. */
MUST struct err *form_attach(struct req *rq, const char *field, const struct upload *upload, const char *noun,
                             uint64_t noun_id, uint64_t *file_id);

extern const struct form file_form;
handler files_add, files_get, files_remove;

/* clang-format off */
/* A noun with files: adding, from the record's page. What follows (features …) stands in the row. */
#define FILES_ROUTES(area, n, write, ...) \
    {POST, "/" #area "/" #n "/:id/file", write, &file_form, files_add, #area "/" #n ".cs", .show = noun_show, \
     .audit = #n ".file_add", .crumb = #area "." #n, .noun = &noun_##n, __VA_ARGS__}
/* Once an area: the files of all its nouns that have any. */
#define FILE_ROUTES(area, read, write, ...) \
    {GET, "/" #area "/file/:id", read, NULL, files_get, .audit = "file.view", __VA_ARGS__}, \
    {POST, "/" #area "/file/:id/remove", write, FORM_EMPTY, files_remove, .audit = "file.remove", __VA_ARGS__}
/* clang-format on */

#endif
