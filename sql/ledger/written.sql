-- title: 报来的走访结果
-- description: 各镇街报来的每一行，一行不少：属于哪一期名单；不属于任何一期的，写明原因
with filled as (
    select
        file_id,
        sheet,
        row_number,
        delivery_rank,
        delivery_month as known_month,
        household_id as household_id_written,
        list_month as list_month_written,
        visited_date,
        visit_result,
        conclusion,
        help_needed,
        substring(
            md5(concat_ws('|', file_id, sheet, cast(row_number as varchar))), 1, 16
        ) as answer_id
    from staging.field__visit_results
    where
        is_answered
        and not is_nomination
        and coalesce(visited_date <= $on_date, true)
),

listed_ever as (
    select distinct household_id
    from releases.listings
),

known as (
    select distinct household_id
    from releases.registry
),

-- The list it names, where the visit came after it; else the newest list before the visit.
belongs as (
    select
        filled.answer_id,
        listings.list_month,
        listings.street_code,
        listings.verify_by
    from filled
    inner join releases.listings
        on
            filled.household_id_written = listings.household_id
            and filled.visited_date >= listings.list_date
    qualify
        row_number() over (
            partition by filled.answer_id
            order by
                case when filled.list_month_written = listings.list_month then 1 else 2 end asc,
                listings.list_month desc
        ) = 1
),

votes as (
    select
        filled.file_id,
        belongs.street_code,
        count(*) as rows_count
    from filled
    inner join belongs on filled.answer_id = belongs.answer_id
    group by filled.file_id, belongs.street_code
),

-- A workbook is one street's: that of most of its households.
senders as (
    select
        file_id,
        street_code
    from votes
    qualify
        row_number() over (
            partition by file_id
            order by rows_count desc, street_code asc
        ) = 1
)

select
    filled.answer_id,
    filled.file_id,
    filled.sheet,
    filled.row_number,
    filled.delivery_rank,
    filled.known_month,
    filled.household_id_written,
    filled.list_month_written,
    filled.visited_date,
    filled.visit_result,
    filled.conclusion,
    filled.help_needed,
    case
        when filled.household_id_written is null then 'no_household'
        when listed_ever.household_id is null and known.household_id is not null
            then 'never_listed'
        when listed_ever.household_id is null then 'unknown_household'
        when filled.visited_date is null or filled.visit_result is null then 'no_date'
        when belongs.answer_id is null then 'before_listing'
    end as reason,
    belongs.list_month,
    belongs.street_code,
    belongs.verify_by,
    senders.street_code as sender_street_code
from filled
left join listed_ever on filled.household_id_written = listed_ever.household_id
left join known on filled.household_id_written = known.household_id
left join belongs on filled.answer_id = belongs.answer_id
left join senders on filled.file_id = senders.file_id
