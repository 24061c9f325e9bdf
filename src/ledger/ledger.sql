-- Recurring-revenue rows to the sums that retention is computed from: a few hundred rows, however long the ledger is.
-- All amounts are whole hundredths of annual recurring revenue. Nothing is divided here.
WITH
src AS (
  SELECT {customer} AS customer,
         {year} * 12 + {month} - 1 AS mi,
         CAST({amount} AS DECIMAL(20, 4)) * 100 AS cents,
         NULLIF({segment}, '') AS segment,
         NULLIF({currency}, '') AS currency
  FROM {table}
),
-- One row a customer and month.
m AS (
  SELECT customer, mi,
         CAST(SUM(cents) AS BIGINT) * {arr_factor} AS arr,
         COUNT(*) AS n,
         SUM(CASE WHEN customer IS NULL OR mi IS NULL OR cents IS NULL THEN 1 ELSE 0 END) AS incomplete,
         SUM(CASE WHEN cents < 0 THEN 1 ELSE 0 END) AS negative,
         SUM(CASE WHEN cents <> CAST(cents AS BIGINT) THEN 1 ELSE 0 END) AS inexact,
         CASE WHEN MIN(segment) = MAX(segment) THEN MIN(segment) END AS segment,
         CASE WHEN MIN(segment) <> MAX(segment) THEN 1 ELSE 0 END AS conflict
  FROM src
  GROUP BY customer, mi
),
span AS (
  SELECT MIN(mi) AS lo, MAX(mi) AS last_mi, {as_of} AS hi FROM m
),
-- Months in which a customer pays, each with the one before and the first.
pos AS (
  SELECT m.customer, m.mi, m.arr, m.segment, span.lo, span.hi,
         LAG(m.mi) OVER (PARTITION BY m.customer ORDER BY m.mi) AS prev_mi,
         MIN(m.mi) OVER (PARTITION BY m.customer) AS first_mi,
         FIRST_VALUE(m.arr) OVER (PARTITION BY m.customer ORDER BY m.mi) AS first_arr
  FROM m CROSS JOIN span
  WHERE m.arr > 0 AND m.mi <= span.hi
),
-- One row a customer: what it paid at the start of the window, at its end, and at the start of the window before.
c AS (
  SELECT customer,
         MIN(first_mi) AS first_mi, MIN(lo) AS lo, MIN(hi) AS hi, COUNT(*) AS months,
         CAST(SUM(CASE WHEN mi = hi - {window_months} THEN arr ELSE 0 END) AS BIGINT) AS x,
         CAST(SUM(CASE WHEN mi = hi THEN arr ELSE 0 END) AS BIGINT) AS e,
         CAST(SUM(CASE WHEN mi = hi - 2 * {window_months} THEN arr ELSE 0 END) AS BIGINT) AS b,
         SUM(CASE WHEN mi > hi - {window_months} AND mi < hi THEN 1 ELSE 0 END) AS between_months,
         MIN(CASE WHEN mi = hi - {window_months} THEN segment END) AS segment,
         MIN(CASE WHEN mi = hi - 2 * {window_months} THEN segment END) AS segment_before
  FROM pos
  GROUP BY customer
),
w AS (
  SELECT first_mi - MOD(first_mi, {cohort_months}) AS cohort, first_mi, lo, hi, months, x, e, b,
         CASE WHEN e < x THEN e ELSE x END AS k, between_months, segment, segment_before
  FROM c
),
cohorts AS (
  SELECT cohort,
         SUM(CASE WHEN x > 0 THEN 1 ELSE 0 END) AS customers,
         SUM(CASE WHEN x > 0 AND e = 0 THEN 1 ELSE 0 END) AS churned_customers,
         SUM(x) AS starting,
         SUM(CASE WHEN e = 0 THEN x ELSE 0 END) AS churned,
         SUM(CASE WHEN e > 0 THEN x - k ELSE 0 END) AS contraction,
         SUM(CASE WHEN x > 0 THEN e - k ELSE 0 END) AS expansion,
         SUM(CASE WHEN x = 0 AND e > 0 AND first_mi < hi - {window_months} THEN 1 ELSE 0 END) AS returned_customers,
         SUM(CASE WHEN x = 0 AND first_mi < hi - {window_months} THEN e ELSE 0 END) AS returned,
         SUM(CASE WHEN x = 0 AND e > 0 AND first_mi > hi - {window_months} THEN 1 ELSE 0 END) AS new_customers,
         SUM(CASE WHEN x = 0 AND first_mi > hi - {window_months} THEN e ELSE 0 END) AS new_arr,
         SUM(CASE WHEN x > 0 AND e > 0 AND between_months < {window_months} - 1 THEN 1 ELSE 0 END) AS gapped_customers,
         SUM(CAST(x AS {wide}) * CAST(x AS {wide})) AS start_start,
         SUM(CAST(x AS {wide}) * CAST(k AS {wide})) AS start_kept,
         SUM(CAST(k AS {wide}) * CAST(k AS {wide})) AS kept_kept
  FROM w
  GROUP BY cohort
),
segments AS (
  SELECT 'segment' AS kind, segment, x AS s, e FROM w WHERE x > 0
  UNION ALL
  SELECT 'segment_before' AS kind, segment_before AS segment, b AS s, x AS e FROM w WHERE b > 0
),
d AS (
  SELECT 0 AS d UNION ALL SELECT 1 AS d UNION ALL SELECT 2 AS d UNION ALL SELECT 3 AS d UNION ALL SELECT 4 AS d
  UNION ALL SELECT 5 AS d UNION ALL SELECT 6 AS d UNION ALL SELECT 7 AS d UNION ALL SELECT 8 AS d UNION ALL SELECT 9 AS d
),
ages AS (
  SELECT hundreds.d * 100 + tens.d * 10 + ones.d AS age
  FROM d AS hundreds CROSS JOIN d AS tens CROSS JOIN d AS ones
),
firsts AS (
  SELECT first_mi, hi, COUNT(*) AS n, SUM(first_arr) AS starting
  FROM pos
  WHERE mi = first_mi
  GROUP BY first_mi, hi
),
-- Whoever is old enough to be seen at an age.
risk AS (
  SELECT firsts.first_mi - MOD(firsts.first_mi, {cohort_months}) AS cohort, ages.age,
         SUM(firsts.n) AS n, SUM(firsts.starting) AS starting
  FROM firsts CROSS JOIN ages
  WHERE firsts.first_mi + ages.age <= firsts.hi
  GROUP BY firsts.first_mi - MOD(firsts.first_mi, {cohort_months}), ages.age
),
-- Whoever pays at it.
alive AS (
  SELECT first_mi - MOD(first_mi, {cohort_months}) AS cohort, mi - first_mi AS age,
         COUNT(*) AS n, SUM(first_arr) AS starting,
         SUM(CASE WHEN arr < first_arr THEN first_arr - arr ELSE 0 END) AS contraction,
         SUM(CASE WHEN arr > first_arr THEN arr - first_arr ELSE 0 END) AS expansion,
         SUM(CASE WHEN prev_mi < mi - 1 THEN 1 ELSE 0 END) AS returned_customers,
         SUM(CASE WHEN prev_mi < mi - 1 THEN arr ELSE 0 END) AS returned
  FROM pos
  GROUP BY first_mi - MOD(first_mi, {cohort_months}), mi - first_mi
),
ranked AS (
  SELECT x, e, k, ROW_NUMBER() OVER (ORDER BY x DESC, k ASC) AS place FROM w WHERE x > 0
),
-- A table of no rows, or of nobody who pays, is told by zeros.
seen AS (
  SELECT COALESCE(SUM(n), 0) AS row_count, COUNT(DISTINCT customer) AS customers,
         COALESCE(SUM(n - 1), 0) AS duplicates, COALESCE(SUM(conflict), 0) AS conflicts,
         COALESCE(SUM(CASE WHEN m.mi > span.hi THEN n ELSE 0 END), 0) AS later,
         COALESCE(SUM(incomplete), 0) AS incomplete, COALESCE(SUM(negative), 0) AS negative,
         COALESCE(SUM(inexact), 0) AS inexact, COALESCE(MIN(span.lo), 0) AS lo,
         COALESCE(MIN(span.last_mi), 0) AS last_mi, COALESCE(MIN(span.hi), 0) AS hi
  FROM m CROSS JOIN span
),
money AS (
  SELECT COUNT(DISTINCT currency) AS currencies FROM src
),
once AS (
  SELECT COALESCE(SUM(CASE WHEN months = 1 THEN 1 ELSE 0 END), 0) AS customers,
         COALESCE(SUM(CASE WHEN first_mi = lo THEN 1 ELSE 0 END), 0) AS at_first
  FROM c
)
SELECT 'cohort' AS kind, '' AS name, cohort AS cohort_month, 0 AS age_months,
       customers AS customers, churned_customers AS churned_customers,
       CAST(starting AS BIGINT) AS starting_cents, CAST(churned AS BIGINT) AS churned_cents,
       CAST(contraction AS BIGINT) AS contraction_cents, CAST(expansion AS BIGINT) AS expansion_cents,
       returned_customers AS returned_customers, CAST(returned AS BIGINT) AS returned_cents,
       new_customers AS new_customers, CAST(new_arr AS BIGINT) AS new_cents, gapped_customers AS gapped_customers,
       CAST(start_start AS {widest}) AS start_start, CAST(start_kept AS {widest}) AS start_kept,
       CAST(kept_kept AS {widest}) AS kept_kept
FROM cohorts
UNION ALL
SELECT kind, COALESCE(segment, ''), 0, 0,
       COUNT(*), SUM(CASE WHEN e = 0 THEN 1 ELSE 0 END),
       CAST(SUM(s) AS BIGINT), CAST(SUM(CASE WHEN e = 0 THEN s ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN e > 0 AND e < s THEN s - e ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN e > s THEN e - s ELSE 0 END) AS BIGINT),
       0, 0, 0, 0, 0, 0, 0, 0
FROM segments
GROUP BY kind, COALESCE(segment, '')
UNION ALL
SELECT 'age', '', risk.cohort, risk.age,
       risk.n, risk.n - COALESCE(alive.n, 0),
       CAST(risk.starting AS BIGINT), CAST(risk.starting - COALESCE(alive.starting, 0) AS BIGINT),
       CAST(COALESCE(alive.contraction, 0) AS BIGINT), CAST(COALESCE(alive.expansion, 0) AS BIGINT),
       COALESCE(alive.returned_customers, 0), CAST(COALESCE(alive.returned, 0) AS BIGINT),
       0, 0, 0, 0, 0, 0
FROM risk LEFT JOIN alive ON alive.cohort = risk.cohort AND alive.age = risk.age
UNION ALL
SELECT 'top', '', 0, place, 1, CASE WHEN e = 0 THEN 1 ELSE 0 END,
       x, CASE WHEN e = 0 THEN x ELSE 0 END, CASE WHEN e > 0 THEN x - k ELSE 0 END, 0,
       0, 0, 0, 0, 0, 0, 0, 0
FROM ranked
WHERE place <= 10
UNION ALL SELECT 'seen', 'rows', 0, 0, row_count, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'customers', 0, 0, customers, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'duplicate_rows', 0, 0, duplicates, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'segment_conflicts', 0, 0, conflicts, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'later_rows', 0, 0, later, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'incomplete_rows', 0, 0, incomplete, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'negative_rows', 0, 0, negative, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'inexact_rows', 0, 0, inexact, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'first_month', 0, 0, lo, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'last_month', 0, 0, last_mi, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'as_of_month', 0, 0, hi, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM seen
UNION ALL SELECT 'seen', 'currencies', 0, 0, currencies, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM money
UNION ALL SELECT 'seen', 'once_customers', 0, 0, customers, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM once
UNION ALL SELECT 'seen', 'first_month_customers', 0, 0, at_first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM once
UNION ALL SELECT 'asked', 'window_months', 0, 0, {window_months}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM span
UNION ALL SELECT 'asked', 'cohort_months', 0, 0, {cohort_months}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM span
UNION ALL SELECT 'asked', 'arr_factor', 0, 0, {arr_factor}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM span
