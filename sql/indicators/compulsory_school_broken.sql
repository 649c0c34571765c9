-- title: 义务教育中断
-- dimension: living
-- grain: household
-- unit: count
-- sources: education__student_rolls
-- description: 学籍在小学、初中而记为休学、退学的未成年成员人数（义务教育有保障属“三保障”）；不说是谁
with counts as (
    select
        screened_members.household_id,
        count(*) as children_count,
        max(students.observed_month) as delivery_month
    from core.screened_members
    inner join core.students on screened_members.person_id = students.person_id
    inner join core.persons on screened_members.person_id = persons.person_id
    where
        students.source = 'education__student_rolls'
        and students.is_compulsory_stage
        and students.enrolment_status in ('休学', '退学')
        and persons.age_years < $adult_age_years
    group by screened_members.household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(children_count as decimal(18, 2)) as amount,
    last_day(cast(delivery_month || '-01' as date)) as observed_date,
    cast(children_count as varchar) || '名义务教育阶段的孩子休学或退学' as evidence
from counts
