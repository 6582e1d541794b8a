/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Replacing a rulebook while orders are assessed. Workers hold one reference each and renew it when a counter has
 * moved; the host swaps the book under a lock that a worker takes only after a swap. At the end every fee was that of
 * the book it was assessed with, and all memory is given back. */

#include <kogge/kogge.h>

#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORKERS = 4, SWAPS = 3000 };

/* ---- the pattern ----------------------------------------------------------------------------------------------- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static kogge_rulebook *current; /* under the lock */
static atomic_uint generation;  /* moves with every swap */

/* The worker's own reference to the book of the day; mine is the one it has, NULL at first. */
static kogge_rulebook *book_now(kogge_rulebook *mine, unsigned *seen)
{
    if (mine && atomic_load_explicit(&generation, memory_order_acquire) == *seen)
        return mine;
    pthread_mutex_lock(&lock);
    kogge_rulebook *fresh = kogge_rulebook_ref(current);
    *seen = atomic_load_explicit(&generation, memory_order_relaxed);
    pthread_mutex_unlock(&lock);
    kogge_rulebook_unref(mine);
    return fresh;
}

/* Takes over the caller's reference. Workers that still use the old book keep it alive. */
static void book_replace(kogge_rulebook *fresh)
{
    pthread_mutex_lock(&lock);
    kogge_rulebook *old = current;
    current = fresh;
    atomic_fetch_add_explicit(&generation, 1, memory_order_release);
    pthread_mutex_unlock(&lock);
    kogge_rulebook_unref(old);
}

/* ---- books whose blocks are counted ---------------------------------------------------------------------------- */

static atomic_long blocks;

static void *take(void *context, size_t size)
{
    void *block = malloc(size);
    if (block)
        atomic_fetch_add((atomic_long *)context, 1);
    return block;
}

static void give(void *context, void *block)
{
    if (block)
        atomic_fetch_sub((atomic_long *)context, 1);
    free(block);
}

/* Terms whose fee tells the one book from the other; NULL after a message. */
static kogge_rulebook *book_with_fee(int64_t fee)
{
    const kogge_allocator allocator = { take, give, &blocks };
    const kogge_order_rule rules[] = {
        { .id = 1, .effect = KOGGE_FEE_FLAT, .group = 1, .below_minor = 4900, .amount_minor = fee },
    };
    kogge_policy policy;
    kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_rulebook_spec spec = {
        .struct_size = sizeof spec, .policy = &policy, .rules = KOGGE_ROWS(rules), .allocator = &allocator
    };
    kogge_rulebook *book;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_rulebook_new(&spec, &book, &error) != KOGGE_OK)
        fprintf(stderr, "%s\n", error.text);
    return book;
}

/* ---- workers --------------------------------------------------------------------------------------------------- */

static atomic_bool done;
static atomic_ulong renewals; /* times that a worker has taken over a new book */

struct worker {
    pthread_t thread;
    uint64_t orders, wrong;
};

/* Is the fee the one of this very book, and not of another one? */
static bool is_right(const kogge_rulebook *book, const kogge_assessment *result)
{
    kogge_order_rule rule = { 0 };
    kogge_out_rows rules = { .data = &rule, .capacity = 1, .row_size = sizeof rule };
    return kogge_rulebook_rules(book, &rules) == KOGGE_OK && result->charged_minor == rule.amount_minor &&
           result->fingerprint == kogge_rulebook_fingerprint(book);
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    const kogge_order order = { .struct_size = sizeof order, .net_minor = 2000, .priced_at = 20514 };
    kogge_rulebook *mine = NULL;
    unsigned seen = 0;
    do {
        const unsigned before = seen;
        mine = book_now(mine, &seen);
        if (seen != before)
            atomic_fetch_add(&renewals, 1);
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        if (kogge_order_assess(mine, NULL, &order, NULL, &result, NULL, NULL, NULL) != KOGGE_OK ||
            !is_right(mine, &result))
            worker->wrong++;
        if (++worker->orders % 32 == 0)
            sched_yield(); /* so that the host gets its turn on a machine with few cores */
    } while (!atomic_load(&done));
    kogge_rulebook_unref(mine);
    return NULL;
}

static bool start(struct worker *workers)
{
    for (int i = 0; i < WORKERS; i++)
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
            return false;
    return true;
}

/* Swaps, and waits each time until a worker has taken over a new book. */
static bool swap_often(void)
{
    for (int i = 1; i <= SWAPS; i++) {
        kogge_rulebook *fresh = book_with_fee(i);
        if (!fresh)
            return false;
        const unsigned long before = atomic_load(&renewals);
        book_replace(fresh);
        while (atomic_load(&renewals) == before)
            sched_yield();
    }
    return true;
}

int main(void)
{
    struct worker workers[WORKERS] = { { 0 } };
    book_replace(book_with_fee(1));
    if (!current || !start(workers) || !swap_often())
        return 1;
    atomic_store(&done, true);
    uint64_t orders = 0, wrong = 0;
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(workers[i].thread, NULL);
        orders += workers[i].orders;
        wrong += workers[i].wrong;
    }
    book_replace(NULL);
    printf("%d swaps, %d workers: %" PRIu64 " orders, %lu times a new book, %" PRIu64 " wrong, %ld blocks left\n",
           SWAPS, WORKERS, orders, atomic_load(&renewals), wrong, atomic_load(&blocks));
    return wrong || atomic_load(&blocks) ? 1 : 0;
}
