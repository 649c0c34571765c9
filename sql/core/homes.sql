-- title: 各人的家
-- description: 每个在世的人属于哪一户：先按居住台账，再按脱贫名单的户编号，再按救助名册的家庭编号；
--   不在台账的人，名单上同户的人都住在同一户的并入，分住几户的单独成户；处处没有的单独成户
with roster_homes as (
    select
        roster.household_number,
        count(distinct residents.household_key) as homes_count,
        min(residents.household_key) as household_key
    from core.roster as roster
    inner join core.resident_rows as residents on roster.person_id = residents.person_id
    group by roster.household_number
),

by_roster as (
    select
        roster.person_id,
        case
            when roster_homes.homes_count is null then concat('roster/', roster.household_number)
            when roster_homes.homes_count = 1 then roster_homes.household_key
            else concat('single/', roster.person_id)
        end as household_key
    from core.roster as roster
    left join core.resident_rows as residents on roster.person_id = residents.person_id
    left join roster_homes on roster.household_number = roster_homes.household_number
    where residents.person_id is null
),

placed as (
    select
        person_id,
        household_key
    from core.resident_rows
    union all
    select
        person_id,
        household_key
    from by_roster
),

assistance_homes as (
    select
        assisted.household_key as assistance_key,
        count(distinct placed.household_key) as homes_count,
        min(placed.household_key) as household_key
    from core.assisted_persons as assisted
    inner join placed on assisted.person_id = placed.person_id
    where assisted.household_key is not null and placed.household_key not like 'single/%'
    group by assisted.household_key
),

by_assistance as (
    select
        assisted.person_id,
        case
            when assistance_homes.homes_count is null then assisted.household_key
            when assistance_homes.homes_count = 1 then assistance_homes.household_key
            else concat('single/', assisted.person_id)
        end as household_key
    from core.assisted_persons as assisted
    left join placed on assisted.person_id = placed.person_id
    left join assistance_homes on assisted.household_key = assistance_homes.assistance_key
    where placed.person_id is null and assisted.household_key is not null
),

housed as (
    select
        person_id,
        household_key
    from placed
    union all
    select
        person_id,
        household_key
    from by_assistance
)

select
    persons.person_id,
    coalesce(housed.household_key, concat('single/', persons.person_id)) as household_key
from core.persons as persons
left join housed on persons.person_id = housed.person_id
where not persons.is_dead
