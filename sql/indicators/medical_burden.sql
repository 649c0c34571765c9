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
    household_id,
    person_id,
    cast(burden_yuan as decimal(18, 2)) as amount,
    last_date as observed_date,
    '近' || cast($medical_burden_window_months as varchar) || '个月个人负担'
    || case
        when burden_yuan > 120000 then '12万元以上'
        when burden_yuan > 90000 then '9万—12万元'
        when burden_yuan > 60000 then '6万—9万元'
        when burden_yuan > 30000 then '3万—6万元'
        when burden_yuan > 10000 then '1万—3万元'
        else '1万元以内'
    end as evidence
from burdens
where burden_rank = 1
