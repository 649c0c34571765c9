-- title: 学生资助
-- description: 近十二个自然月内发放过学生资助；没有写发放日期的，以送来的月份为准；助学贷款、奖学金不问
-- source: education__school_aid
-- question: 请核实资助是否已经到账、还差多少学费和生活费
with paid as (
    select
        screened_members.household_id,
        aid.person_id,
        coalesce(
            aid.paid_date, last_day(cast(aid.delivery_month || '-01' as date))
        ) as paid_date
    from core.screened_members
    inner join staging.education__school_aid as aid
        on screened_members.person_id = aid.person_id
    where
        aid.aid_kind not in ('助学贷款', '奖学金')
        and aid.amount_yuan > 0
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(paid_date) as observed_date,
    cast(count(distinct person_id) as varchar) || '名学生近一年领过资助' as evidence
from paid
where
    paid_date <= $as_of_date
    and 12 * (year($as_of_date) - year(paid_date))
    + month($as_of_date) - month(paid_date) < 12
group by household_id
