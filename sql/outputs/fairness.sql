-- title: 同样的风险，同样的机会
-- description: 每个镇街、颜色和得分段：有多少户、排进多少，与全区同一段的比例对照；没有申报走访数的镇街全部列入
with banded as (
    select
        selection.street_code,
        households.street_name,
        selection.visits_per_month is not null as is_declared,
        selection.colour,
        selection.colour_rank,
        selection.score - selection.score % 10 as score_from,
        selection.is_selected,
        selection.is_exploration
    from outputs.selection
    inner join core.households
        on selection.household_id = households.household_id
),

district as (
    select
        is_declared,
        colour,
        score_from,
        round(count(case when is_selected then 1 end) * 1.0 / nullif(count(*), 0), 4) as share
    from banded
    group by is_declared, colour, score_from
),

counted as (
    select
        street_code,
        street_name,
        is_declared,
        colour,
        score_from,
        count(*) as households_count,
        count(case when is_selected then 1 end) as selected_count,
        count(case when is_exploration then 1 end) as sample_count
    from banded
    group by street_code, street_name, is_declared, colour, score_from
)

select
    cast($month as varchar) as month,
    counted.street_code,
    counted.street_name,
    counted.is_declared,
    counted.colour,
    cast(counted.score_from as integer) as score_from,
    cast(counted.households_count as integer) as households_count,
    cast(counted.selected_count as integer) as selected_count,
    cast(counted.sample_count as integer) as sample_count,
    cast(counted.households_count - counted.selected_count as integer) as waiting_count,
    cast(
        round(counted.selected_count * 1.0 / nullif(counted.households_count, 0), 4)
        as decimal(6, 4)
    ) as share,
    cast(district.share as decimal(6, 4)) as district_share
from counted
inner join district
    on
        counted.is_declared = district.is_declared
        and counted.colour = district.colour
        and counted.score_from = district.score_from
