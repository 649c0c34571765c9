-- title: 医疗负担可能超过界限的人
-- description: 统计期内各项支出只加不减也不去重，仍不超过界限的人，怎么算都不会超过；其余的留待细算，
--   千万行结算因此只需粗看一遍
with spent as (
    select
        settlements.person_id,
        -- Whatever the basis and whichever version of a settlement counts, it is at most this.
        sum(
            greatest(
                settlements.psn_part_amt,
                settlements.psn_cash_pay,
                settlements.inscp_scp_amt - settlements.fund_pay_sumamt,
                0
            )
        ) as most_yuan
    from staging.medical_insurance__settlements as settlements
    inner join core.medical_windows as windows
        on cast(settlements.setl_time as date) >= windows.first_date
    where
        settlements.vali_flag = '1'
        and settlements.person_id is not null
        and cast(settlements.setl_time as date) <= $as_of_date
    group by settlements.person_id
)

select person_id
from spent
where most_yuan > $medical_burden_threshold_yuan
union
select person_id
from core.yearly_burdens
where is_counted and burden_yuan > $medical_burden_threshold_yuan
