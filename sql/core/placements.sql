-- title: 所在镇街
-- description: 每个在世的人派往哪个镇街：先看居住台账，再看脱贫名单、残疾人证、救助名册；名称不认得
--   的看下一处，代码已改作他用又没有沿革依据的旧名和处处找不到的为“未匹配”
select
    persons.person_id,
    coalesce(
        residents.street_code,
        roster.street_code,
        certificates.street_code,
        assisted.street_code,
        '未匹配'
    ) as street_code,
    coalesce(
        -- First of the list that tells the street: a street and a community belong together.
        case
            when residents.street_code is not null then residents.community_name
            when roster.street_code is not null then roster.community_name
            when certificates.street_code is not null then certificates.community_name
            when assisted.street_code is not null then assisted.community_name
        end,
        residents.community_name,
        roster.community_name,
        certificates.community_name,
        assisted.community_name
    ) as community_name,
    residents.grid_code,
    case
        when residents.street_code is not null then 'residence'
        when roster.street_code is not null then 'roster'
        when certificates.street_code is not null then 'registry'
        when assisted.street_code is not null then 'assistance'
        else 'nowhere'
    end as placed_by
from core.persons as persons
left join core.resident_rows as residents on persons.person_id = residents.person_id
left join core.roster as roster on persons.person_id = roster.person_id
left join core.certificates as certificates on persons.person_id = certificates.person_id
left join core.assisted_persons as assisted on persons.person_id = assisted.person_id
where not persons.is_dead
