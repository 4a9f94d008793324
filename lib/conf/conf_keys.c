/* Every key of musubi.conf. Ranges are what the programs can bear, defaults what a small office needs on one machine.
   Prices, units and hours of the business belong here too, never into C. */
#include "conf/conf_keys.h"

#include <string.h>

#define TEXT_KEY(n, least_, most_, def, h)                                                                             \
    {                                                                                                                  \
        .name = n, .type = CONF_TEXT, .least = least_, .most = most_, .text = def, .help = h                           \
    }
#define INT_KEY(n, least_, most_, def, h)                                                                              \
    {                                                                                                                  \
        .name = n, .type = CONF_INT, .least = least_, .most = most_, .number = def, .help = h                          \
    }
#define BOOL_KEY(n, def, h)                                                                                            \
    {                                                                                                                  \
        .name = n, .type = CONF_BOOL, .number = def, .help = h                                                         \
    }
#define CHOICE_KEY(n, all, def, h)                                                                                     \
    {                                                                                                                  \
        .name = n, .type = CONF_CHOICE, .choices = all, .text = def, .help = h                                         \
    }

enum { PATH = 200, HOST = 253, KIB = 1024, MIB = 1024 * 1024 };

const struct conf_key conf_keys[] = {
    TEXT_KEY("db.socket", 0, 107, "/run/mysqld/mysqld.sock", "Unix socket of MariaDB; empty: connect to db.host"),
    TEXT_KEY("db.host", 0, HOST, "", "Host name, used when db.socket is empty"),
    INT_KEY("db.port", 1, 65535, 3306, "TCP port of db.host"),
    TEXT_KEY("db.name", 1, 64, "musubi", "Database (schema)"),
    TEXT_KEY("db.user", 1, 80, "musubi_${program}", "Database account; sql/grants.sql makes one for each program"),
    TEXT_KEY("db.password_file", 0, PATH, "",
             "File whose first line is the password; empty: none (unix_socket authentication)"),
    INT_KEY("db.read_timeout", 1, 600, 10, "Seconds a statement may take before the connection is given up"),

    INT_KEY("http.processes", 1, 64, 2, "Processes per program; each serves one request at a time"),
    INT_KEY("http.requests_per_process", 1, 10000000, 10000,
            "A process ends after so many requests and another takes its place"),
    INT_KEY("http.max_memory", 0, 65536LL * MIB, 512 * MIB,
            "Bytes a program may allocate: one that wants more ends, and another takes its place; 0: no bound"),
    INT_KEY("http.max_body", 64 * KIB, 256 * MIB, 34 * MIB,
            "Bytes of a request body at most; the web server's limit must not be lower"),
    BOOL_KEY("http.secure_cookies", 1, "Cookies only over TLS; false only for a loopback address"),
    TEXT_KEY("http.base_url", 10, PATH, "http://127.0.0.1:8080",
             "What links in mails begin with, without a slash at the end"),

    INT_KEY("session.idle_minutes", 5, 1440, 120, "A session ends after so long without a request"),
    INT_KEY("session.absolute_hours", 1, 720, 12, "A session ends so long after sign-in in any case"),
    INT_KEY("session.signin_failures", 3, 100, 10,
            "Wrong passwords for one account or from one address until sign-in is locked"),
    INT_KEY("session.lock_minutes", 1, 1440, 15, "How long sign-in stays locked, and how far back failures count"),
    TEXT_KEY("session.secret_file", 1, PATH, "${var}/secret/session",
             "File with 64 hexadecimal digits, the same on every machine"),

    INT_KEY("password.scrypt_log2n", 10, 20, 15,
            "Cost of a password hash; 15 takes about 70 ms and 36 MB. Stored hashes are raised at sign-in"),
    TEXT_KEY("password.common_file", 0, PATH, "conf/common-passwords",
             "Passwords that everybody tries, one a line, lower case; empty: not checked"),

    CHOICE_KEY("account.two_factor_staff", "optional|required", "optional",
               "required: the operator's staff set up two-factor sign-in before anything else"),
    INT_KEY("account.code_minutes", 1, 60, 10, "After the right password the code must come within so long"),

    TEXT_KEY("seal.key_file", 1, PATH, "${var}/secret/seal",
             "File with 64 hexadecimal digits, the same on every machine: secrets in the database are sealed under it"),
    TEXT_KEY("seal.key_file_before", 1, PATH, "${var}/secret/seal.before",
             "The key before it, until account.fcgi --rotate-keys has run; may be missing"),

    TEXT_KEY("paths.templates", 1, PATH, "templates", "Templates and message files"),
    TEXT_KEY("paths.tmp", 1, PATH, "${var}/tmp", "Uploads on their way; nothing in it outlives its request"),
    TEXT_KEY("paths.blobs", 1, PATH, "${var}/blobs", "Files of records, named by their content"),
    TEXT_KEY("paths.mail", 1, PATH, "${var}/mail", "Where mail.transport \"file\" writes .eml files"),
    TEXT_KEY("paths.mailer", 1, PATH, "${var}/mailer",
             "Where the mailer remembers what it is sending; must outlive the process, on a disk of this machine"),

    TEXT_KEY("paths.zip_table", 0, PATH, "${var}/zip-table",
             "Postal codes, made by musubi-zip-table; empty or missing: no address is filled in"),

    TEXT_KEY("paths.audit", 1, PATH, "${var}/audit",
             "The audit log, audit-YYYYMM.log; schedulers on several machines must share it"),
    TEXT_KEY("paths.audit_head", 1, PATH, "${var}/audit/head",
             "Number and hash of its last line; better on another disk, where only the scheduler writes"),

    INT_KEY("list.size", 10, 200, 50, "Rows a list shows until its reader chooses another size"),
    INT_KEY("list.max_checked", 100, 10000, 2000, "Rows that can be ticked at most"),
    INT_KEY("list.count_cap", 100, 1000000, 1000, "Matches are counted up to here, more are shown as \"or more\""),

    INT_KEY("search.rare_limit", 100, 1000000, 20000,
            "A word in at most so many records is looked up in the index, a commoner one in list order"),
    INT_KEY("search.walk_limit", 1000, 10000000, 20000, "Records a search in list order looks at per page"),

    INT_KEY("match.occupation", 0, 1000, 30,
            "Points of a matching list for the same occupation; half for one of the same group"),
    INT_KEY("match.place", 0, 1000, 20, "Points for the same prefecture; half for one of the same region"),
    INT_KEY("match.salary", 0, 1000, 15,
            "Points when the JOB pays what is hoped for; half when it pays up to a tenth less"),
    INT_KEY("match.skills", 0, 1000, 15, "Points for all skills of the JOB, in part for some of them"),
    INT_KEY("match.licences", 0, 1000, 10, "Points for all licences of the JOB, in part for some of them"),
    INT_KEY("match.keywords", 0, 1000, 5, "Points for three words of the JOB's text in the record"),
    INT_KEY("match.start", 0, 1000, 5, "Points for who can begin now; half for who can soon"),
    INT_KEY("match.soon_days", 1, 730, 90, "Days that are soon"),
    INT_KEY("match.candidates", 100, 5000, 1500, "Records that are compared for a matching list"),
    INT_KEY("match.keep", 50, 2000, 500, "Rows of a matching list: the best of those"),

    CHOICE_KEY("mail.transport", "file|smtp", "file", "file: .eml files under paths.mail; smtp: to the relay"),
    TEXT_KEY("mail.relay_host", 0, HOST, "", "Host of the mail server that takes our mail"),
    INT_KEY("mail.relay_port", 1, 65535, 25, "Its port: 25, 587 with starttls, 465 with tls"),
    CHOICE_KEY("mail.relay_tls", "none|starttls|tls", "starttls",
               "none only for a relay on this machine; certificates are verified"),
    TEXT_KEY("mail.relay_ca_file", 0, PATH, "", "Certificates that sign the relay's, PEM; empty: those of the system"),
    TEXT_KEY("mail.relay_user", 0, 200, "", "Account at the relay; empty: none"),
    TEXT_KEY("mail.relay_password_file", 0, PATH, "", "File whose first line is its password"),
    TEXT_KEY("mail.hello_name", 1, HOST, "localhost", "How the mailer names itself in EHLO"),
    INT_KEY("mail.connections", 1, 64, 4, "Connections to the relay at the same time"),
    INT_KEY("mail.timeout_seconds", 5, 600, 60, "How long an answer of the relay may take"),
    INT_KEY("mail.per_second", 0, 100000, 0, "Mails per second in all; 0: no limit"),
    INT_KEY("mail.per_connection", 0, 100000, 500, "Mails over one connection before a new one is made; 0: no limit"),
    INT_KEY("mail.per_domain", 0, 100000, 20, "Mails per second to one destination domain; 0: no limit"),
    INT_KEY("mail.per_org", 0, 100000, 0,
            "Mails per second of one organisation unless it has its own figure; 0: no limit"),
    INT_KEY("mail.claim_batch", 1, 1000, 100, "Rows the mailer takes at once"),
    INT_KEY("mail.lease_seconds", 30, 86400, 300,
            "A mailer that keeps rows longer is taken for dead and its rows become in doubt"),
    INT_KEY("mail.expand_batch", 10, 10000, 500, "Records of a run made into rows per transaction"),
    INT_KEY("mail.poll_ms", 10, 60000, 500, "Pause of an idle mailer in milliseconds"),
    INT_KEY("mail.retry_days", 1, 14, 5, "A mail that cannot be handed over is tried so long"),
    INT_KEY("mail.retry_first_minutes", 1, 1440, 5, "Wait before the second try; each further wait is twice as long"),
    INT_KEY("mail.retry_max_hours", 1, 48, 4, "The longest wait between tries"),
    TEXT_KEY("mail.from_name", 0, 120, "Musubi", "Sender's name of the suite's own mails"),
    TEXT_KEY("mail.from_address", 3, 254, "noreply@musubi.example.jp", "Sender's address of the suite's own mails"),
    TEXT_KEY("mail.return_domain", 0, HOST, "musubi.example.jp",
             "Domain of return paths; its mail must reach mailin. Empty: the sender's address"),
    INT_KEY("mail.count_cap", 1000, 1000000, 10000,
            "Recipients are counted up to here on the pages of a draft; more are shown as \"or more\""),
    INT_KEY("mail.check_cap", 500, 100000, 5000,
            "Records whose tags are checked for empty values before the confirmation"),
    INT_KEY("mail.schedule_days", 1, 365, 90, "A bulk mail can be told to begin at most so many days ahead"),
    INT_KEY("mail.files_max", KIB, 100 * MIB, 20 * MIB, "Bytes of all files of a mail together"),
    INT_KEY("mail.link_days", 1, 365, 14, "Download links of a mail answer so many days from its start"),
    TEXT_KEY("mail.unsubscribe_base", 0, PATH, "", "What unsubscribe links begin with; empty: http.base_url"),
    TEXT_KEY("mail.footer_name", 0, 120, "",
             "Sender's name in the footer of bulk mail where the organisation has none"),
    TEXT_KEY("mail.footer_address", 0, 200, "", "Postal address in the same place"),
    TEXT_KEY("mail.footer_contact", 0, 200, "", "Where complaints go: address, telephone or URL (特定電子メール法)"),
    TEXT_KEY("mail.dkim_domain", 0, HOST, "", "d= of the DKIM signature; empty: mails are not signed"),
    TEXT_KEY("mail.dkim_selector", 0, 63, "", "s= of the DKIM signature"),
    TEXT_KEY("mail.dkim_key_file", 0, PATH, "", "RSA or Ed25519 private key, PEM"),

    INT_KEY("mailin.max_bytes", 64 * KIB, 64 * MIB, MIB,
            "Bytes of a message that are looked at; what follows is passed over"),
    INT_KEY("mailin.soft_bounces", 1, 100, 3,
            "Mails that came back for a passing reason until an address is no longer written to"),
    INT_KEY("mailin.soft_days", 1, 3650, 180, "How far back they count"),
    INT_KEY("mailin.answers_per_mail", 1, 1000, 20,
            "Replies to one mail that are kept and forwarded; more are dropped"),
    INT_KEY("mailin.batch", 1, 1000, 100, "Messages of a spool directory written down in one transaction"),
    INT_KEY("mailin.poll_ms", 10, 60000, 500, "Pause between looks into an empty spool directory in milliseconds"),

    INT_KEY("files.max_bytes", KIB, 200 * MIB, 10 * MIB, "Bytes of one file"),
    INT_KEY("files.max_total", KIB, 1024 * MIB, 50 * MIB, "Bytes of all files of one record"),
    INT_KEY("files.max_pixels", 10000, 100000000, 25000000,
            "Width times height of a picture; telephones make up to 24.5 million"),
    INT_KEY("files.max_pixels_request", 10000, 400000000, 40000000, "The same of all pictures that are sent at once"),
    INT_KEY("files.picture_ms", 100, 30000, 1200,
            "Milliseconds of processor time for all pictures that are sent at once"),
    INT_KEY(
        "files.picture_memory", 64 * MIB, 2048LL * MIB, 230 * MIB,
        "Bytes that the process may allocate which makes a picture anew; 25 million pixels need 200 to 220 million"),
    INT_KEY("files.picture_wait_ms", 0, 30000, 50,
            "A program works at the pictures of one request at a time; another one waits so long until it is told to "
            "try again"),

    INT_KEY("csv.max_lines", 10, 5000, 2000, "Records of a CSV that is imported at once"),
    INT_KEY("csv.wait_ms", 0, 30000, 1000,
            "A program writes one CSV at a time; another one waits so long until it is told to try again"),

    INT_KEY("crm.waiting_days", 1, 365, 7,
            "A selection process that has not moved for so many days waits for its recruiter on the home page"),
    INT_KEY("crm.merge_undo_days", 1, 3650, 30,
            "A merge of two records can be undone so long; then what was set aside goes for good"),

    INT_KEY("duplicate.mail", 0, 100, 60, "Points for the same mail address"),
    INT_KEY("duplicate.phone", 0, 100, 40, "Points for the same telephone number"),
    INT_KEY("duplicate.kana_birth", 0, 100, 45, "Points for the same furigana and date of birth"),
    INT_KEY("duplicate.name_birth", 0, 100, 50, "Points for the same name and date of birth"),
    INT_KEY("duplicate.name_address", 0, 100, 40, "Points for the same name and address"),
    INT_KEY("duplicate.name_phone", 0, 100, 45, "Points of contacts for the same name and telephone number"),
    INT_KEY("duplicate.kana_phone", 0, 100, 40, "Points of contacts for the same furigana and telephone number"),
    INT_KEY("duplicate.name_company", 0, 100, 50, "Points of contacts for the same name at the same company"),
    INT_KEY("duplicate.kana_company", 0, 100, 40, "Points of contacts for the same furigana at the same company"),

    INT_KEY("scheduler.lease_seconds", 5, 600, 30,
            "Another scheduler takes over when the one at work has not been heard of for so long"),
    INT_KEY("scheduler.poll_seconds", 1, 60, 2, "How often it is looked which rules are due"),
    INT_KEY("scheduler.step", 10, 5000, 500, "Rows of a rule per transaction"),
    INT_KEY("scheduler.audit_seconds", 1, 3600, 10, "How often new audit rows are written to the log"),
    INT_KEY("scheduler.audit_settle_minutes", 5, 1440, 60,
            "No transaction is open longer: rows with older numbers than then do not come any more"),
    INT_KEY("scheduler.late_seconds", 1, 86400, 300, "How often it is looked for runs that should have begun"),
    INT_KEY("scheduler.late_minutes", 1, 1440, 15, "A run that has not begun so long after its time is late"),
    INT_KEY("scheduler.expiry_seconds", 1, 86400, 600, "How often overdue mails are looked for"),
    INT_KEY("scheduler.expiry_minutes", 5, 1440, 60,
            "A mail older than mail.retry_days fails when its last try is overdue by so long"),
    INT_KEY("scheduler.forget_seconds", 1, 86400, 3600, "How often what is no longer needed is removed"),
    INT_KEY("scheduler.blobs_seconds", 1, 604800, 86400, "How often bytes that no record names are removed"),

    INT_KEY("keep.links_days", 1, 365, 7, "Links from mails, after they expired"),
    INT_KEY("keep.forms_days", 15, 365, 15, "One-time tokens of forms; a form may be sent for 14 days"),
    INT_KEY("keep.sessions_days", 1, 365, 7, "Sessions, after they ended"),
    INT_KEY("keep.selections_days", 1, 365, 30, "Ticked rows of lists"),
    INT_KEY("keep.imports_days", 1, 365, 2, "Uploaded CSV files"),
    INT_KEY("keep.drafts_days", 7, 3650, 90, "Bulk mails that were begun and left"),
    INT_KEY("keep.files_days", 1, 3650, 30, "Files, after they were removed from their record"),
    INT_KEY("keep.mail_file_months", 0, 240, 12,
            "Files of mails, after the mail ended and its links expired; 0: for ever"),
    INT_KEY("keep.audit_months", 0, 240, 0, "Audit rows that are in the log file, in the database; 0: for ever"),

    CHOICE_KEY("log.level", "debug|info|warn|error", "info", "What is written to the log at least"),

    BOOL_KEY("test.clock", 0,
             "MUSUBI_CLOCK_FILE names a file with seconds that are added to the time; never in production"),
};

const unsigned conf_key_count = sizeof conf_keys / sizeof *conf_keys;

static const struct {
    const char *name, *help;
} groups[] = {
    {"db", "MariaDB"},
    {"http", "Programs behind the web server"},
    {"session", "Sign-in and sessions"},
    {"password", "Passwords"},
    {"account", "Accounts"},
    {"seal", "Encryption of secrets in the database (AES-256-GCM)"},
    {"paths", "Directories; relative ones begin at the working directory"},
    {"list", "Lists on screen"},
    {"search", "Full text search"},
    {"crm", "Pages of the CRM"},
    {"duplicate", "Records that may be of the same person: the points of all reasons together, at most 100"},
    {"match", "Matching lists: the score is what was given of all points together"},
    {"mail", "Mail"},
    {"mailin", "Mail that comes in: bounces and replies"},
    {"files", "Uploaded files"},
    {"csv", "CSV import and export"},
    {"scheduler", "What is done by the clock"},
    {"keep", "How long things are kept"},
    {"log", "Log"},
    {"test", "For tests only"},
};

const char *conf_group_help(const char *group)
{
    for (unsigned i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(groups[i].name, group) == 0)
            return groups[i].help;
    return "";
}
