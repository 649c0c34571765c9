-- title: 救助名册中的人
-- description: 每个在世的人在民政救助名册中最后一行所写的家庭编号和镇街
with listed as (
    select assistance.*
    from staging.civil_affairs__assistance as assistance
    left join core.deaths as deaths on assistance.person_id = deaths.person_id
    where assistance.person_id is not null and deaths.person_id is null
    qualify
        row_number() over (
            partition by assistance.person_id
            order by
                -- A row that names no household says less than an older one that does.
                (assistance.household_number is null) asc,
                assistance.delivery_rank desc,
                assistance.is_alternative asc,
                assistance.row_number desc,
                assistance.sheet desc
        ) = 1
)

select
    listed.person_id,
    listed.community_name,
    -- Towns number their households on their own.
    case
        when listed.household_number is not null
            then concat('assistance/', places.town_key, '/', listed.household_number)
    end as household_key,
    case when places.is_retired then '未匹配' else places.street_code end as street_code
from listed
inner join reference.places as places
    on
        coalesce(listed.town_name, '') = places.town_name
        and coalesce(listed.community_name, '') = places.community_name
