-- title: 一户多人医疗负担
-- dimension: health
-- grain: household
-- unit: yuan
-- sources: medical_insurance__settlements|medical_insurance__yearly_burdens
-- description: 除负担最重的一名成员外，家庭其他成员观察期内医疗费用个人负担之和；
--   同一人的一笔大额费用不会在这里重复出现
with burdens as (
    select
        screened_members.household_id,
        medical_burdens.burden_yuan,
        medical_burdens.last_date,
        row_number() over (
            partition by screened_members.household_id
            order by medical_burdens.burden_yuan desc, screened_members.person_id asc
        ) as burden_rank
    from core.screened_members
    inner join core.medical_burdens on screened_members.person_id = medical_burdens.person_id
    where medical_burdens.burden_yuan > 0
),

others as (
    select
        household_id,
        count(*) as others_count,
        sum(burden_yuan) as others_yuan,
        max(last_date) as last_date
    from burdens
    where burden_rank > 1
    group by household_id
)

select
    others.household_id,
    cast(null as varchar) as person_id,
    cast(others.others_yuan as decimal(18, 2)) as amount,
    others.last_date as observed_date,
    '家中另有' || cast(others.others_count as varchar) || '人就医，个人负担合计'
    || case when bands.band = 4 then bands.open_text else bands.band_text end as evidence
from others
inner join core.burden_bands as bands
    on
        others.others_yuan > bands.above_yuan
        and bands.band <= 4
        and (others.others_yuan <= bands.up_to_yuan or bands.band = 4)
