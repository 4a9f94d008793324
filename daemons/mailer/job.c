#include "mailer.h"

#include "letter.h"

#include <stdlib.h>
#include <string.h>

struct job *job_new(const char *to_addr, const char *to_name, const char *vars)
{
    size_t addr = strlen(to_addr) + 1, name = strlen(to_name) + 1, all = strlen(vars) + 1;
    struct job *job = malloc(sizeof *job + addr + name + all);
    if (!job)
        abort();
    char *text = (char *)(job + 1);
    *job = (struct job){.slot = -1};
    job->to_addr = memcpy(text, to_addr, addr);
    job->to_name = memcpy(text + addr, to_name, name);
    job->vars = memcpy(text + addr + name, vars, all);
    return job;
}

void job_free(struct mailer *m, struct job *job)
{
    if (job->slot >= 0) {
        m->slots[job->slot] = NULL;
        journal_give(m->journal, job->slot);
        m->in_memory--;
    }
    if (job->letter)
        letter_put(m, job->letter);
    free(job);
}

void lane_add(struct lane *lane, struct job *job)
{
    job->next = NULL;
    if (lane->last)
        lane->last->next = job;
    else
        lane->first = job;
    lane->last = job;
    lane->waiting++;
}

void lane_add_first(struct lane *lane, struct job *job)
{
    job->next = lane->first;
    lane->first = job;
    if (!lane->last)
        lane->last = job;
    lane->waiting++;
}

void lane_remove(struct lane *lane, struct job *before, struct job *job)
{
    if (before)
        before->next = job->next;
    else
        lane->first = job->next;
    if (lane->last == job)
        lane->last = before;
    lane->waiting--;
}
