-- title: 生活不能自理
-- dimension: disability
-- grain: household
-- unit: code
-- sources: disabled_federation__certificates
-- description: 有效持证人的自理程度：不能自理=2，部分自理=1，自理=0；取最重的一人，未填写的不算
with graded as (
    select
        screened_members.household_id,
        screened_members.person_id,
        case certificates.self_care
            when '不能自理' then 2
            when '部分自理' then 1
            else 0
        end as severity
    from core.screened_members
    inner join core.certificates on screened_members.person_id = certificates.person_id
    where certificates.is_valid and certificates.self_care in ('自理', '部分自理', '不能自理')
),

ranked as (
    select
        household_id,
        person_id,
        severity,
        row_number() over (
            partition by household_id
            order by severity desc, person_id asc
        ) as severity_rank
    from graded
)

select
    ranked.household_id,
    ranked.person_id,
    cast(ranked.severity as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case ranked.severity
        when 2 then '有成员生活不能自理'
        when 1 then '有成员生活部分自理'
        else '持证成员生活能自理'
    end as evidence
from ranked
inner join inputs.sources on sources.source = 'disabled_federation__certificates'
where ranked.severity_rank = 1
