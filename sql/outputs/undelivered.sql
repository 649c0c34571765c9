-- title: 可能没有落实的政策
-- description: 已在享救助的户里看来符合、名册上却没有的政策，每户（人）每项一行，供主管部门先核对自己的名册；
--   只是线索
select
    cast($month as varchar) as month,
    coalesce(households.street_name, '不详') as street_name,
    households.community_name,
    undelivered.household_id,
    coalesce(undelivered.person_id, households.head_person_id) as person_id,
    people.name,
    people.id_number_tail,
    undelivered.policy,
    benefits.title,
    benefits.department,
    undelivered.because,
    undelivered.missing,
    benefits.apply_at,
    undelivered.article,
    '可能符合，由主管部门核对名册后上门核实' as notice
from matches.undelivered
inner join policy.benefits as benefits on undelivered.policy = benefits.policy
left join core.households as households on undelivered.household_id = households.household_id
left join outputs.desk_people as people
    on coalesce(undelivered.person_id, households.head_person_id) = people.person_id
