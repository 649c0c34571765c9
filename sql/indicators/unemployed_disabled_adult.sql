-- title: 成年无业重度残疾人
-- dimension: disability
-- grain: household
-- unit: count
-- sources: disabled_federation__certificates
-- description: 成年、未到老年、残疾证职业状况为无业且达到单人保残疾程度的成员人数；与残疾程度同出一证，
--   故计入残疾维度，不作第二维度
with unemployed as (
    select
        screened_members.household_id,
        count(*) as unemployed_count,
        min(screened_members.person_id) as person_id
    from core.screened_members
    inner join core.persons on screened_members.person_id = persons.person_id
    inner join core.certificates on screened_members.person_id = certificates.person_id
    where
        certificates.is_valid
        and persons.age_years >= $adult_age_years
        and persons.age_years < $elder_age_years
        and certificates.employment in ('无业', '未就业', '失业', '待业', '无工作', '未工作', '无')
        and (
            certificates.disability_grade <= $severe_disability_grade
            or (
                certificates.disability_grade = 3
                and position(certificates.disability_category in $severe_grade_three_categories) > 0
            )
        )
    group by screened_members.household_id
)

select
    unemployed.household_id,
    unemployed.person_id,
    cast(unemployed.unemployed_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    '有' || cast(unemployed.unemployed_count as varchar) || '名成年重度残疾人无业' as evidence
from unemployed
inner join inputs.sources on sources.source = 'disabled_federation__certificates'
