/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Replacing a rulebook at run time as abi.md shows it; run under ThreadSanitizer by tests/run tsan. */

#include "given.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { WORKERS = 4, SWAPS = 300, FEE_ONE = 990, FEE_OTHER = 1700 };

/* ---- the pattern ---------------------------------------------------------------------------------------------- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static kogge_rulebook *current;
static atomic_uint generation;

/* The worker's own reference, renewed when there is a newer book; NULL at first. */
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

static void book_replace(kogge_rulebook *fresh)
{
    pthread_mutex_lock(&lock);
    kogge_rulebook *old = current;
    current = fresh;
    atomic_fetch_add_explicit(&generation, 1, memory_order_release);
    pthread_mutex_unlock(&lock);
    kogge_rulebook_unref(old);
}

/* ---- workers that assess while books come and go -------------------------------------------------------------- */

static uint64_t print_one, print_other;
static atomic_bool done;

struct worker {
    pthread_t thread;
    long seen_one, seen_other, strange, renewed;
};

static kogge_rulebook *fresh_book(int64_t fee)
{
    const kogge_order_rule rule = given_fee(1, 4900, fee);
    return given_book(&rule, 1);
}

static void look_at(struct worker *worker, const kogge_rulebook *book)
{
    const kogge_order order = given_order(4800);
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_status status = kogge_order_assess(book, NULL, &order, NULL, &result, NULL, NULL, NULL);
    bool one = result.fingerprint == print_one && result.charged_minor == FEE_ONE;
    bool other = result.fingerprint == print_other && result.charged_minor == FEE_OTHER;
    worker->seen_one += one;
    worker->seen_other += other;
    worker->strange += status || one == other;
}

static void *work(void *context)
{
    struct worker *worker = context;
    kogge_rulebook *mine = NULL;
    unsigned seen = 0;
    while (!atomic_load_explicit(&done, memory_order_relaxed)) {
        const kogge_rulebook *before = mine;
        mine = book_now(mine, &seen);
        worker->renewed += mine != before;
        look_at(worker, mine);
    }
    mine = book_now(mine, &seen); /* the last one */
    look_at(worker, mine);
    kogge_rulebook_unref(mine);
    return NULL;
}

static void test_swap(void **state)
{
    (void)state;
    struct worker workers[WORKERS] = { { 0 } };
    current = fresh_book(FEE_ONE);
    kogge_rulebook *other = fresh_book(FEE_OTHER);
    print_one = kogge_rulebook_fingerprint(current);
    print_other = kogge_rulebook_fingerprint(other);
    assert_true(print_one != print_other);
    kogge_rulebook_unref(other);
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < SWAPS; i++) {
        book_replace(fresh_book(i % 2 ? FEE_ONE : FEE_OTHER));
    }
    atomic_store_explicit(&done, true, memory_order_relaxed);
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
        assert_int_equal(workers[i].strange, 0);
        assert_true(workers[i].seen_one + workers[i].seen_other > 0);
        assert_true(workers[i].renewed <= SWAPS + 1);
    }
    kogge_rulebook_unref(current);
    current = NULL;
}

/* References taken and given back by many threads: the book outlives them all, and goes once. */
static void *take_and_give(void *context)
{
    for (int i = 0; i < 20000; i++) {
        kogge_rulebook_unref(kogge_rulebook_ref(context));
    }
    kogge_rulebook_unref(context);
    return NULL;
}

static void test_references(void **state)
{
    (void)state;
    pthread_t threads[WORKERS];
    kogge_rulebook *book = fresh_book(FEE_ONE);
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, take_and_give, kogge_rulebook_ref(book)), 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    assert_true(kogge_rulebook_fingerprint(book) == print_one);
    kogge_rulebook_unref(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_swap), cmocka_unit_test(test_references) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
