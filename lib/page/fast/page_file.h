/* The files of templates, each read once: a program shows the same pages until it ends, whatever lies in the folder
   meanwhile. They are written to be read, an element a line and indented; what only that needs is taken out here:

     comments                      are dropped
     white space with a line end   between > and <, at the beginning and at the end of a file: nothing; a command counts
                                   as markup, so that commands on lines of their own leave nothing behind
                                   elsewhere, so beside a text or between the attributes of a tag: one space

   White space on one line stays as it is, so a space that is seen (between two links, say) is written on a line. In
   values of attributes in quotes and inside of <textarea> and <pre> everything stays. Commands are written as
   ClearSilver reads them, their own line ends do no harm. */
#ifndef MUSUBI_PAGE_FILE_H
#define MUSUBI_PAGE_FILE_H

#include "base/err.h"

struct arena;
struct page_files;

struct page_files *page_files_new(struct arena *arena, const char *dir);

/* The text of dir/name, on the arena of files. A file that cannot be read is INTERNAL. */
MUST struct err *page_file(struct page_files *files, const char *name, const char **text);

#endif
