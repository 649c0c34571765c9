-- title: 医疗负担
-- description: 需要细算的人在统计期内的医疗个人负担；退费冲抵，作废的不算，同一结算只算最后送来的一次
with counted as (
    select
        settlements.person_id,
        settlements.med_type,
        cast(settlements.setl_time as date) as settled_date,
        case $medical_burden_basis
            when 'B1' then settlements.psn_part_amt
            -- A row that does not say the narrower amount counts with the whole one: what is
            -- not known must not read as nothing spent.
            when 'B2' then coalesce(settlements.psn_cash_pay, settlements.psn_part_amt)
            when 'B3'
                then
                    coalesce(
                        settlements.inscp_scp_amt - settlements.fund_pay_sumamt,
                        settlements.psn_part_amt
                    )
        end as burden_yuan,
        case when settlements.medfee_sumamt < 0 then -1 else 1 end as direction
    from staging.medical_insurance__settlements as settlements
    inner join core.followed_persons as followed on settlements.person_id = followed.person_id
    left join core.superseded_settlements as superseded
        on
            settlements.delivery_rank = superseded.delivery_rank
            and settlements.row_number = superseded.row_number
            and settlements.sheet = superseded.sheet
    where
        superseded.row_number is null
        and settlements.vali_flag = '1'
        and cast(settlements.setl_time as date) <= $as_of_date
),

settled as (
    select
        counted.person_id,
        cast(sum(counted.burden_yuan) as decimal(18, 2)) as burden_yuan,
        cast(
            sum(
                case
                    when
                        starts_with(counted.med_type, '2')
                        or (
                            counted.med_type like '%住院%'
                            and counted.med_type not like '%生育%'
                        )
                        then counted.direction
                    else 0
                end
            ) as integer
        ) as inpatient_count,
        cast(
            sum(
                case
                    when
                        starts_with(counted.med_type, '14') or counted.med_type like '%慢%'
                        then counted.direction
                    else 0
                end
            ) as integer
        ) as chronic_count,
        cast(
            sum(
                case
                    when counted.settled_date >= windows.recent_first_date then counted.burden_yuan
                    else 0
                end
            ) as decimal(18, 2)
        ) as recent_3m_yuan,
        max(counted.settled_date) as last_date
    from counted
    inner join core.medical_windows as windows
        on counted.settled_date >= windows.first_date
    group by counted.person_id
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
