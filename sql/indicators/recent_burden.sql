-- title: 近期医疗负担陡增
-- dimension: health
-- grain: household
-- unit: yuan
-- sources: medical_insurance__settlements
-- description: 家庭中近三个月医疗费用个人负担最重的一名成员的负担；用于发现刚刚发生的大额支出
with burdens as (
    select
        screened_members.household_id,
        screened_members.person_id,
        medical_burdens.recent_3m_yuan,
        medical_burdens.last_date,
        row_number() over (
            partition by screened_members.household_id
            order by medical_burdens.recent_3m_yuan desc, screened_members.person_id asc
        ) as burden_rank
    from core.screened_members
    inner join core.medical_burdens on screened_members.person_id = medical_burdens.person_id
    where medical_burdens.recent_3m_yuan > 0
)

select
    burdens.household_id,
    burdens.person_id,
    cast(burdens.recent_3m_yuan as decimal(18, 2)) as amount,
    burdens.last_date as observed_date,
    '近3个月个人负担'
    || case when bands.band = 4 then bands.open_text else bands.band_text end as evidence
from burdens
inner join core.burden_bands as bands
    on
        burdens.recent_3m_yuan > bands.above_yuan
        and bands.band <= 4
        and (burdens.recent_3m_yuan <= bands.up_to_yuan or bands.band = 4)
where burdens.burden_rank = 1
