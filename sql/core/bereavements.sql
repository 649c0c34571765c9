-- title: 家里有人去世
-- description: 要对照政策的家庭里已去世的人，每人一行：按网格台账或上次名单知道他在哪一户，去世时是否到了劳动年龄、
--   未到老年；不知道在哪一户的没有行
with ledger as (
    select
        residents.person_id,
        ids.household_id
    from staging.community__residents as residents
    inner join core.deaths as deaths on residents.person_id = deaths.person_id
    inner join reference.places as places
        on
            coalesce(residents.town_name, '') = places.town_name
            and coalesce(residents.community_name, '') = places.community_name
    left join core.relationships as relationships
        on residents.relationship = relationships.relationship
    inner join core.household_ids as ids
        on
            concat(
                'ledger/',
                places.town_key,
                '/',
                places.community_key,
                '/',
                residents.household_number
            ) = ids.household_key
    where coalesce(relationships.role, 'member') <> 'supporter'
    qualify
        row_number() over (
            partition by residents.person_id
            order by
                case residents.residence_status
                    when '人户一致' then 1
                    when '人在户不在' then 2
                    when '户在人不在' then 3
                    else 4
                end asc,
                residents.delivery_rank desc,
                residents.is_alternative asc,
                residents.row_number desc,
                residents.sheet desc
        ) = 1
),

-- The ledger drops the dead sooner or later; the last list remembers them.
remembered as (
    select
        deaths.person_id,
        coalesce(ledger.household_id, previous.household_id) as household_id,
        deaths.death_date
    from core.deaths as deaths
    left join ledger on deaths.person_id = ledger.person_id
    left join releases.previous_members as previous
        on deaths.person_id = previous.person_id
),

living as (
    select distinct household_id
    from core.considered_members
)

select
    remembered.household_id,
    remembered.person_id,
    remembered.death_date,
    coalesce(
        (
            year(remembered.death_date) * 10000 + month(remembered.death_date) * 100
            + day(remembered.death_date)
            - year(persons.birth_date) * 10000 - month(persons.birth_date) * 100
            - day(persons.birth_date)
        ) // 10000 between $minor_age_years and $elder_age_years - 1,
        false
    ) as was_of_working_age
from remembered
inner join living on remembered.household_id = living.household_id
left join core.persons as persons on remembered.person_id = persons.person_id
