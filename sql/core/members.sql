-- title: 家庭成员
-- description: 每个在世的人属于且只属于一户；户主去世或没有写明的，依次是配偶、最年长的成年人、最年长
--   的人
with homes as (
    select
        homes.person_id,
        ids.household_id,
        persons.birth_date,
        coalesce(residents.relationship, roster.relationship) as relationship,
        residents.residence_status,
        coalesce(residents.has_doubt, false) as has_doubt,
        -- Who heads a household is said by the list that makes it, not by one that adds to it.
        case
            when homes.household_key like 'ledger/%' then residents.role
            when homes.household_key like 'roster/%' then relationships.role
        end as role,
        persons.age_years >= $adult_age_years as is_adult
    from core.homes as homes
    inner join core.household_ids as ids on homes.household_key = ids.household_key
    inner join core.persons as persons on homes.person_id = persons.person_id
    left join core.resident_rows as residents on homes.person_id = residents.person_id
    left join core.roster as roster on homes.person_id = roster.person_id
    left join core.relationships as relationships
        on roster.relationship = relationships.relationship
),

ordered as (
    select
        homes.*,
        -- One text a person: who comes first in it heads the household.
        concat(
            case
                when homes.role = 'head' then '1'
                when homes.role = 'spouse' then '2'
                when homes.is_adult then '3'
                else '4'
            end,
            cast(homes.birth_date as varchar),
            homes.person_id
        ) as succession
    from homes
),

heads as (
    select
        household_id,
        min(succession) as succession
    from ordered
    group by household_id
)

select
    ordered.person_id,
    ordered.household_id,
    ordered.relationship,
    ordered.residence_status,
    ordered.succession = heads.succession as is_head,
    ordered.has_doubt
from ordered
inner join heads on ordered.household_id = heads.household_id
