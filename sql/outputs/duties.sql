-- title: 按期要办的事
-- description: 从数据里看得出期限的事，每户（人）每件一行：在哪个镇街、找谁、何日起算、何日到期；只提醒去核查、去问，什么也不决定
select
    cast($month as varchar) as month,
    coalesce(households.street_code, '未匹配') as street_code,
    coalesce(households.street_name, '不详') as street_name,
    households.community_name,
    households.grid_code,
    duties.household_id,
    duties.person_id,
    people.name,
    duties.kind,
    case duties.kind
        when 'half_year_review' then '半年核查'
        when 'death_review' then '成员去世后复核'
        when 'certificate_reminder' then '问问残疾证'
        else '渐退期满'
    end as kind_text,
    duties.started_date,
    duties.due_date,
    duties.reviewed_date
from matches.duties
left join core.households as households on duties.household_id = households.household_id
left join outputs.desk_people as people
    on
        case
            when duties.kind = 'certificate_reminder' then duties.person_id
            else households.head_person_id
        end = people.person_id
