-- title: 大病患者
-- description: 要对照政策的人里在大病专项救治管理中、没有写明已治愈或停止治疗的，每人一行；不存病名
with listed as (
    select
        considered.household_id,
        illnesses.person_id,
        illnesses.confirmed_date,
        illnesses.is_in_treatment
    from core.considered_members as considered
    inner join staging.health__severe_illness as illnesses
        on considered.person_id = illnesses.person_id
    where
        illnesses.management_kind = '大病专项救治'
        and illnesses.confirmed_date <= $as_of_date
    qualify
        row_number() over (
            partition by illnesses.person_id
            order by
                illnesses.delivery_rank desc,
                illnesses.is_alternative asc,
                illnesses.row_number desc,
                illnesses.sheet desc
        ) = 1
)

select
    household_id,
    person_id,
    confirmed_date
from listed
where coalesce(is_in_treatment, true)
