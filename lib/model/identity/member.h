/* Accounts of an organisation: what its own 管理者 and the operator's staff both do. States: invited → active → closed,
   invited → closed. Every change of rights ends the sessions of the account. All in the transaction of a POST. */
#ifndef MUSUBI_MEMBER_H
#define MUSUBI_MEMBER_H

#include "base/err.h"
#include "db/rows.h"

#include <stdint.h>

struct req;

/* Make an invited account with a free 会員ID and mail its link. When the address is taken: form_error() on the field
   mail and INPUT. */
struct member_in {
    const char *name, *kana, *mail;
    const char *roles; /* comma separated, of the account's roles */
};
MUST struct err *member_invite(struct req *rq, uint64_t org_id, const struct member_in *in, uint64_t *id);
/* A 会員ID that no account has, on the arena of the request. */
MUST struct err *member_login_id(struct req *rq, const char **login_id);
/* The link again; CONFLICT "member_state" when the account is not invited (any more). */
MUST struct err *member_invite_again(struct req *rq, uint64_t org_id, uint64_t id);
/* CONFLICT "member_self" for one's own account: so an organisation never loses its last administrator by accident. */
MUST struct err *member_set_roles(struct req *rq, uint64_t org_id, uint64_t id, const char *roles);
/* For a member who has lost the device: two-factor sign-in off, sessions ended, a notice to the member, an audit row.
   CONFLICT when it is not on, or for one's own account. */
MUST struct err *member_two_factor_off(struct req *rq, uint64_t org_id, uint64_t id);
MUST struct err *member_close(struct req *rq, uint64_t org_id, uint64_t id);

#endif
