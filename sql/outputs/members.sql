-- title: 家庭成员
-- description: 列入名单家庭的成员；残疾和费用只写到走访所需的程度
with cohorts as (
    select
        person_id,
        max(case when cohort = 'disability' then 'disability' end) as disability,
        max(case when cohort = 'medical' then 'medical' end) as medical,
        max(case when cohort = 'poverty_roster' then 'poverty_roster' end) as poverty_roster,
        max(case when cohort = 'nominated' then 'nominated' end) as nominated
    from core.cohorts
    group by person_id
)

select
    cast($month as varchar) as month,
    households.street_code,
    members.household_id,
    members.person_id,
    contacts.name,
    members.relationship,
    members.is_head,
    persons.sex,
    cast(persons.age_years as integer) as age_years,
    contacts.id_number_tail,
    concat_ws(
        ',', cohorts.disability, cohorts.medical, cohorts.nominated, cohorts.poverty_roster
    ) as cohorts,
    case
        when cohorts.disability is not null
            then certificates.disability_category || case certificates.disability_grade
                when 1 then '一级'
                when 2 then '二级'
                when 3 then '三级'
                when 4 then '四级'
            end
    end as disability,
    case
        when cohorts.medical is null then null
        when medical_burdens.burden_yuan > 120000 then '12万元以上'
        when medical_burdens.burden_yuan > 90000 then '9万—12万元'
        when medical_burdens.burden_yuan > 60000 then '6万—9万元'
        when medical_burdens.burden_yuan > 30000 then '3万—6万元'
        when medical_burdens.burden_yuan > 10000 then '1万—3万元'
        else '1万元以内'
    end as medical_burden_band
from screening.households as assessed
inner join core.households
    on assessed.household_id = households.household_id
inner join core.members
    on households.household_id = members.household_id
left join core.persons
    on members.person_id = persons.person_id
left join outputs.contacts
    on members.person_id = contacts.person_id
left join cohorts
    on members.person_id = cohorts.person_id
left join core.certificates
    on members.person_id = certificates.person_id
left join core.medical_burdens
    on members.person_id = medical_burdens.person_id
inner join outputs.selection
    on assessed.household_id = selection.household_id
where selection.is_selected
