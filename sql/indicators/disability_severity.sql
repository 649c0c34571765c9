-- title: 残疾程度
-- dimension: disability
-- grain: household
-- unit: code
-- sources: disabled_federation__certificates
-- description: 家庭中残疾最重的有效持证人：一级=4，二级=3，三级=2，四级=1；
--   政策参数列明的三级类别按单人保口径视同二级
with graded as (
    select
        screened_members.household_id,
        screened_members.person_id,
        certificates.disability_grade,
        case
            when certificates.disability_grade <= $severe_disability_grade
                then 5 - certificates.disability_grade
            when
                certificates.disability_grade = 3
                and position(certificates.disability_category in $severe_grade_three_categories) > 0
                then 3
            else 5 - certificates.disability_grade
        end as severity
    from core.screened_members
    inner join core.certificates on screened_members.person_id = certificates.person_id
    where certificates.is_valid
),

ranked as (
    select
        household_id,
        person_id,
        disability_grade,
        severity,
        row_number() over (
            partition by household_id
            order by severity desc, disability_grade asc, person_id asc
        ) as severity_rank
    from graded
)

select
    ranked.household_id,
    ranked.person_id,
    cast(ranked.severity as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    '有效残疾人证，残疾等级'
    || case ranked.disability_grade
        when 1 then '一级'
        when 2 then '二级'
        when 3 then '三级'
        else '四级'
    end as evidence
from ranked
inner join inputs.sources on sources.source = 'disabled_federation__certificates'
where ranked.severity_rank = 1
