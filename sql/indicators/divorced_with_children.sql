-- title: 近期婚姻变化且有未成年人
-- dimension: household
-- grain: household
-- unit: count
-- sources: civil_affairs__marriages,community__residents
-- description: 规定月数内有成员登记离婚、此后没有再登记结婚，家中的未成年人人数；依据只说婚姻状况有变化
with sides as (
    select
        person_id,
        registration_kind,
        registered_date,
        delivery_rank,
        row_number,
        sheet
    from staging.civil_affairs__marriages
    union all
    select
        spouse_person_id as person_id,
        registration_kind,
        registered_date,
        delivery_rank,
        row_number,
        sheet
    from staging.civil_affairs__marriages
    where spouse_person_id is not null
),

newest as (
    select
        screened_members.household_id,
        sides.person_id,
        sides.registration_kind,
        sides.registered_date
    from core.screened_members
    inner join sides on screened_members.person_id = sides.person_id
    where
        sides.registration_kind in ('结婚', '离婚')
        and sides.registered_date <= $as_of_date
    qualify
        row_number() over (
            partition by sides.person_id
            order by
                sides.registered_date desc,
                sides.delivery_rank desc,
                sides.row_number desc,
                sides.sheet desc
        ) = 1
),

changed as (
    select
        household_id,
        max(registered_date) as registered_date
    from newest
    where
        registration_kind = '离婚'
        and 12 * (year($as_of_date) - year(registered_date))
        + month($as_of_date) - month(registered_date) < $divorce_window_months
    group by household_id
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
