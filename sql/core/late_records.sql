-- title: 迟到的记录
-- description: 上次发布之后才到、说的却是那之前的事的记录，按来源和家庭；人已去世或离开的，算在上次所在的户
with placed as (
    select
        late_rows.source,
        coalesce(members.household_id, previous_members.household_id) as household_id,
        late_rows.rows_count,
        late_rows.earliest_date
    from inputs.late_rows
    left join core.members on late_rows.person_id = members.person_id
    left join releases.previous_members
        on late_rows.person_id = previous_members.person_id
)

select
    source,
    household_id,
    cast(sum(rows_count) as bigint) as late_rows_count,
    min(earliest_date) as earliest_date
from placed
where household_id is not null
group by source, household_id
