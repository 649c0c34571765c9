-- title: 月报所说的户
-- description: 三个范围里的每一户：本月核实到期的、本期名单上的、本年台账里的；颜色和镇街是那一期名单上的
with newest_list as (
    select max(list_month) as list_month
    from releases.lists
),

-- What speaks of the year is told as the year's newest list names it.
listed_this_year as (
    select
        household_id,
        list_month,
        street_code,
        colour,
        cohorts
    from releases.listings
    where list_date >= make_date(year($on_date), 1, 1)
    qualify row_number() over (partition by household_id order by list_month desc) = 1
),

listed_now as (
    select
        listings.household_id,
        listings.list_month,
        listings.street_code,
        listings.colour,
        listings.cohorts
    from releases.listings
    inner join newest_list on listings.list_month = newest_list.list_month
),

due as (
    select
        listed_this_year.household_id,
        listed_this_year.list_month,
        listed_this_year.street_code,
        listed_this_year.colour,
        listed_this_year.cohorts
    from listed_this_year
    inner join ledger.states on listed_this_year.household_id = states.household_id
    where
        states.verify_by <= $on_date
        and states.verify_by >= make_date(year($on_date), month($on_date), 1)
)

select
    'due' as scope,
    household_id,
    list_month,
    street_code,
    colour,
    cohorts
from due
union all
select
    'list' as scope,
    household_id,
    list_month,
    street_code,
    colour,
    cohorts
from listed_now
union all
select
    'year' as scope,
    household_id,
    list_month,
    street_code,
    colour,
    cohorts
from listed_this_year
