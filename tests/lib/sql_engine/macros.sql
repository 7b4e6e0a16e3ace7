-- what:   what several statements say alike
-- reads:  nothing
-- writes: nothing
-- grain:  one expression
CREATE OR REPLACE MACRO earth_m() AS 6371008.8::DOUBLE;
-- Earlier, or later, than any instant.
CREATE OR REPLACE MACRO beyond() AS 1000000000000000;
-- A difference of longitudes in [-180, 180).
CREATE OR REPLACE MACRO short_way(degrees) AS degrees - 360 * floor((degrees + 180) / 360);
CREATE OR REPLACE MACRO middle(part) AS (part[1] + part[2]) / 2;
CREATE OR REPLACE MACRO whole_between(one, other) AS
    range(ceil(least(one, other))::BIGINT, floor(greatest(one, other))::BIGINT + 1);
-- The shares of a line at which it passes the edges, between two shares of it, as parts [from, until] in order.
CREATE OR REPLACE MACRO shares_at(begins, ends, low, high, edges) AS list_sort(list_concat(
    [low::DOUBLE, high::DOUBLE],
    list_filter(
        list_transform(edges, lambda edge: (edge - begins) / nullif(ends - begins, 0)),
        lambda share: low < share AND share < high
    )
));
CREATE OR REPLACE MACRO cut(begins, ends, low, high, edges) AS list_zip(
    shares_at(begins, ends, low, high, edges)[:-2], shares_at(begins, ends, low, high, edges)[2:]
);
-- Local calendar days of instants and back.
CREATE OR REPLACE MACRO local_day(instant, zone) AS timezone(zone, timezone('UTC', epoch_ms(instant::BIGINT)))::DATE;
CREATE OR REPLACE MACRO midnight(day, zone) AS epoch_ms(timezone(zone, day::TIMESTAMP));
