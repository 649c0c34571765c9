-- title: 筛查住户
-- description: 全部筛查住户及结果，不含姓名、电话和住址
select
    cast($month as varchar) as month,
    assessed.household_id,
    households.street_code,
    households.street_name,
    households.community_name,
    households.grid_code,
    cast(households.members_count as integer) as members_count,
    assessed.is_screened,
    assessed.cohorts,
    cast(assessed.score as integer) as score,
    assessed.colour,
    assessed.status,
    cast(assessed.months_listed as integer) as months_listed,
    cast(assessed.dimensions_count as integer) as dimensions_count,
    cast(assessed.not_assessed_count as integer) as not_assessed_count,
    assessed.reasons,
    assessed.already_receives,
    assessed.data_gaps,
    households.is_provisional,
    selection.selection
from screening.households as assessed
inner join core.households
    on assessed.household_id = households.household_id
left join outputs.selection
    on assessed.household_id = selection.household_id
