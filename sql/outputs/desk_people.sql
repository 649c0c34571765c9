-- title: 区里核对用的姓名
-- description: 待核实、可能没有落实、按期要去看的人（按户的为户主）叫什么、身份证号后四位，只供生成区里的清单和催办
with looked_at as (
    select
        household_id,
        person_id
    from matches.reviews
    union
    select
        household_id,
        person_id
    from matches.undelivered
    union
    select
        household_id,
        case when kind = 'certificate_reminder' then person_id end as person_id
    from matches.duties
),

people as (
    select distinct coalesce(looked_at.person_id, households.head_person_id) as person_id
    from looked_at
    left join core.households as households on looked_at.household_id = households.household_id
),

known as (
    select
        identities.person_id,
        identities.name,
        identities.id_number,
        identities.delivery_rank,
        identities.row_number,
        identities.source
    from identities.identities
    inner join people on identities.person_id = people.person_id
),

names as (
    select
        person_id,
        name
    from known
    where name <> ''
    qualify row_number() over (
        partition by person_id
        order by
            case source
                when 'civil_affairs__assistance' then 1
                when 'community__residents' then 2
                else 3
            end asc,
            delivery_rank desc,
            row_number desc,
            source asc,
            name asc
    ) = 1
),

tails as (
    select
        person_id,
        max(right(id_number, 4)) as id_number_tail
    from known
    group by person_id
)

select
    people.person_id,
    names.name,
    tails.id_number_tail
from people
left join names on people.person_id = names.person_id
left join tails on people.person_id = tails.person_id
where people.person_id is not null
