-- title: 人员
-- description: 台账和各部门名册上的全部人员，每人一行；只在医保结算里出现过的，医疗负担可能超过
--   界限、或上月在名单上才列入；出生日期和性别取自身份证号
with listed as (
    -- Who is on the last list leaves it step by step, also when the costs have fallen away.
    select distinct members.person_id
    from releases.previous_members as members
    inner join releases.previous_households as households
        on members.household_id = households.household_id
    where households.colour is not null
),

wanted as (
    select person_id
    from core.medical_candidates
    union
    select person_id
    from listed
),

-- Whom only settlements know are millions: the few wanted are picked while they are read.
told as (
    select
        person_id,
        id_number
    from identities.identities
    where source is distinct from 'medical_insurance__settlements'
    union all
    select
        identities.person_id,
        identities.id_number
    from identities.identities
    inner join wanted on identities.person_id = wanted.person_id
    where identities.source = 'medical_insurance__settlements'
),

known as (
    -- Characters 7 to 17 as one integer, so that millions of rows group without carrying text:
    -- year, month and day of birth, then a sequence that is odd for men.
    select
        person_id,
        min(cast(substring(id_number, 7, 11) as bigint)) as birth_and_sequence
    from told
    group by person_id
),

born as (
    select
        person_id,
        cast(birth_and_sequence // 1000 as integer) as birth_number,
        case when birth_and_sequence % 2 = 1 then '男' else '女' end as sex
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
