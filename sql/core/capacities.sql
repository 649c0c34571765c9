-- title: 劳动和自理能力
-- description: 要对照政策的人每人一行：年龄段、是否在读、是否重度残疾、自理程度；健全劳动力指到了劳动年龄起点、
--   未到老年、不是持有效证的重度残疾人；政策另有说法的（如特困的无劳动能力）按那项政策算，不看这里
select
    considered.household_id,
    considered.person_id,
    persons.age_years,
    persons.age_years < $adult_age_years as is_minor,
    persons.age_years >= $adult_age_years
    and persons.age_years < $elder_age_years as is_adult_of_working_age,
    persons.age_years >= $elder_age_years as is_elder,
    coalesce(students.enrolment_status = '在读', false) as is_student,
    coalesce(
        certificates.is_valid and certificates.disability_grade <= $severe_disability_grade, false
    ) as has_severe_disability,
    case
        when certificates.is_valid and certificates.self_care = '自理' then 'able'
        when certificates.is_valid and certificates.self_care = '部分自理' then 'partly'
        when certificates.is_valid and certificates.self_care = '不能自理' then 'unable'
        else 'unknown'
    end as self_care,
    -- From the age of work, not of majority: who earns at sixteen counts.
    persons.age_years >= $minor_age_years
    and persons.age_years < $elder_age_years
    and not coalesce(
        certificates.is_valid and certificates.disability_grade <= $severe_disability_grade, false
    ) as is_able_adult
from core.considered_members as considered
inner join core.persons as persons on considered.person_id = persons.person_id
left join core.certificates as certificates on considered.person_id = certificates.person_id
left join core.students as students on considered.person_id = students.person_id
