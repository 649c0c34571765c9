-- title: 老养残
-- dimension: household
-- grain: household
-- unit: count
-- sources: community__residents,disabled_federation__certificates
-- description: 未到老年的重度残疾人（单人保口径），同住的只有老人或未成年人，且至少有一名老人；值为这样的残疾人数
with abilities as (
    select
        screened_members.household_id,
        case when persons.age_years >= $elder_age_years then 1 else 0 end as is_elder,
        case
            when
                persons.age_years < $elder_age_years
                and certificates.is_valid
                and (
                    certificates.disability_grade <= $severe_disability_grade
                    or (
                        certificates.disability_grade = 3
                        and position(
                            certificates.disability_category in $severe_grade_three_categories
                        ) > 0
                    )
                )
                then 1
            else 0
        end as is_dependent,
        case when persons.age_years < $adult_age_years then 1 else 0 end as is_child
    from core.screened_members
    inner join core.persons on screened_members.person_id = persons.person_id
    left join core.certificates on screened_members.person_id = certificates.person_id
),

counts as (
    select
        household_id,
        count(*) as known_count,
        sum(is_dependent) as dependents_count,
        sum(is_elder) as elders_count,
        sum(
            case when is_elder = 1 or is_dependent = 1 or is_child = 1 then 0 else 1 end
        ) as others_count
    from abilities
    group by household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.dependents_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    cast(counts.dependents_count as varchar) || '名重度残疾人由老人照料' as evidence
from counts
inner join core.households on counts.household_id = households.household_id
inner join inputs.sources on sources.source = 'community__residents'
where
    counts.dependents_count > 0
    and counts.elders_count > 0
    and counts.others_count = 0
    and counts.known_count = households.members_count
    and not households.is_provisional
