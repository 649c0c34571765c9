-- title: 在名单上的一段段时间
-- description: 每户从列入到不再列入算一段：哪天列入、哪天起不在名单上（仍在的为空）、下一次哪天又列入
with numbered as (
    select
        list_month,
        list_date,
        row_number() over (order by list_month asc) as list_number
    from releases.lists
),

placed as (
    select
        listings.household_id,
        numbered.list_month,
        numbered.list_date,
        numbered.list_number,
        numbered.list_number - row_number() over (
            partition by listings.household_id
            order by numbered.list_number asc
        ) as stretch
    from releases.listings
    inner join numbered on listings.list_month = numbered.list_month
),

stretches as (
    select
        household_id,
        stretch,
        min(list_month) as first_list_month,
        min(list_date) as listed_date,
        max(list_number) as last_number
    from placed
    group by household_id, stretch
)

select
    stretches.household_id,
    stretches.first_list_month,
    stretches.listed_date,
    numbered.list_month as delisted_month,
    numbered.list_date as delisted_date,
    lead(stretches.listed_date) over (
        partition by stretches.household_id
        order by stretches.first_list_month asc
    ) as next_listed_date
from stretches
left join numbered on stretches.last_number + 1 = numbered.list_number
