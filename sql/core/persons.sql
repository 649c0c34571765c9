-- title: 人员
-- description: 各部门送来的全部人员，每人一行；出生日期和性别取自身份证号
with numbers as (
    -- One integer a row, so that millions of rows group without carrying text:
    -- year, month and day of birth, then the digit that tells the sex.
    select
        person_id,
        cast(substring(id_number, 7, 8) as bigint) * 10
        + cast(substring(id_number, 17, 1) as bigint) as birth_and_sex
    from identities.identities
),

known as (
    select
        person_id,
        min(birth_and_sex) as birth_and_sex
    from numbers
    group by person_id
),

born as (
    select
        person_id,
        cast(birth_and_sex // 10 as integer) as birth_number,
        case when birth_and_sex % 2 = 1 then '男' else '女' end as sex
    from known
)

select
    born.person_id,
    make_date(
        born.birth_number // 10000, (born.birth_number // 100) % 100, born.birth_number % 100
    ) as birth_date,
    born.sex,
    cast(
        (
            year($as_of_date) * 10000 + month($as_of_date) * 100 + day($as_of_date)
            - born.birth_number
        ) // 10000 as integer
    ) as age_years,
    deaths.person_id is not null as is_dead
from born
left join core.deaths as deaths on born.person_id = deaths.person_id
