-- The vocabulary of the models on DuckDB: only these functions take time apart, round, cast to integer or divide.
-- Each engine defines the same words with the same meaning; tests/spec/vocabulary holds their tables.

-- Whole minutes from `earlier` to `later`, rounded down also below zero (07:30:59 is 0 minutes after 07:30:00): the
-- integer division cuts towards zero, so it is done above zero.
create or replace temp macro elapsed_minutes(earlier, later) as
    (epoch_us(later) - epoch_us(earlier) + 600000000000000000) // 60000000 - 10000000000;

-- Whole seconds from `earlier` to `later`, rounded down also below zero.
create or replace temp macro elapsed_seconds(earlier, later) as
    (epoch_us(later) - epoch_us(earlier) + 600000000000000000) // 1000000 - 600000000000;

-- A moment so many minutes or seconds later.
create or replace temp macro add_minutes(moment, minutes) as moment + to_minutes(cast(minutes as bigint));
create or replace temp macro add_seconds(moment, seconds) as moment + to_seconds(cast(seconds as bigint));

-- The moment so many minutes after local midnight of a date; 1440 is midnight of the next day.
create or replace temp macro date_at_minute(day, minute) as cast(day as timestamp) + to_minutes(cast(minute as bigint));

-- The moment halfway between two, whole seconds, rounded down.
create or replace temp macro midpoint(earlier, later) as
    earlier + to_seconds(cast(((epoch_us(later) - epoch_us(earlier)) // 2000000) as bigint));

-- The calendar date of a wall time, and the date so many days later.
create or replace temp macro date_of(moment) as cast(moment as date);
create or replace temp macro add_days(day, days) as cast(day + to_days(cast(days as integer)) as date);

-- 1 Monday to 7 Sunday.
create or replace temp macro iso_weekday(day) as cast(isodow(day) as integer);

-- Whole days from one date to another.
create or replace temp macro days_between(earlier, later) as date_diff('day', earlier, later);

-- Half up, away from zero for negative halves as well: money and percent are never rounded to even.
create or replace temp macro round_half_up(amount, places) as round(cast(amount as decimal(38, 12)), places);

-- numerator / denominator to 12 decimals, half up, by integer arithmetic; null where the denominator is 0 or null.
create or replace temp macro ratio(numerator, denominator) as
    case when denominator = 0 then null else
        cast(sign(numerator) * sign(denominator) as integer) * cast(
            (2 * abs(cast(cast(numerator as decimal(18, 4)) * 10000 as hugeint)) * cast(1000000000000 as hugeint)
                + abs(cast(cast(denominator as decimal(18, 4)) * 10000 as hugeint)))
            // (2 * abs(cast(cast(denominator as decimal(18, 4)) * 10000 as hugeint))) as decimal(38, 0)
        ) * cast(0.000000000001 as decimal(13, 12))
    end;

-- Every date from the first to the last, as a list.
create or replace temp macro dates_from_to(first_day, last_day) as
    list_transform(generate_series(cast(first_day as timestamp), cast(last_day as timestamp), interval 1 day), lambda moment: cast(moment as date));

-- Whole minutes in so many seconds, rounded down.
create or replace temp macro whole_minutes(seconds) as cast(seconds // 60 as integer);

-- The next moment a clock can tell (microseconds): turns "up to and including" into "before".
create or replace temp macro just_after(moment) as moment + to_microseconds(1);

-- A date as YYYY-MM-DD.
create or replace temp macro day_text(day) as cast(cast(day as date) as varchar);

-- A punch with its place of record as one value that sorts by moment, then file, then record; and its parts again.
create or replace temp macro packed_punch(moment, file_id, record_no) as
    cast(epoch_us(moment) as hugeint) * 4611686018427387904 + (cast(file_id as bigint) * 2147483648 + record_no);
create or replace temp macro packed_moment(packed) as make_timestamp(cast(packed >> 62 as bigint));
create or replace temp macro packed_file_id(packed) as cast((packed >> 31) & 2147483647 as integer);
create or replace temp macro packed_record_no(packed) as cast(packed & 2147483647 as integer);

-- The source of a device address: `source:<name>` of `source:<name>/<number>`.
create or replace temp macro source_of(device_address) as split_part(device_address, '/', 1);

-- A number that is known to be small, as INTEGER.
create or replace temp macro as_integer(number) as cast(number as integer);

-- How often a divisor goes wholly into a number of at least 0.
create or replace temp macro whole_quotient(number, divisor) as number // divisor;

-- The year of a date, and the first day of its month.
create or replace temp macro year_of(day) as cast(extract(year from day) as integer);
create or replace temp macro month_of(day) as cast(date_trunc('month', day) as date);

-- Whole years from one date to another, as an age is told; born on 29 February, a year is full on 1 March.
create or replace temp macro whole_years(earlier, later) as
    cast(
        extract(year from later) - extract(year from earlier)
            - case
                when 100 * extract(month from later) + extract(day from later)
                    < 100 * extract(month from earlier) + extract(day from earlier)
                then 1 else 0
            end as integer
    );

-- A number of working days, to two decimals.
create or replace temp macro as_days(number) as cast(number as decimal(8, 2));

-- A score, percent or index as it is kept: rounded half up to four decimals. A sum of ratios of twelve decimals may fall
-- short of a half by the last of them: what differs from it by less than half a billionth is the half.
create or replace temp macro as_score(number) as
    cast(round(round(cast(number as decimal(38, 12)), 9), 4) as decimal(9, 4));

-- An amount of whatever is counted, rounded half up to the four decimals in which targets are agreed.
create or replace temp macro as_amount(number) as cast(round(cast(number as decimal(38, 12)), 4) as decimal(18, 4));

-- An index of 0 to 100 rounded half up to two decimals, as grades are printed.
create or replace temp macro as_two_places(number) as cast(round(cast(number as decimal(38, 12)), 2) as decimal(9, 2));

-- A figure on the way to a score, to twelve decimals: so many that only the score itself is rounded.
create or replace temp macro as_exact(number) as cast(round(cast(number as decimal(38, 24)), 12) as decimal(38, 12));

-- A variance as it is kept, to twelve decimals.
create or replace temp macro as_variance(number) as cast(round(cast(number as decimal(38, 24)), 12) as decimal(24, 12));

-- A number rounded half up to a whole one.
create or replace temp macro as_whole(number) as cast(round(cast(number as decimal(38, 12)), 0) as hugeint);

-- numerator / denominator of whole numbers not below 0, to 12 decimals, half up: for numbers that `ratio` has no room for.
create or replace temp macro whole_ratio(numerator, denominator) as
    case when denominator = 0 then null else
        cast(
            (2 * cast(numerator as hugeint) * cast(1000000000000 as hugeint) + cast(denominator as hugeint))
            // (2 * cast(denominator as hugeint)) as decimal(38, 0)
        ) * cast(0.000000000001 as decimal(13, 12))
    end;

-- The same for numbers not below 0 of up to twelve decimals, of which `ratio` would keep four.
create or replace temp macro exact_ratio(numerator, denominator) as
    whole_ratio(
        as_whole(cast(numerator as decimal(38, 12)) * 1000000000000),
        as_whole(cast(denominator as decimal(38, 12)) * 1000000000000)
    );

-- The square root of a number from 0 to 10000, half up to six decimals. The root of the engine is only the guess:
-- whole numbers decide.
create or replace temp macro guessed_root(whole) as cast(floor(sqrt(cast(whole as double))) as hugeint);
create or replace temp macro whole_root(whole) as
    guessed_root(whole)
        - case when guessed_root(whole) * guessed_root(whole) > whole then 1 else 0 end
        + case when (guessed_root(whole) + 1) * (guessed_root(whole) + 1) <= whole then 1 else 0 end;
create or replace temp macro square_root(number) as
    cast(
        whole_root(as_whole(1000000000000 * cast(number as decimal(24, 12))))
        + case
            when as_whole(1000000000000 * cast(number as decimal(24, 12)))
                > whole_root(as_whole(1000000000000 * cast(number as decimal(24, 12))))
                    * (whole_root(as_whole(1000000000000 * cast(number as decimal(24, 12)))) + 1)
            then 1 else 0
        end as decimal(18, 0)
    ) * cast(0.000001 as decimal(7, 6));
