-- title: 医疗费用个人负担
-- dimension: health
-- grain: household
-- unit: yuan
-- sources: medical_insurance__settlements|medical_insurance__yearly_burdens
-- description: 家庭中负担最重的一名成员在观察期内的医疗费用个人负担（口径、观察期由政策参数规定，退费已冲抵）
with burdens as (
    select
        screened_members.household_id,
        screened_members.person_id,
        medical_burdens.burden_yuan,
        medical_burdens.last_date,
        row_number() over (
            partition by screened_members.household_id
            order by medical_burdens.burden_yuan desc, screened_members.person_id asc
        ) as burden_rank
    from core.screened_members
    inner join core.medical_burdens on screened_members.person_id = medical_burdens.person_id
    where medical_burdens.burden_yuan > 0
)

select
    burdens.household_id,
    burdens.person_id,
    cast(burdens.burden_yuan as decimal(18, 2)) as amount,
    burdens.last_date as observed_date,
    '近' || cast($medical_burden_window_months as varchar) || '个月个人负担'
    || bands.band_text as evidence
from burdens
inner join core.burden_bands as bands
    on
        burdens.burden_yuan > bands.above_yuan
        and (burdens.burden_yuan <= bands.up_to_yuan or bands.up_to_yuan is null)
where burdens.burden_rank = 1
