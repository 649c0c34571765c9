-- title: 一户多残
-- dimension: disability
-- grain: household
-- unit: count
-- sources: disabled_federation__certificates
-- description: 家庭中持有效残疾人证的成员人数
with disabled as (
    select
        screened_members.household_id,
        count(*) as disabled_count
    from core.screened_members
    inner join core.certificates on screened_members.person_id = certificates.person_id
    where certificates.is_valid
    group by screened_members.household_id
)

select
    disabled.household_id,
    cast(null as varchar) as person_id,
    cast(disabled.disabled_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    '家中有' || cast(disabled.disabled_count as varchar) || '名持证残疾人' as evidence
from disabled
inner join inputs.sources on sources.source = 'disabled_federation__certificates'
