-- title: 市场主体
-- description: 成员名下存续的个体工商户、公司等
-- source: market_regulation__business_licences
-- question: 请核实是否还在经营、经营收入多少，长期停业的提示办理注销
with listed as (
    select
        screened_members.household_id,
        licences.person_id,
        licences.credit_code,
        licences.status,
        licences.delivery_month
    from core.screened_members
    inner join staging.market_regulation__business_licences as licences
        on screened_members.person_id = licences.person_id
    qualify
        row_number() over (
            partition by licences.person_id, licences.credit_code
            order by
                licences.delivery_rank desc,
                licences.is_alternative asc,
                licences.row_number desc,
                licences.sheet desc
        ) = 1
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(last_day(cast(delivery_month || '-01' as date))) as observed_date,
    '登记有' || cast(count(distinct credit_code) as varchar) || '个存续的市场主体' as evidence
from listed
where status = '存续'
group by household_id
