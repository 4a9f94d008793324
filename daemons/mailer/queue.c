#include "queue.h"

#include "mailer.h"

#include <errno.h>

void queue_open(struct queue *q)
{
    pthread_condattr_t attr;
    *q = (struct queue){0};
    pthread_mutex_init(&q->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&q->filled, &attr);
    pthread_condattr_destroy(&attr);
}

void queue_push(struct queue *q, struct job *job, bool in_front)
{
    pthread_mutex_lock(&q->lock);
    if (in_front) {
        job->next = q->first;
        q->first = job;
        if (!q->last)
            q->last = job;
    } else {
        job->next = NULL;
        if (q->last)
            q->last->next = job;
        else
            q->first = job;
        q->last = job;
    }
    q->count++;
    pthread_cond_signal(&q->filled);
    pthread_mutex_unlock(&q->lock);
}

struct job *queue_pop(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    while (!q->first && !q->closed)
        pthread_cond_wait(&q->filled, &q->lock);
    struct job *job = q->first;
    if (job) {
        q->first = job->next;
        if (!q->first)
            q->last = NULL;
        q->count--;
    }
    pthread_mutex_unlock(&q->lock);
    return job;
}

struct job *queue_take(struct queue *q, unsigned ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&q->lock);
    while (ms && !q->first && !q->closed)
        if (pthread_cond_timedwait(&q->filled, &q->lock, &until) == ETIMEDOUT)
            break;
    struct job *all = q->first;
    q->first = q->last = NULL;
    q->count = 0;
    pthread_mutex_unlock(&q->lock);
    return all;
}

struct job *queue_withdraw(struct queue *q, bool (*wanted)(const struct job *job, uint64_t arg), uint64_t arg)
{
    struct job *taken = NULL, *last = NULL;
    pthread_mutex_lock(&q->lock);
    for (struct job **at = &q->first; *at;) {
        struct job *job = *at;
        if (!wanted(job, arg)) {
            last = job;
            at = &job->next;
            continue;
        }
        *at = job->next;
        job->next = taken;
        taken = job;
        q->count--;
    }
    q->last = last;
    pthread_mutex_unlock(&q->lock);
    return taken;
}

size_t queue_count(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    size_t count = q->count;
    pthread_mutex_unlock(&q->lock);
    return count;
}

void queue_close(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->filled);
    pthread_mutex_unlock(&q->lock);
}
