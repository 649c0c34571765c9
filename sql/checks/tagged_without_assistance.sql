-- title: 标为低保户却不在救助名册
-- description: 网格台账标为低保户或特困人员，而全家没有人在救助名册上享受低保或特困；只在本月有救助名册时比对
-- source: community__residents
-- level: warn
-- reason: 台账标签是低保户或特困人员，民政救助名册上这一家却没有人在享。请核实：已经停发的去掉标签；确实在享的请告知
--   民政部门核对名册。
with tagged as (
    select
        residents.file_id,
        residents.sheet,
        residents.row_number,
        residents.person_id
    from staging.community__residents as residents
    inner join inputs.sources on sources.source = 'civil_affairs__assistance'
    where
        sources.status = 'present'
        and not residents.is_alternative
        and (
            position('低保户' in residents.resident_tags) > 0
            or position('特困人员' in residents.resident_tags) > 0
        )
),

drawing as (
    select distinct members.household_id
    from core.assistance
    inner join core.members on assistance.person_id = members.person_id
    where assistance.is_current and assistance.category in ('最低生活保障', '特困人员')
)

select
    tagged.file_id,
    tagged.sheet,
    tagged.row_number,
    'resident_tags' as column_name
from tagged
inner join core.members on tagged.person_id = members.person_id
left join drawing on members.household_id = drawing.household_id
where drawing.household_id is null
