/* Jobs between threads, first in, first out. What bounds them is the number of journal slots. */
#ifndef MUSUBI_MAILER_QUEUE_H
#define MUSUBI_MAILER_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct job;

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct job *first, *last;
    size_t count;
    bool closed;
};

void queue_open(struct queue *queue);
void queue_push(struct queue *queue, struct job *job, bool in_front);
struct job *queue_pop(struct queue *queue); /* waits; NULL when it is closed and empty */
/* All of it as a list; waits up to ms for the first. */
struct job *queue_take(struct queue *queue, unsigned ms);
/* Those that are wanted, as a list; the others stay in their order. */
struct job *queue_withdraw(struct queue *queue, bool (*wanted)(const struct job *job, uint64_t arg), uint64_t arg);
size_t queue_count(struct queue *queue);
void queue_close(struct queue *queue);

#endif
