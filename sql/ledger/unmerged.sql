-- title: 没有并入的回填
-- description: 对不上任何一期名单的回填：原因，户编号只差一个字的是哪一户（只有一户时才写）
with unmerged as (
    select *
    from ledger.written
    where reason is not null
),

asked as (
    select distinct household_id_written as household_id
    from unmerged
    where reason = 'unknown_household'
),

listed_ever as (
    select distinct household_id
    from releases.listings
),

-- Two numbers that differ by one sign have their first five or their last five in common.
pairs as (
    select
        asked.household_id as written,
        listed_ever.household_id as near
    from asked
    inner join listed_ever
        on substring(asked.household_id, 1, 5) = substring(listed_ever.household_id, 1, 5)
    union
    select
        asked.household_id as written,
        listed_ever.household_id as near
    from asked
    inner join listed_ever
        on
            substring(asked.household_id, length(asked.household_id) - 4, 5)
            = substring(listed_ever.household_id, length(listed_ever.household_id) - 4, 5)
),

nearest as (
    select
        written,
        min(near) as near
    from pairs
    where levenshtein(written, near) <= 1
    group by written
    having count(*) = 1
)

select
    unmerged.answer_id,
    unmerged.file_id,
    unmerged.sheet,
    unmerged.row_number,
    unmerged.known_month,
    unmerged.household_id_written,
    unmerged.list_month_written,
    unmerged.visited_date,
    unmerged.visit_result,
    unmerged.conclusion,
    unmerged.help_needed,
    unmerged.sender_street_code,
    unmerged.reason,
    nearest.near as nearest_household_id
from unmerged
left join nearest on unmerged.household_id_written = nearest.written
