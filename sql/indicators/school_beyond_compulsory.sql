-- title: 学籍在读的高中以上学生
-- dimension: income
-- grain: household
-- unit: count
-- sources: education__student_rolls
-- description: 学籍显示在普通高中、中职、大专、本科在读的成员人数（刚性支出办法所列教育支出到本科为止）；脱贫名册已
--   计过就学支出的家庭不重复计
with listed as (
    select
        screened_members.household_id,
        rolls.person_id,
        rolls.school_stage,
        rolls.enrolment_status,
        rolls.delivery_month
    from core.screened_members
    inner join staging.education__student_rolls as rolls
        on screened_members.person_id = rolls.person_id
    qualify
        row_number() over (
            partition by rolls.person_id
            order by
                rolls.delivery_rank desc,
                rolls.is_alternative asc,
                rolls.row_number desc,
                rolls.sheet desc
        ) = 1
),

counts as (
    select
        household_id,
        count(*) as students_count,
        max(delivery_month) as delivery_month
    from listed
    where
        enrolment_status = '在读'
        and school_stage in ('普通高中', '中职', '大专', '本科')
    group by household_id
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
