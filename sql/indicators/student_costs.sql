-- title: 非义务教育就学支出
-- dimension: income
-- grain: household
-- unit: count
-- sources: rural_affairs__poverty_roster
-- description: 名册记为高中、中职、大专、本科在读的成员人数（刚性支出办法所列教育支出到本科为止，义务教育阶段不算）
with counts as (
    select
        screened_members.household_id,
        count(*) as students_count
    from core.screened_members
    inner join core.students on screened_members.person_id = students.person_id
    where students.roster_school_stage in ('普通高中', '中职', '大专', '本科')
    group by screened_members.household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.students_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    cast(counts.students_count as varchar) || '名成员在高中以上学校就读' as evidence
from counts
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
