-- title: 长期门诊慢特病治疗
-- dimension: health
-- grain: household
-- unit: count
-- sources: medical_insurance__settlements
-- description: 家庭中门诊慢特病结算次数最多的一名成员在观察期内的结算次数
with treatments as (
    select
        screened_members.household_id,
        screened_members.person_id,
        medical_burdens.chronic_count,
        medical_burdens.last_date,
        row_number() over (
            partition by screened_members.household_id
            order by medical_burdens.chronic_count desc, screened_members.person_id asc
        ) as treatment_rank
    from core.screened_members
    inner join core.medical_burdens on screened_members.person_id = medical_burdens.person_id
    where medical_burdens.chronic_count > 0
)

select
    household_id,
    person_id,
    cast(chronic_count as decimal(18, 2)) as amount,
    last_date as observed_date,
    '近' || cast($medical_burden_window_months as varchar) || '个月门诊长期治疗'
    || case when chronic_count >= 6 then '6次以上' else '不足6次' end as evidence
from treatments
where treatment_rank = 1
