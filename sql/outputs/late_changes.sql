-- title: 迟到记录带来的变化
-- description: 有迟到记录的筛查住户，每个来源一行：迟到多少行、最早是哪天，以及分数和颜色前后各是什么
select
    cast($month as varchar) as month,
    late_records.household_id,
    late_records.source,
    sources.title as source_title,
    late_records.late_rows_count,
    late_records.earliest_date,
    previous_households.colour as previous_colour,
    assessed.colour,
    cast(previous_households.score as integer) as previous_score,
    cast(assessed.score as integer) as score,
    coalesce(previous_households.colour, '') <> coalesce(assessed.colour, '')
    or coalesce(previous_households.score, 0) <> coalesce(assessed.score, 0) as is_changed
from core.late_records
inner join inputs.sources on late_records.source = sources.source
left join screening.households as assessed
    on late_records.household_id = assessed.household_id
left join releases.previous_households
    on late_records.household_id = previous_households.household_id
where assessed.household_id is not null or previous_households.household_id is not null
