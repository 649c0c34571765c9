-- title: 学籍在读的高中以上学生
-- dimension: income
-- grain: household
-- unit: count
-- sources: education__student_rolls
-- description: 学籍显示在普通高中、中职、大专、本科在读的成员人数（刚性支出办法所列教育支出到本科为止）；脱贫名册已
--   计过就学支出的家庭不重复计
with counts as (
    select
        screened_members.household_id,
        count(*) as students_count,
        max(students.observed_month) as delivery_month
    from core.screened_members
    inner join core.students on screened_members.person_id = students.person_id
    where
        students.source = 'education__student_rolls'
        and students.enrolment_status = '在读'
        and students.school_stage in ('普通高中', '中职', '大专', '本科')
    group by screened_members.household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.students_count as decimal(18, 2)) as amount,
    last_day(cast(counts.delivery_month || '-01' as date)) as observed_date,
    cast(counts.students_count as varchar) || '名成员在高中以上学校就读' as evidence
from counts
left join indicators.student_costs on counts.household_id = student_costs.household_id
where student_costs.household_id is null
