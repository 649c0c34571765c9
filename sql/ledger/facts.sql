-- title: 台账里的事
-- description: 每户按日子排列的事：列入、颜色加重、不再列入多久了、走访、结论、会商、待遇落实、镇街报来；状态由此推出
with coloured as (
    select
        household_id,
        list_month,
        list_date,
        street_code,
        colour,
        case colour when 'red' then 3 when 'orange' then 2 else 1 end as colour_rank
    from releases.listings
),

compared as (
    select
        *,
        lag(colour_rank) over (
            partition by household_id
            order by list_month asc
        ) as colour_rank_before
    from coloured
),

listed as (
    select
        coloured.household_id,
        coloured.list_date as event_date,
        'listed' as fact,
        20 as fact_rank,
        coloured.colour as detail,
        coloured.list_month as known_month,
        coloured.list_month,
        coloured.list_month as told_by,
        'releases' as source
    from coloured
    inner join ledger.stretches as stretches
        on
            coloured.household_id = stretches.household_id
            and coloured.list_month = stretches.first_list_month
),

worsened as (
    select
        compared.household_id,
        compared.list_date as event_date,
        'worsened' as fact,
        20 as fact_rank,
        compared.colour as detail,
        compared.list_month as known_month,
        compared.list_month,
        compared.list_month as told_by,
        'releases' as source
    from compared
    left join listed
        on
            compared.household_id = listed.household_id
            and compared.list_month = listed.list_month
    where compared.colour_rank > compared.colour_rank_before and listed.household_id is null
),

delisted as (
    select
        household_id,
        delisted_date as event_date,
        'delisted' as fact,
        10 as fact_rank,
        cast(null as varchar) as detail,
        delisted_month as known_month,
        delisted_month as list_month,
        delisted_month as told_by,
        'releases' as source
    from ledger.stretches
    where delisted_date is not null
),

spans as (
    select
        'long_off' as fact,
        $ledger_stable_months as months_count
    union all
    select
        'very_long_off' as fact,
        $ledger_leave_months as months_count
),

-- So many months later: the same day, or the month's last where it has none.
later_months as (
    select
        stretches.household_id,
        stretches.delisted_date,
        stretches.delisted_month,
        stretches.next_listed_date,
        spans.fact,
        year(stretches.delisted_date) * 12
        + month(stretches.delisted_date) - 1 + spans.months_count as month_number
    from ledger.stretches as stretches
    cross join spans
    where stretches.delisted_date is not null
),

later_firsts as (
    select
        *,
        make_date(
            cast(floor(month_number / 12) as integer), cast(month_number % 12 + 1 as integer), 1
        ) as first_date
    from later_months
),

waited as (
    select
        *,
        make_date(
            year(first_date),
            month(first_date),
            least(day(delisted_date), day(last_day(first_date)))
        ) as event_date
    from later_firsts
),

passed as (
    select
        household_id,
        event_date,
        fact,
        case fact when 'long_off' then 30 else 40 end as fact_rank,
        cast(null as varchar) as detail,
        substring(cast(event_date as varchar), 1, 7) as known_month,
        delisted_month as list_month,
        delisted_month as told_by,
        'releases' as source
    from waited
    where event_date <= $on_date and coalesce(event_date < next_listed_date, true)
),

visited as (
    select
        household_id,
        visited_date as event_date,
        case visit_result
            when '已见到' then 'seen'
            when '未遇到' then 'not_reached'
            when '已搬走' then 'moved'
            else 'refused'
        end as fact,
        50 as fact_rank,
        visit_result as detail,
        known_month,
        list_month,
        answer_id as told_by,
        source
    from ledger.visits
),

concluded as (
    select
        household_id,
        visited_date as event_date,
        case
            when conclusion in ('not_delivered', 'not_covered') then 'to_refer' else conclusion
        end as fact,
        60 as fact_rank,
        conclusion as detail,
        known_month,
        list_month,
        answer_id as told_by,
        source
    from ledger.visits
    where conclusion is not null
),

helped as (
    select
        household_id,
        started_date as event_date,
        'helped' as fact,
        80 as fact_rank,
        benefit as detail,
        known_month,
        cast(null as varchar) as list_month,
        help_id as told_by,
        'releases' as source
    from ledger.helps
),

first_listed as (
    select
        household_id,
        min(list_date) as list_date
    from releases.listings
    group by household_id
),

conferenced as (
    select
        conferences.household_id,
        conferences.conference_date as event_date,
        'conferenced' as fact,
        70 as fact_rank,
        min(conferences.decision) as detail,
        min(conferences.delivery_month) as known_month,
        cast(null as varchar) as list_month,
        'conference' as told_by,
        'field__conferences' as source
    from staging.field__conferences as conferences
    inner join first_listed on conferences.household_id = first_listed.household_id
    where
        conferences.conference_date <= $on_date
        and conferences.conference_date >= first_listed.list_date
    group by conferences.household_id, conferences.conference_date
),

-- Somebody the office knows, in a household that has been listed: told once, however often.
nominated as (
    select
        nominations.household_id,
        greatest(
            coalesce(rows.visited_date, last_day(cast(nominations.month || '-01' as date))),
            first_listed.list_date
        ) as event_date,
        'nominated' as fact,
        25 as fact_rank,
        cast(null as varchar) as detail,
        nominations.month as known_month,
        cast(null as varchar) as list_month,
        concat_ws(
            '|', nominations.file_id, nominations.sheet, cast(nominations.row_number as varchar)
        ) as told_by,
        'field__visit_results' as source
    from releases.nominations
    inner join first_listed on nominations.household_id = first_listed.household_id
    left join staging.field__visit_results as rows
        on
            nominations.file_id = rows.file_id
            and nominations.sheet = rows.sheet
            and nominations.row_number = rows.row_number
    qualify
        row_number() over (
            partition by nominations.file_id, nominations.sheet, nominations.row_number
            order by nominations.month asc, nominations.household_id asc
        ) = 1
),

told as (
    select * from listed
    union all
    select * from worsened
    union all
    select * from delisted
    union all
    select * from passed
    union all
    select * from visited
    union all
    select * from concluded
    union all
    select * from helped
    union all
    select * from conferenced
    union all
    select * from nominated
),

named as (
    select
        *,
        substring(
            md5(concat_ws('|', household_id, fact, cast(event_date as varchar), told_by)), 1, 16
        ) as fact_id
    from told
)

select
    household_id,
    fact_id,
    event_date,
    fact,
    cast(fact_rank as integer) as fact_rank,
    detail,
    known_month,
    list_month,
    told_by,
    source,
    cast(
        row_number() over (
            partition by household_id
            order by event_date asc, fact_rank asc, fact_id asc
        ) as integer
    ) as fact_number
from named
