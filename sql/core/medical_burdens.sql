-- title: 医疗负担
-- description: 需要细算的人在统计期内的医疗个人负担；退费冲抵，作废的不算，同一结算只算最后送来的一次
with settled as (
    select sums.*
    from core.medical_sums as sums
    inner join core.followed_persons as followed on sums.person_id = followed.person_id
)

select
    persons.person_id,
    coalesce(settled.burden_yuan, yearly.burden_yuan) as burden_yuan,
    coalesce(greatest(settled.inpatient_count, 0), 0) as inpatient_count,
    coalesce(greatest(settled.chronic_count, 0), 0) as chronic_count,
    settled.recent_3m_yuan,
    coalesce(settled.last_date, $as_of_date) as last_date,
    settled.person_id is null as is_from_yearly_list
from core.persons as persons
left join settled on persons.person_id = settled.person_id
left join core.yearly_burdens as yearly
    on persons.person_id = yearly.person_id and yearly.is_counted
where
    not persons.is_dead
    and (settled.person_id is not null or yearly.person_id is not null)
