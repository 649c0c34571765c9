-- title: 多次住院
-- dimension: health
-- grain: household
-- unit: count
-- sources: medical_insurance__settlements
-- description: 家庭中住院结算次数最多的一名成员在观察期内的住院次数
with stays as (
    select
        screened_members.household_id,
        screened_members.person_id,
        medical_burdens.inpatient_count,
        medical_burdens.last_date,
        row_number() over (
            partition by screened_members.household_id
            order by medical_burdens.inpatient_count desc, screened_members.person_id asc
        ) as stay_rank
    from core.screened_members
    inner join core.medical_burdens on screened_members.person_id = medical_burdens.person_id
    where medical_burdens.inpatient_count > 0
)

select
    household_id,
    person_id,
    cast(inpatient_count as decimal(18, 2)) as amount,
    last_date as observed_date,
    '近' || cast($medical_burden_window_months as varchar) || '个月住院'
    || cast(inpatient_count as varchar) || '次' as evidence
from stays
where stay_rank = 1
