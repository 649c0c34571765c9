-- title: 住房公积金
-- description: 成员的住房公积金正常缴存
-- source: housing_fund__provident_fund
-- question: 请核实在哪里上班、工资多少，已经离职的记明
with listed as (
    select
        screened_members.household_id,
        fund.person_id,
        fund.payment_status,
        fund.monthly_deposit_yuan,
        fund.delivery_month
    from core.screened_members
    inner join staging.housing_fund__provident_fund as fund
        on screened_members.person_id = fund.person_id
    qualify
        row_number() over (
            partition by fund.person_id
            order by
                fund.delivery_rank desc,
                fund.is_alternative asc,
                fund.row_number desc,
                fund.sheet desc
        ) = 1
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(last_day(cast(delivery_month || '-01' as date))) as observed_date,
    cast(count(*) as varchar) || '名成员的住房公积金正常缴存' as evidence
from listed
where payment_status = '正常缴存' and monthly_deposit_yuan > 0
group by household_id
