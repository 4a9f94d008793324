/* lib/mail: mails to be sent, from the side of those who cause them: texts of templates/mail (mailtext) and rows of the
   table outbox (outbox, outbox_expire), which nobody else but daemons/mailer touches. */

/* The text of a mail of the suite's own: templates/mail/<name>.<lang>.txt, whose first line is the subject, then an
   empty line, then the body, with tags {{ key }}. */
#ifndef MUSUBI_MAILTEXT_H
#define MUSUBI_MAILTEXT_H

#include "base/err.h"

enum { MAILTEXT_VARS = 32 };

struct mailtext_var {
    const char *key, *value; /* value NULL: "" */
};

struct mailtext {
    const char *subject; /* one line, whatever the values hold */
    const char *body;
};

/* dir: of the templates. lang: "en", anything else is "ja". vars end with key NULL, at most MAILTEXT_VARS. On the
   arena. A template that is not there, is too long or has a tag without a value is our defect: INTERNAL. */
MUST struct err *mailtext_make(struct arena *arena, const char *dir, const char *name, const char *lang,
                               const struct mailtext_var *vars, struct mailtext *out);

#endif
