-- title: 联系方式
-- description: 列入名单家庭的成员怎样找到：每项各取来源在先、交来最晚、行号最后的非空值
with listed_members as (
    select members.person_id
    from core.members
    inner join screening.households
        on members.household_id = households.household_id
    where households.colour is not null
),

known as (
    select
        identities.person_id,
        identities.name,
        identities.phone,
        identities.address,
        identities.id_number,
        identities.delivery_rank,
        identities.row_number,
        identities.source,
        case identities.source
            when 'community__residents' then 1
            when 'rural_affairs__poverty_roster' then 2
            when 'disabled_federation__certificates' then 3
            when 'civil_affairs__assistance' then 4
            when 'medical_insurance__settlements' then 5
            else 6
        end as preference
    from identities.identities
    inner join listed_members
        on identities.person_id = listed_members.person_id
),

names as (
    select
        person_id,
        name
    from known
    where name <> ''
    qualify row_number() over (
        partition by person_id
        order by preference asc, delivery_rank desc, row_number desc, source asc, name asc
    ) = 1
),

phones as (
    select
        person_id,
        phone
    from known
    where phone <> ''
    qualify row_number() over (
        partition by person_id
        order by preference asc, delivery_rank desc, row_number desc, source asc, phone asc
    ) = 1
),

addresses as (
    select
        person_id,
        address
    from known
    where address <> ''
    qualify row_number() over (
        partition by person_id
        order by preference asc, delivery_rank desc, row_number desc, source asc, address asc
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
    listed_members.person_id,
    names.name,
    phones.phone,
    addresses.address,
    tails.id_number_tail
from listed_members
left join names on listed_members.person_id = names.person_id
left join phones on listed_members.person_id = phones.person_id
left join addresses on listed_members.person_id = addresses.person_id
left join tails on listed_members.person_id = tails.person_id
