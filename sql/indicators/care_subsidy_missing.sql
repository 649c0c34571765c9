-- title: 重度残疾人未领护理补贴
-- dimension: disability
-- grain: household
-- unit: count
-- sources: disabled_federation__certificates,civil_affairs__disability_subsidies,
--   civil_affairs__assistance
-- description: 持有效证的一级、二级残疾人（各地可以扩到三级），不在护理补贴名册（金额为零的不算在领），也不是特困人员（特困另有照料护理费）的人数
with subsidised as (
    select distinct person_id
    from core.benefits
    where benefit in ('重度残疾人护理补贴', '残疾人两项补贴', '特困人员')
),

months as (
    select max(delivery_month) as delivery_month
    from inputs.sources
    where source = 'civil_affairs__disability_subsidies'
),

counts as (
    select
        screened_members.household_id,
        count(*) as missing_count,
        min(screened_members.person_id) as person_id
    from core.screened_members
    inner join core.certificates on screened_members.person_id = certificates.person_id
    left join subsidised on screened_members.person_id = subsidised.person_id
    where
        certificates.is_valid
        and certificates.disability_grade <= $severe_disability_grade
        and subsidised.person_id is null
    group by screened_members.household_id
)

select
    counts.household_id,
    case when counts.missing_count = 1 then counts.person_id end as person_id,
    cast(counts.missing_count as decimal(18, 2)) as amount,
    last_day(cast(months.delivery_month || '-01' as date)) as observed_date,
    cast(counts.missing_count as varchar) || '名重度残疾人不在护理补贴名册' as evidence
from counts
cross join months
