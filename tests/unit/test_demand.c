/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The demand estimate: order of trust, peers and their quantile, what is refused. */

#include "given.h"
#include "random.h"

#include <string.h>

#define M KOGGE_MONEY_MAX

enum { MOST_ROWS = 64 };

static uint64_t memory[MOST_ROWS * 16];

/* Rows in, rows out, by columns of records; the status of each row in statuses. */
static kogge_status estimate(const kogge_demand_input *inputs, size_t count, kogge_demand *demands,
                             kogge_status *statuses, void *room, size_t size, kogge_error *error)
{
    kogge_column columns[16];
    size_t column_count;
    const kogge_rows rows = { inputs, count, sizeof *inputs };
    assert_int_equal(kogge_columns_of_rows("kogge_demand_input", &rows, columns, COUNT(columns), &column_count),
                     KOGGE_OK);
    const kogge_table table = { columns, column_count, count };
    const kogge_out_column out[] = {
        { KOGGE_FIELD_DEMAND_KNOWN, KOGGE_TYPE_UINT64, &demands->known, sizeof *demands, NULL, 0 },
        { KOGGE_FIELD_DEMAND_DEMAND, KOGGE_TYPE_INT64, &demands->demand_minor, sizeof *demands, NULL, 0 },
        { KOGGE_FIELD_DEMAND_GAP, KOGGE_TYPE_INT64, &demands->gap_minor, sizeof *demands, NULL, 0 },
        { KOGGE_FIELD_DEMAND_CONFIDENCE_BP, KOGGE_TYPE_INT32, &demands->confidence_bp, sizeof *demands, NULL, 0 },
        { KOGGE_FIELD_DEMAND_DEMAND_SOURCE, KOGGE_TYPE_INT32, &demands->demand_source, sizeof *demands, NULL, 0 },
        { KOGGE_FIELD_DEMAND_PEERS, KOGGE_TYPE_INT32, &demands->peers, sizeof *demands, NULL, 0 },
    };
    return kogge_demand_estimate(&table, out, COUNT(out), room, size, statuses, error);
}

static void estimated(const kogge_demand_input *inputs, size_t count, kogge_demand *demands)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(demands, 0x5a, count * sizeof *demands);
    if (estimate(inputs, count, demands, NULL, memory, sizeof memory, &error))
        fail_msg("%s", error.text);
}

static void assert_demand(const kogge_demand *demand, int32_t source, int64_t value, int64_t gap, int32_t confidence,
                          int32_t peers)
{
    assert_int_equal(demand->demand_source, source);
    assert_int_equal(demand->known, source ? KOGGE_DEMAND_DEMAND | KOGGE_DEMAND_GAP | KOGGE_DEMAND_CONFIDENCE_BP : 0);
    assert_int_equal(demand->demand_minor, value);
    assert_int_equal(demand->gap_minor, gap);
    assert_int_equal(demand->confidence_bp, confidence);
    assert_int_equal(demand->peers, peers);
}

/* ---- order of trust -------------------------------------------------------------------------------------------- */

#define STATED      (KOGGE_DEMAND_INPUT_STATED | KOGGE_DEMAND_INPUT_STATED_CONFIDENCE_BP)
#define SIZE        KOGGE_DEMAND_INPUT_SIZE
#define CONSUMPTION (SIZE | KOGGE_DEMAND_INPUT_CONSUMPTION | KOGGE_DEMAND_INPUT_CONSUMPTION_CONFIDENCE_BP)

static void test_order_of_trust(void **state)
{
    (void)state;
    const kogge_demand_input inputs[] = {
        { .known = STATED | CONSUMPTION,
          .stated_minor = 5000,
          .stated_confidence_bp = 8000,
          .size = 7,
          .consumption_minor = 100,
          .consumption_confidence_bp = 6000,
          .revenue_12m_minor = 1000 },
        { .known = CONSUMPTION,
          .size = 7,
          .consumption_minor = 300,
          .consumption_confidence_bp = 6000,
          .revenue_12m_minor = 1000 },
        { .known = CONSUMPTION & ~SIZE, .consumption_minor = 300, .revenue_12m_minor = 1000 },
        { .known = SIZE, .size = 7, .peer_key = 1 },
        { .known = STATED, .stated_minor = 10, .stated_confidence_bp = 1, .revenue_12m_minor = 1000 },
        { .known = STATED, .stated_minor = 10, .revenue_12m_minor = -M },
        { .known = CONSUMPTION, .size = 1, .revenue_12m_minor = M },
    };
    kogge_demand demands[COUNT(inputs)];
    estimated(inputs, COUNT(inputs), demands);
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_STATED, 5000, 4000, 8000, 0);
    assert_demand(&demands[1], KOGGE_DEMAND_SOURCE_CONSUMPTION, 2100, 1100, 6000, 0);
    assert_demand(&demands[2], 0, 0, 0, 0, 0);
    assert_demand(&demands[3], 0, 0, 0, 0, 0);
    assert_demand(&demands[4], KOGGE_DEMAND_SOURCE_STATED, 1000, 0, 1, 0); /* never below the revenue */
    assert_demand(&demands[5], KOGGE_DEMAND_SOURCE_STATED, 10, 10, 0, 0);
    assert_demand(&demands[6], KOGGE_DEMAND_SOURCE_CONSUMPTION, M, 0, 0, 0);
}

/* ---- peers ----------------------------------------------------------------------------------------------------- */

static kogge_demand_input peer(uint64_t key, int32_t category, int64_t size, int64_t revenue)
{
    return (kogge_demand_input){
        .known = SIZE, .peer_key = key, .category = category, .size = size, .revenue_12m_minor = revenue
    };
}

/* Size 1 and revenues 1, 2 ... 11. Each has 10 peers, of which the 8th counts: 9 for those up to 8, 8 for the others,
 * who stand above it. */
static void test_ten_peers(void **state)
{
    (void)state;
    kogge_demand_input inputs[11];
    kogge_demand demands[11];
    for (int i = 0; i < 11; i++)
        inputs[i] = peer(5, 2, 1, i + 1);
    estimated(inputs, 11, demands);
    for (int i = 0; i < 8; i++)
        assert_demand(&demands[i], KOGGE_DEMAND_SOURCE_PEERS, 9, 9 - (i + 1), 5000, 10);
    for (int i = 8; i < 11; i++)
        assert_demand(&demands[i], KOGGE_DEMAND_SOURCE_PEERS, i + 1, 0, 5000, 10); /* 8, raised to the revenue */
    estimated(inputs, 10, demands);
    for (int i = 0; i < 10; i++)
        assert_demand(&demands[i], 0, 0, 0, 0, 0); /* nine are not enough */
}

/* By size: the peers buy 1, 2 ... 10 thousandths a unit of size, a customer of size 1 500 could buy 8 * 1.5. */
static void test_by_size(void **state)
{
    (void)state;
    kogge_demand_input inputs[11];
    kogge_demand demands[11];
    for (int i = 0; i < 10; i++)
        inputs[i] = peer(5, 0, 1000 * (i + 1), (int64_t)(i + 1) * (i + 1));
    inputs[10] = peer(5, 0, 1500, -3);
    estimated(inputs, 11, demands);
    assert_demand(&demands[10], KOGGE_DEMAND_SOURCE_PEERS, 12, 12, 5000, 10);
    inputs[10].size = 1437; /* 11.496 */
    estimated(inputs, 11, demands);
    assert_demand(&demands[10], KOGGE_DEMAND_SOURCE_PEERS, 11, 11, 5000, 10);
    inputs[10].size = 1438; /* 11.504 */
    estimated(inputs, 11, demands);
    assert_demand(&demands[10], KOGGE_DEMAND_SOURCE_PEERS, 12, 12, 5000, 10);
}

/* Another key, another category, no key and no size are no peers; who stated his demand is one for others. */
static void test_who_is_a_peer(void **state)
{
    (void)state;
    kogge_demand_input inputs[12];
    kogge_demand demands[12];
    for (int i = 0; i < 12; i++)
        inputs[i] = peer(5, 2, 1, 100);
    inputs[11] = peer(6, 2, 1, 900);
    estimated(inputs, 12, demands);
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_PEERS, 100, 0, 5000, 10);
    assert_demand(&demands[11], 0, 0, 0, 0, 0);
    inputs[0] = peer(5, 3, 1, 100);
    estimated(inputs, 12, demands);
    for (int i = 0; i < 12; i++)
        assert_demand(&demands[i], 0, 0, 0, 0, 0);
    inputs[0] = peer(5, 2, 1, 100);
    inputs[0].known = STATED | SIZE;
    inputs[0].stated_minor = 77;
    estimated(inputs, 12, demands);
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_STATED, 100, 0, 0, 0);
    assert_demand(&demands[1], KOGGE_DEMAND_SOURCE_PEERS, 100, 0, 5000, 10);
    inputs[0].known = STATED;
    inputs[0].size = 0;
    estimated(inputs, 12, demands);
    assert_demand(&demands[1], 0, 0, 0, 0, 0);
    for (int i = 0; i < 12; i++)
        inputs[i] = peer(0, 2, 1, 100);
    estimated(inputs, 12, demands);
    assert_demand(&demands[0], 0, 0, 0, 0, 0);
}

static void test_confidence_of_peers(void **state)
{
    (void)state;
    kogge_demand_input inputs[30];
    kogge_demand demands[30];
    for (int i = 0; i < 30; i++)
        inputs[i] = peer(1, 0, 1, 100);
    estimated(inputs, 20, demands);
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_PEERS, 100, 0, 9500, 19);
    estimated(inputs, 21, demands);
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_PEERS, 100, 0, 10000, 20);
    estimated(inputs, 30, demands);
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_PEERS, 100, 0, 10000, 29);
}

/* M by 1, and peers that differ by less than 2^-100: 899 999 999 999 999 / M is below M / M. */
static void test_peers_at_the_edges(void **state)
{
    (void)state;
    kogge_demand_input inputs[11];
    kogge_demand demands[11];
    kogge_status statuses[11];
    kogge_error error = KOGGE_INIT(kogge_error);
    for (int i = 0; i < 11; i++)
        inputs[i] = peer(UINT64_MAX, INT32_MAX, M, i < 3 ? M : M - 1);
    inputs[0].revenue_12m_minor = -M;
    estimated(inputs, 11, demands); /* the two M are above the 8th */
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_PEERS, M - 1, M - 1, 5000, 10);
    inputs[3].revenue_12m_minor = M;
    estimated(inputs, 11, demands);
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_PEERS, M, M, 5000, 10);
    for (int i = 1; i < 11; i++)
        inputs[i] = peer(UINT64_MAX, INT32_MAX, 1, i);
    assert_int_equal(estimate(inputs, 11, demands, statuses, memory, sizeof memory, &error), KOGGE_E_SOME_ROWS);
    assert_int_equal(statuses[0], KOGGE_E_RANGE);
    assert_int_equal(error.row, 0);
    assert_demand(&demands[0], 0, 0, 0, 0, 0);
    for (int i = 1; i < 11; i++)
        assert_int_equal(statuses[i], KOGGE_OK);
    assert_demand(&demands[10], KOGGE_DEMAND_SOURCE_PEERS, 10, 0, 5000, 10);
}

static void test_no_memory_no_peers(void **state)
{
    (void)state;
    kogge_demand_input inputs[11];
    kogge_demand demands[11];
    kogge_error error = KOGGE_INIT(kogge_error);
    for (int i = 0; i < 11; i++)
        inputs[i] = peer(5, 2, 1, i + 1);
    assert_int_equal(estimate(inputs, 11, demands, NULL, NULL, 0, &error), KOGGE_OK);
    assert_demand(&demands[0], 0, 0, 0, 0, 0);
}

/* The definition, word by word, on random groups full of ties. */
static void assert_by_definition(const kogge_demand_input *inputs, const kogge_demand *demands, size_t count,
                                 size_t row)
{
    const kogge_demand_input *peers[MOST_ROWS];
    size_t m = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == row || inputs[i].peer_key != inputs[row].peer_key || inputs[i].category != inputs[row].category)
            continue;
        size_t at = m++;
        for (; at > 0 &&
               inputs[i].revenue_12m_minor * peers[at - 1]->size < peers[at - 1]->revenue_12m_minor * inputs[i].size;
             at--)
            peers[at] = peers[at - 1];
        peers[at] = &inputs[i];
    }
    const int64_t bought = inputs[row].revenue_12m_minor > 0 ? inputs[row].revenue_12m_minor : 0;
    if (m < 10) {
        assert_demand(&demands[row], 0, 0, 0, 0, 0);
        return;
    }
    const kogge_demand_input *model = peers[(8 * m + 9) / 10 - 1];
    int64_t demand = 0;
    assert_int_equal(kogge_mul_div(inputs[row].size, model->revenue_12m_minor, model->size, KOGGE_ROUNDING_HALF_AWAY,
                                   &demand),
                     KOGGE_OK);
    demand = demand > bought ? demand : bought;
    assert_demand(&demands[row], KOGGE_DEMAND_SOURCE_PEERS, demand, demand - bought,
                  m < 20 ? (int32_t)m * 500 : 10000, (int32_t)m);
}

static void test_random_groups(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 300; round++) {
        kogge_demand_input inputs[MOST_ROWS], turned[MOST_ROWS];
        kogge_demand demands[MOST_ROWS], other[MOST_ROWS];
        const size_t count = (size_t)random_between(&seed, 11, MOST_ROWS);
        for (size_t i = 0; i < count; i++)
            inputs[i] = peer((uint64_t)random_between(&seed, 1, 2), (int32_t)random_between(&seed, 0, 1),
                             random_between(&seed, 1, 6), random_between(&seed, -3, 12));
        estimated(inputs, count, demands);
        const size_t shift = (size_t)random_between(&seed, 1, (int64_t)count - 1);
        for (size_t i = 0; i < count; i++) {
            assert_by_definition(inputs, demands, count, i);
            turned[(i + shift) % count] = inputs[i];
        }
        estimated(turned, count, other); /* the order of rows changes nothing */
        for (size_t i = 0; i < count; i++)
            assert_memory_equal(&other[(i + shift) % count].known, &demands[i].known,
                                sizeof demands[i] - offsetof(kogge_demand, known));
    }
}

/* ---- refused --------------------------------------------------------------------------------------------------- */

static void test_out_of_range(void **state)
{
    (void)state;
    const kogge_demand_input inputs[] = {
        { .known = CONSUMPTION, .size = 1, .consumption_minor = 5 },
        { .known = CONSUMPTION, .size = M, .consumption_minor = 2 },
        { .known = CONSUMPTION, .size = M, .consumption_minor = M },
        { .known = CONSUMPTION, .size = M, .consumption_minor = 1 },
    };
    kogge_demand demands[COUNT(inputs)] = { 0 };
    kogge_status statuses[COUNT(inputs)] = { 77, 77, 77, 77 };
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(estimate(inputs, COUNT(inputs), demands, statuses, memory, sizeof memory, &error),
                     KOGGE_E_SOME_ROWS);
    assert_int_equal(error.status, KOGGE_E_SOME_ROWS);
    assert_int_equal(error.row, 1);
    assert_int_equal(error.field, KOGGE_FIELD_DEMAND_DEMAND);
    const kogge_status expected[] = { KOGGE_OK, KOGGE_E_RANGE, KOGGE_E_RANGE, KOGGE_OK };
    assert_memory_equal(statuses, expected, sizeof expected);
    assert_demand(&demands[0], KOGGE_DEMAND_SOURCE_CONSUMPTION, 5, 5, 0, 0);
    assert_demand(&demands[1], 0, 0, 0, 0, 0);
    assert_demand(&demands[3], KOGGE_DEMAND_SOURCE_CONSUMPTION, M, M, 0, 0);
}

/* A bad row, and bad memory: nothing is written. */
static void test_refused(void **state)
{
    (void)state;
    kogge_demand_input inputs[3] = { peer(1, 1, 1, 1), peer(1, 1, 1, 1), peer(1, 1, 0, 1) };
    kogge_demand demands[3], before[3];
    kogge_status statuses[3] = { 77, 77, 77 };
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(demands, 0x5a, sizeof demands);
    memcpy(before, demands, sizeof demands);
    assert_int_equal(estimate(inputs, 3, demands, statuses, memory, sizeof memory, &error), KOGGE_E_RANGE);
    assert_int_equal(error.row, 2);
    assert_int_equal(error.field, KOGGE_FIELD_DEMAND_INPUT_SIZE);
    inputs[2].size = 1;
    assert_int_equal(estimate(inputs, 3, demands, statuses, memory, kogge_demand_memory(3) - 1, &error),
                     KOGGE_E_BUFFER);
    assert_int_equal(estimate(inputs, 3, demands, statuses, (char *)memory + 4, sizeof memory - 4, &error),
                     KOGGE_E_INVALID);
    assert_memory_equal(demands, before, sizeof demands);
    assert_int_equal(statuses[0], 77);
    assert_int_equal(estimate(inputs, 3, demands, statuses, memory, kogge_demand_memory(3), &error), KOGGE_OK);
    assert_int_equal(statuses[0], KOGGE_OK);
    assert_int_equal(kogge_demand_estimate(NULL, NULL, 0, NULL, 0, NULL, &error), KOGGE_E_INVALID);
    const kogge_table empty = { NULL, 0, 0 };
    assert_int_equal(kogge_demand_estimate(&empty, NULL, 1, NULL, 0, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_demand_estimate(&empty, NULL, 0, NULL, 0, NULL, NULL), KOGGE_OK);
    const kogge_table endless = { NULL, 0, SIZE_MAX };
    if (SIZE_MAX > UINT32_MAX)
        assert_int_equal(kogge_demand_estimate(&endless, NULL, 0, memory, sizeof memory, NULL, &error),
                         KOGGE_E_LIMIT);
    assert_int_equal(kogge_demand_memory(0), 0);
    assert_int_equal(kogge_demand_memory(SIZE_MAX), SIZE_MAX);
}

/* Enough memory and not a byte more is touched. */
static void test_memory_is_enough(void **state)
{
    (void)state;
    enum { ROWS = 23 };
    kogge_demand_input inputs[ROWS];
    kogge_demand demands[ROWS];
    kogge_error error = KOGGE_INIT(kogge_error);
    const size_t size = kogge_demand_memory(ROWS);
    assert_true(size + 8 <= sizeof memory);
    memset(memory, 0x77, sizeof memory);
    for (int i = 0; i < ROWS; i++)
        inputs[i] = peer(1, 1, 1, ROWS - i);
    assert_int_equal(estimate(inputs, ROWS, demands, NULL, memory, size, &error), KOGGE_OK);
    assert_int_equal(memory[size / 8], UINT64_C(0x7777777777777777));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_of_trust),
        cmocka_unit_test(test_ten_peers),
        cmocka_unit_test(test_by_size),
        cmocka_unit_test(test_who_is_a_peer),
        cmocka_unit_test(test_confidence_of_peers),
        cmocka_unit_test(test_peers_at_the_edges),
        cmocka_unit_test(test_no_memory_no_peers),
        cmocka_unit_test(test_random_groups),
        cmocka_unit_test(test_out_of_range),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_memory_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
