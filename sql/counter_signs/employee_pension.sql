-- title: 职工养老金
-- description: 成员在领职工或机关事业单位养老金
-- source: human_resources__pensions
-- question: 请核实养老金数额和家中还有没有别的收入
with listed as (
    select
        screened_members.household_id,
        pensions.person_id,
        pensions.pension_kind,
        pensions.status,
        pensions.monthly_amount_yuan,
        pensions.delivery_month
    from core.screened_members
    inner join staging.human_resources__pensions as pensions
        on screened_members.person_id = pensions.person_id
    qualify
        row_number() over (
            partition by pensions.person_id, pensions.pension_kind
            order by
                pensions.delivery_rank desc,
                pensions.is_alternative asc,
                pensions.row_number desc,
                pensions.sheet desc
        ) = 1
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(last_day(cast(delivery_month || '-01' as date))) as observed_date,
    cast(count(distinct person_id) as varchar) || '名成员在领职工或机关事业养老金' as evidence
from listed
where
    pension_kind in ('职工养老', '机关事业养老')
    and coalesce(status, '正常') = '正常'
    and monthly_amount_yuan > 0
group by household_id
