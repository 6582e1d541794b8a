/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What holds for all criteria, policies and candidates, tried on random ones. */

#include "accounts.h"
#include "random.h"

#define M KOGGE_MONEY_MAX

enum { ROUNDS = 3000 };

static int32_t pick(uint64_t *seed, int32_t lowest, int32_t highest)
{
    return (int32_t)random_between(seed, lowest, highest);
}

static bool one_in(uint64_t *seed, int32_t n)
{
    return pick(seed, 1, n) == 1;
}

/* ---- random worlds --------------------------------------------------------------------------------------------- */

struct world {
    uint64_t seed;
    kogge_sales_policy sales;
    kogge_kam_criterion criteria[CRITERIA_ROOM];
    size_t criterion_count;
    kogge_kam_candidate candidate;
    kogge_kam_value values[CRITERIA_ROOM]; /* of some criteria */
    size_t value_count;
    kogge_rulebook *book;
};

/* Limits lie between -100 and 100, so that a value can be worse and better than any of them. */
static kogge_kam_criterion random_criterion(struct world *world, int32_t id, int32_t stage)
{
    uint64_t *seed = &world->seed;
    const int64_t low = pick(seed, -100, 99), high = pick(seed, (int32_t)low + 1, 100);
    const bool reversed = one_in(seed, 3);
    return (kogge_kam_criterion){ .id = id,
                                  .kind = 100,
                                  .stage = stage,
                                  .low = reversed ? high : low,
                                  .high = reversed ? low : high,
                                  .weight = one_in(seed, 4) ? 0 : pick(seed, 1, one_in(seed, 8) ? 10000 : 9),
                                  .at_least = pick(seed, -99, 100),
                                  .knock_out = pick(seed, -99, 99),
                                  .criterion_flags = one_in(seed, 4) ? (uint32_t)pick(seed, 0, 3) << 1 : 0 };
}

static void random_criteria(struct world *world)
{
    uint64_t *seed = &world->seed;
    const int32_t strategic = one_in(seed, 8) ? KOGGE_CRITERIA_MAX : pick(seed, 0, 3);
    const int32_t hard = one_in(seed, 8) ? KOGGE_CRITERIA_MAX : pick(seed, 0, 4);
    for (int32_t i = 0; i < strategic; i++)
        world->criteria[world->criterion_count++] = random_criterion(world, 1 + i, KOGGE_STAGE_STRATEGIC);
    for (int32_t i = 0; i < hard; i++)
        world->criteria[world->criterion_count++] = random_criterion(world, 50 + i, KOGGE_STAGE_HARD);
    if (hard)
        world->criteria[strategic].weight += !world->criteria[strategic].weight; /* not all 0 */
}

static void random_world(struct world *world, uint64_t seed)
{
    *world = (struct world){ .seed = seed, .sales = given_sales(), .candidate = given_candidate() };
    uint64_t *s = &world->seed;
    random_criteria(world);
    world->sales.strategic_min = one_in(s, 2) ? 0 : pick(s, 0, 3);
    world->sales.score_threshold = one_in(s, 4) ? 10000 * pick(s, 0, 1) : pick(s, 0, 10000);
    world->sales.missing = pick(s, KOGGE_MISSING_INTERVAL, KOGGE_MISSING_FAIL);
    world->candidate.accepted = one_in(s, 2) ? world->candidate.asked : 0;
    for (size_t i = 0; i < world->criterion_count; i++) {
        if (!one_in(s, 3))
            world->values[world->value_count++] = (kogge_kam_value){ pick(s, -110, 110), world->criteria[i].id, 0 };
    }
    world->book = given_accounts(&world->sales, world->criteria, world->criterion_count);
}

static const kogge_kam_criterion *criterion_of(const struct world *world, int32_t id)
{
    for (size_t i = 0; i < world->criterion_count; i++) {
        if (world->criteria[i].id == id)
            return &world->criteria[i];
    }
    fail_msg("no criterion %d", (int)id);
    return NULL;
}

static struct assessed assess_world(const struct world *world)
{
    return assess_ok(world->book, &world->candidate, world->values, world->value_count);
}

/* ---- how far a candidate comes --------------------------------------------------------------------------------- */

/* Raising a value never lowers the score; where less is better it never raises it. */
static void test_better_values(void **state)
{
    (void)state;
    int32_t raised = 0, lowered = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        struct world world;
        random_world(&world, seed * 7919);
        const struct assessed before = assess_world(&world);
        if (world.value_count) {
            kogge_kam_value *value = &world.values[pick(&world.seed, 0, (int32_t)world.value_count - 1)];
            const kogge_kam_criterion *criterion = criterion_of(&world, value->criterion);
            value->value += pick(&world.seed, 1, 60);
            const struct assessed after = assess_world(&world);
            const bool scored = before.result.known & after.result.known & KOGGE_KAM_RESULT_SCORE;
            if (scored && criterion->stage == KOGGE_STAGE_HARD && criterion->low < criterion->high) {
                assert_true(after.result.score >= before.result.score);
                assert_true(after.result.score_high >= before.result.score_high);
                raised += after.result.score > before.result.score;
            } else if (scored && criterion->stage == KOGGE_STAGE_HARD) {
                assert_true(after.result.score <= before.result.score);
                assert_true(after.result.score_low <= before.result.score_low);
                lowered += after.result.score < before.result.score;
            }
        }
        kogge_rulebook_unref(world.book);
    }
    assert_true(raised > 50 && lowered > 25);
}

/* How good an outcome is: refused, open, passed all gates. */
static int32_t standing(int32_t outcome)
{
    return outcome < KOGGE_KAM_OUTCOME_UNDECIDED ? 0 : outcome == KOGGE_KAM_OUTCOME_UNDECIDED ? 1 : 2;
}

/* Not knowing a value is never harsher than knowing the worst one, but for FAIL, which is meant to be; and it never
 * lets pass whom the best value would not. */
static void test_unknown_values(void **state)
{
    (void)state;
    int32_t better = 0, worse = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        struct world world;
        random_world(&world, seed * 104729);
        if (world.value_count && world.sales.missing != KOGGE_MISSING_FAIL) {
            kogge_kam_value *value = &world.values[world.value_count - 1];
            const kogge_kam_criterion *criterion = criterion_of(&world, value->criterion);
            const bool less = criterion->stage == KOGGE_STAGE_HARD && criterion->low > criterion->high;
            value->value = less ? M : -M;
            const int32_t worst = standing(assess_world(&world).result.outcome);
            value->value = less ? -M : M;
            const int32_t best = standing(assess_world(&world).result.outcome);
            world.value_count--;
            const int32_t unknown = standing(assess_world(&world).result.outcome);
            assert_true(unknown >= worst);
            assert_true(unknown < 2 || best == 2);
            better += unknown > worst;
            worse += best == 2 && unknown < 2;
        }
        kogge_rulebook_unref(world.book);
    }
    assert_true(better > 50 && worse > 50);
}

/* The score lies in its interval whatever the policy, and nothing missing makes the interval a point. */
static void test_interval_holds_score(void **state)
{
    (void)state;
    int32_t seen = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        struct world world;
        random_world(&world, seed * 611953);
        const kogge_kam_result result = assess_world(&world).result;
        if (result.known & KOGGE_KAM_RESULT_SCORE) {
            assert_in_range(result.score, result.score_low, result.score_high);
            assert_true(result.missing_count || result.score_low == result.score_high);
            seen += result.missing_count > 0;
        }
        kogge_rulebook_unref(world.book);
    }
    assert_true(seen > 100);
}

/* ---- weights --------------------------------------------------------------------------------------------------- */

/* The rules of the guide in plain arithmetic; numbers are small enough for 64 bits. */
static int64_t half_away(int64_t n, int64_t d) /* d > 0, n >= 0 */
{
    return (2 * n + d) / (2 * d);
}

/* Utility of a criterion, -1: it does not count. */
static int64_t plain_utility(const struct world *world, const kogge_kam_criterion *criterion)
{
    static const int64_t of_missing[] = { 0, 0, 0, 5000, -1, -1 };
    for (size_t i = 0; i < world->value_count; i++) {
        if (world->values[i].criterion != criterion->id)
            continue;
        const bool less = criterion->low > criterion->high;
        const int64_t way = less ? criterion->low - world->values[i].value : world->values[i].value - criterion->low;
        const int64_t length = less ? criterion->low - criterion->high : criterion->high - criterion->low;
        return way <= 0 ? 0 : way >= length ? 10000 : half_away(way * 10000, length);
    }
    return of_missing[world->sales.missing];
}

/* Does the score pass with this weight of a criterion? No weight at all: it does not. */
static bool passes_with(const struct world *world, int32_t id, int64_t weight)
{
    int64_t points = 0, weights = 0;
    for (size_t i = 0; i < world->criterion_count; i++) {
        const kogge_kam_criterion *criterion = &world->criteria[i];
        const int64_t utility = criterion->stage == KOGGE_STAGE_HARD ? plain_utility(world, criterion) : -1;
        const int64_t w = criterion->id == id ? weight : criterion->weight;
        points += utility < 0 ? 0 : w * utility;
        weights += utility < 0 ? 0 : w;
    }
    return weights && half_away(points, weights) > world->sales.score_threshold;
}

/* Does any weight decide? Not where a missing figure fails by itself, nor where all that counts weighs nothing. */
static bool weights_decide(const struct world *world)
{
    int64_t weights = 0;
    size_t hard = 0, known = 0;
    for (size_t i = 0; i < world->criterion_count; i++) {
        const kogge_kam_criterion *criterion = &world->criteria[i];
        hard += criterion->stage == KOGGE_STAGE_HARD;
        if (criterion->stage == KOGGE_STAGE_HARD && plain_utility(world, criterion) >= 0)
            weights += criterion->weight;
    }
    for (size_t i = 0; i < world->value_count; i++)
        known += criterion_of(world, world->values[i].criterion)->stage == KOGGE_STAGE_HARD;
    return world->sales.missing == KOGGE_MISSING_FAIL ? known == hard : weights > 0;
}

/* Where 64 bits are enough for the check, an end that far away counts as none. */
static const int64_t FAR = INT64_C(100000000000);

static int32_t check_ends(const struct world *world, const kogge_weight_interval *row)
{
    const bool now = passes_with(world, row->criterion, row->weight);
    int32_t ends = 0;
    assert_true(row->low <= row->weight && row->weight <= row->high);
    assert_int_equal(passes_with(world, row->criterion, row->low), now);
    if (row->high == INT64_MAX) {
        assert_int_equal(passes_with(world, row->criterion, FAR), now);
    } else {
        assert_int_equal(passes_with(world, row->criterion, row->high), now);
        assert_int_not_equal(passes_with(world, row->criterion, row->high + 1), now);
        ends++;
    }
    if (row->low > 1) {
        assert_int_not_equal(passes_with(world, row->criterion, row->low - 1), now);
        ends++;
    }
    return ends;
}

/* The weight lies within, both ends give the outcome of today, and one step beyond them the other one. */
static void test_weights(void **state)
{
    (void)state;
    int32_t ends = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        struct world world;
        kogge_weight_interval rows[CRITERIA_ROOM];
        kogge_out_rows out = { rows, CRITERIA_ROOM, 0, sizeof rows[0] };
        random_world(&world, seed * 15485863);
        const kogge_rows values = { world.values, world.value_count, sizeof world.values[0] };
        assert_int_equal(kogge_kam_weights(world.book, &values, &out, NULL), KOGGE_OK);
        const bool decides = weights_decide(&world);
        for (size_t i = 0; i < out.count; i++) {
            assert_int_equal(rows[i].weight, criterion_of(&world, rows[i].criterion)->weight);
            if (decides)
                ends += check_ends(&world, &rows[i]);
            else
                assert_true(rows[i].low == 0 && rows[i].high == INT64_MAX);
        }
        kogge_rulebook_unref(world.book);
    }
    assert_true(ends > 1000);
}

/* With a finite end that a rulebook can hold, the assessment itself turns there. */
static void test_weights_by_assessment(void **state)
{
    (void)state;
    int32_t turned = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        struct world world;
        kogge_weight_interval rows[CRITERIA_ROOM];
        kogge_out_rows out = { rows, CRITERIA_ROOM, 0, sizeof rows[0] };
        random_world(&world, seed * 32452843);
        const kogge_rows values = { world.values, world.value_count, sizeof world.values[0] };
        assert_int_equal(kogge_kam_weights(world.book, &values, &out, NULL), KOGGE_OK);
        const kogge_kam_result before = assess_world(&world).result;
        for (size_t i = 0; i < out.count && before.known & KOGGE_KAM_RESULT_SCORE; i++) {
            const int64_t beyond = rows[i].high < INT64_MAX ? rows[i].high + 1 : rows[i].low - 1;
            kogge_kam_criterion *criterion = (kogge_kam_criterion *)criterion_of(&world, rows[i].criterion);
            if (beyond < 1 || beyond > 10000)
                continue;
            const int32_t kept = criterion->weight, threshold = world.sales.score_threshold;
            criterion->weight = (int32_t)beyond;
            kogge_rulebook *other = given_accounts(&world.sales, world.criteria, world.criterion_count);
            const kogge_kam_result after = assess_ok(other, &world.candidate, world.values, world.value_count).result;
            assert_int_not_equal(after.score > threshold, before.score > threshold);
            criterion->weight = kept;
            kogge_rulebook_unref(other);
            turned++;
        }
        kogge_rulebook_unref(world.book);
    }
    assert_true(turned > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_better_values),         cmocka_unit_test(test_unknown_values),
        cmocka_unit_test(test_interval_holds_score),  cmocka_unit_test(test_weights),
        cmocka_unit_test(test_weights_by_assessment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
