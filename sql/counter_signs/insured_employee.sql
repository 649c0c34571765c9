-- title: 在职参保
-- description: 成员的职工养老或机关事业养老保险正常缴费；灵活就业人员自己缴的不问
-- source: human_resources__social_insurance
-- question: 请核实在哪里上班、是否全年有活、工资多少，挂靠参保的记明
with listed as (
    select
        screened_members.household_id,
        insurance.person_id,
        insurance.insurance_kind,
        insurance.payment_status,
        insurance.delivery_month
    from core.screened_members
    inner join staging.human_resources__social_insurance as insurance
        on screened_members.person_id = insurance.person_id
    qualify
        row_number() over (
            partition by insurance.person_id, insurance.insurance_kind
            order by
                insurance.delivery_rank desc,
                insurance.is_alternative asc,
                insurance.row_number desc,
                insurance.sheet desc
        ) = 1
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(last_day(cast(delivery_month || '-01' as date))) as observed_date,
    cast(count(distinct person_id) as varchar) || '名成员在单位参保缴费' as evidence
from listed
where insurance_kind in ('职工养老', '机关事业养老') and payment_status = '正常缴费'
group by household_id
