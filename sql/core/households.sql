-- title: 家庭户
-- description: 有在世成员的每一户：所在镇街以台账为准，其次看户主，再看其他成员；不是台账上的户为暂立户；
--   人口数包括台账中身份证号不可用的成员
with unlinked as (
    select
        concat(
            'ledger/', places.town_key, '/', places.community_key, '/', residents.household_number
        ) as household_key,
        cast(count(*) as integer) as persons_count
    from staging.community__residents as residents
    inner join reference.places as places
        on
            coalesce(residents.town_name, '') = places.town_name
            and coalesce(residents.community_name, '') = places.community_name
    left join core.relationships as relationships
        on residents.relationship = relationships.relationship
    where
        residents.person_id is null
        and not residents.is_alternative
        and coalesce(relationships.role, 'member') <> 'supporter'
    group by places.town_key, places.community_key, residents.household_number
),

ranked as (
    select
        members.household_id,
        members.person_id,
        members.is_head,
        placements.street_code,
        placements.community_name,
        placements.grid_code,
        -- One text a member: the first one says where the household is.
        concat(
            case
                when placements.placed_by = 'residence' then '1'
                when placements.placed_by <> 'nowhere' then '2'
                else '3'
            end,
            case when members.is_head then '1' else '2' end,
            members.person_id
        ) as precedence
    from core.members as members
    inner join core.placements as placements on members.person_id = placements.person_id
),

gathered as (
    select
        household_id,
        min(precedence) as precedence,
        max(case when is_head then person_id end) as head_person_id,
        cast(count(*) as integer) as persons_count
    from ranked
    group by household_id
),

placed as (
    select
        gathered.household_id,
        gathered.head_person_id,
        gathered.persons_count,
        ranked.street_code,
        ranked.community_name,
        ranked.grid_code
    from gathered
    inner join ranked
        on
            gathered.household_id = ranked.household_id
            and gathered.precedence = ranked.precedence
)

select
    placed.household_id,
    split_part(ids.household_key, '/', 1) as household_key_source,
    placed.street_code,
    coalesce(streets.street_name, '未匹配') as street_name,
    placed.community_name,
    placed.grid_code,
    placed.head_person_id,
    cast(placed.persons_count + coalesce(unlinked.persons_count, 0) as integer) as members_count,
    ids.household_key not like 'ledger/%' as is_provisional
from placed
inner join core.household_ids as ids on placed.household_id = ids.household_id
left join reference.streets as streets on placed.street_code = streets.street_code
left join unlinked on ids.household_key = unlinked.household_key
