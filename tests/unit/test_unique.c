/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Ids of a table: those that stand twice, and the way back to the row. */

#include "given.h"
#include "random.h"

#include "columns/unique.h"

#include <string.h>

enum { MOST = 300, SPREADS = 6 };

struct row {
    uint64_t id, other;
};

/* Some ways in which ids are given: one by one, every hundredth, in groups far apart, doubling, by chance, and those
 * at both ends of all numbers. None stands twice. */
static uint64_t spread(int how, uint64_t i)
{
    switch (how) {
    case 0:
        return i;
    case 1:
        return 1000000 + 100 * i;
    case 2:
        return (i % 3 << 61) + i;
    case 3:
        return i < 64 ? UINT64_C(1) << i : 3 * i * i * i;
    case 4:
        return (i + 1) * UINT64_C(0x9e3779b97f4a7c15); /* odd: no two products are the same */
    default:
        return i % 2 ? UINT64_MAX - i : i;
    }
}

static void fill(struct row *rows, int how, size_t count, uint64_t *seed)
{
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct row){ spread(how, i), 0 };
    for (size_t i = count; i-- > 1;) {
        const size_t other = (size_t)random_between(seed, 0, (int64_t)i);
        const struct row kept = rows[i];
        rows[i] = rows[other];
        rows[other] = kept;
    }
}

/* Every id leads to its row, its neighbours to theirs or to none. */
static void test_find(void **state)
{
    (void)state;
    static struct row rows[MOST];
    static uint32_t indices[MOST], spare[MOST];
    uint64_t seed = 7;
    for (int how = 0; how < SPREADS; how++) {
        for (size_t count = 1; count <= MOST; count += count < 20 ? 1 : 93) {
            const struct id_rows ids = { rows, count, sizeof rows[0] };
            fill(rows, how, count, &seed);
            assert_int_equal(kogge__unique_ids(&ids, KOGGE_FIELD_CUSTOMER_ID, indices, spare, NULL), KOGGE_OK);
            for (size_t i = 1; i < count; i++)
                assert_true(rows[indices[i - 1]].id < rows[indices[i]].id);
            for (size_t i = 0; i < 3 * count; i++) {
                const uint64_t id = rows[i / 3].id + i % 3 - 1;
                uint32_t expected = UINT32_MAX, row = UINT32_MAX;
                for (uint32_t j = 0; j < count; j++) {
                    if (rows[j].id == id)
                        expected = j;
                }
                assert_int_equal(kogge__find_id(&ids, indices, id, &row), expected != UINT32_MAX);
                assert_int_equal(row, expected);
            }
        }
    }
}

/* One id copied to another row, anywhere: the later of the two rows is named. */
static void test_repeated(void **state)
{
    (void)state;
    static struct row rows[MOST];
    static uint32_t indices[MOST], spare[MOST];
    uint64_t seed = 8;
    for (int i = 0; i < 2000; i++) {
        const size_t count = (size_t)random_between(&seed, 2, MOST);
        const size_t a = (size_t)random_between(&seed, 0, (int64_t)count - 1);
        const size_t b = (size_t)random_between(&seed, 0, (int64_t)count - 1);
        const struct id_rows ids = { rows, count, sizeof rows[0] };
        kogge_error error = KOGGE_INIT(kogge_error);
        fill(rows, i % SPREADS, count, &seed);
        rows[a].id = rows[b].id;
        const kogge_status status = kogge__unique_ids(&ids, KOGGE_FIELD_CUSTOMER_ID, indices, spare, &error);
        assert_int_equal(status, a == b ? KOGGE_OK : KOGGE_E_INVALID);
        if (!status)
            continue;
        assert_int_equal(error.row, a > b ? a : b);
        assert_int_equal(error.field, KOGGE_FIELD_CUSTOMER_ID);
        assert_non_null(strstr(error.text, "customer.id"));
    }
}

/* Of several that stand twice, the first row counts; so it does of one that stands three times. */
static void test_first_repeated(void **state)
{
    (void)state;
    static const struct row rows[] = { { 9, 0 }, { 4, 0 }, { 8, 0 }, { 8, 0 }, { 4, 0 }, { 8, 0 }, { 9, 0 } };
    uint32_t indices[COUNT(rows)], spare[COUNT(rows)];
    const struct id_rows ids = { rows, COUNT(rows), sizeof rows[0] };
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge__unique_ids(&ids, KOGGE_FIELD_CUSTOMER_ID, indices, spare, &error), KOGGE_E_INVALID);
    assert_int_equal(error.row, 3);
    assert_string_equal(error.text, "row 3: customer.id 8 stands in an earlier row, too");
}

static void test_nobody(void **state)
{
    (void)state;
    const struct id_rows ids = { NULL, 0, sizeof(struct row) };
    uint32_t row = 77;
    assert_int_equal(kogge__unique_ids(&ids, KOGGE_FIELD_CUSTOMER_ID, NULL, NULL, NULL), KOGGE_OK);
    assert_false(kogge__find_id(&ids, NULL, 0, &row));
    assert_int_equal(row, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_first_repeated),
        cmocka_unit_test(test_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
