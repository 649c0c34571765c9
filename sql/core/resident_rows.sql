-- title: 网格台账中的居住人
-- description: 每个在世的人在网格台账中算数的那一行：人户一致先于人在户不在，先于户在人不在；
--   同样的，以排在最后的一行为准；登记在两户的标明存疑
with listed as (
    select
        residents.person_id,
        residents.relationship,
        residents.residence_status,
        residents.community_name,
        residents.grid_code,
        residents.delivery_rank,
        residents.is_alternative,
        residents.row_number,
        residents.sheet,
        concat(
            'ledger/', places.town_key, '/', places.community_key, '/', residents.household_number
        ) as household_key,
        case when places.is_retired then '未匹配' else places.street_code end as street_code,
        coalesce(relationships.role, 'member') as role
    from staging.community__residents as residents
    inner join reference.places as places
        on
            coalesce(residents.town_name, '') = places.town_name
            and coalesce(residents.community_name, '') = places.community_name
    left join core.relationships as relationships
        on residents.relationship = relationships.relationship
    left join core.deaths as deaths on residents.person_id = deaths.person_id
    where residents.person_id is not null and deaths.person_id is null
),

members as (
    select * from listed
    where role <> 'supporter'
),

-- Few people stand in two rows: only those are ranked.
repeated as (
    select person_id
    from members
    group by person_id
    having count(*) > 1
),

ranked as (
    select
        members.*,
        min(members.household_key) over (partition by members.person_id)
        <> max(members.household_key) over (partition by members.person_id) as has_doubt,
        row_number() over (
            partition by members.person_id
            order by
                case members.residence_status
                    when '人户一致' then 1
                    when '人在户不在' then 2
                    when '户在人不在' then 3
                    else 4
                end asc,
                members.delivery_rank desc,
                members.is_alternative asc,
                members.row_number desc,
                members.sheet desc
        ) as rank
    from members
    inner join repeated on members.person_id = repeated.person_id
),

counted as (
    select
        members.person_id,
        members.household_key,
        members.relationship,
        members.role,
        members.residence_status,
        members.street_code,
        members.community_name,
        members.grid_code,
        false as has_doubt
    from members
    left join repeated on members.person_id = repeated.person_id
    where repeated.person_id is null
    union all
    select
        person_id,
        household_key,
        relationship,
        role,
        residence_status,
        street_code,
        community_name,
        grid_code,
        has_doubt
    from ranked
    where rank = 1
)

select * from counted
