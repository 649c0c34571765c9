-- title: 待人工核实的在享人员
-- description: 在享人员里情况可能有变、请区里核实的，每户（人）每项待遇每件事一行；不进镇街名单，不写金额和分数
select
    cast($month as varchar) as month,
    coalesce(households.street_name, '不详') as street_name,
    households.community_name,
    reviews.household_id,
    coalesce(reviews.person_id, households.head_person_id) as person_id,
    people.name,
    people.id_number_tail,
    reviews.matter,
    case reviews.matter
        when 'after_death' then '去世后仍在名册'
        when 'doubled' then '两项同时在名册'
        when 'two_rolls' then '写在两户名册'
        when 'grown_up' then '儿童保障对象已成年'
        when 'uncertified' then '没有查到有效残疾证'
        else '经济状况可能有变化'
    end as matter_text,
    reviews.benefit,
    reviews.reason,
    reviews.to_check,
    reviews.with_whom,
    reviews.article,
    reviews.observed_date,
    '待人工核实，不作为停发依据' as notice
from matches.reviews
left join core.households as households on reviews.household_id = households.household_id
left join outputs.desk_people as people
    on coalesce(reviews.person_id, households.head_person_id) = people.person_id
