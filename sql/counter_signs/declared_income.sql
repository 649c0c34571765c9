-- title: 申报收入
-- description: 成员近十二个自然月申报的收入合计超过规定数额；只说超过，不写数额
-- source: tax__income_tax
-- question: 请核实是否本人的收入、现在还有没有，被冒用身份申报的提示本人在个人所得税手机应用里申诉
with newest as (
    select
        screened_members.household_id,
        income.person_id,
        income.period_month,
        income.income_yuan
    from core.screened_members
    inner join staging.tax__income_tax as income
        on screened_members.person_id = income.person_id
    where
        income.period_month <= $as_of_date
        and 12 * (year($as_of_date) - year(income.period_month))
        + month($as_of_date) - month(income.period_month) < 12
    -- A month declared again replaces what was declared before.
    qualify
        row_number() over (
            partition by income.person_id, income.period_month, income.income_kind
            order by
                income.delivery_rank desc,
                income.row_number desc,
                income.sheet desc
        ) = 1
),

totals as (
    select
        household_id,
        person_id,
        max(period_month) as period_month,
        sum(income_yuan) as total_yuan
    from newest
    group by household_id, person_id
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    last_day(max(period_month)) as observed_date,
    cast(count(*) as varchar) || '名成员近一年申报收入较高' as evidence
from totals
where total_yuan > $declared_income_question_yuan
group by household_id
