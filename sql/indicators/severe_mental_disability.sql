-- title: 重度精神残疾
-- dimension: disability
-- grain: household
-- unit: count
-- sources: disabled_federation__certificates
-- description: 家庭中有效持证的精神残疾一、二级人数；名单上只写“需重点看护”，不写类别
with severe as (
    select
        screened_members.household_id,
        count(*) as severe_count,
        min(screened_members.person_id) as person_id
    from core.screened_members
    inner join core.certificates on screened_members.person_id = certificates.person_id
    where
        certificates.is_valid
        and certificates.disability_category = '精神'
        and certificates.disability_grade <= $severe_disability_grade
    group by screened_members.household_id
)

select
    severe.household_id,
    severe.person_id,
    cast(severe.severe_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    '有' || cast(severe.severe_count as varchar) || '名重度残疾人需重点看护' as evidence
from severe
inner join inputs.sources on sources.source = 'disabled_federation__certificates'
