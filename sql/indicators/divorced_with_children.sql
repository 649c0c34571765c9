-- title: 近期婚姻变化且有未成年人
-- dimension: household
-- grain: household
-- unit: count
-- sources: civil_affairs__marriages,community__residents
-- description: 规定月数内有成员登记离婚、此后没有再登记结婚，家中的未成年人人数；依据只说婚姻状况有变化
with changed as (
    select
        screened_members.household_id,
        max(marriages.registered_date) as registered_date
    from core.screened_members
    inner join core.marriages on screened_members.person_id = marriages.person_id
    where
        marriages.is_divorced
        and 12 * (year($as_of_date) - year(marriages.registered_date))
        + month($as_of_date) - month(marriages.registered_date) < $divorce_window_months
    group by screened_members.household_id
),

children as (
    select
        screened_members.household_id,
        count(*) as children_count
    from core.screened_members
    inner join changed on screened_members.household_id = changed.household_id
    inner join core.persons on screened_members.person_id = persons.person_id
    where persons.age_years < $adult_age_years
    group by screened_members.household_id
)

select
    changed.household_id,
    cast(null as varchar) as person_id,
    cast(children.children_count as decimal(18, 2)) as amount,
    changed.registered_date as observed_date,
    '近期婚姻状况有变化，家中有' || cast(children.children_count as varchar)
    || '名未成年人' as evidence
from changed
inner join children on changed.household_id = children.household_id
