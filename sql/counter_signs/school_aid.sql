-- title: 学生资助
-- description: 近十二个自然月内发放过学生资助；没有写发放日期的，以送来的月份为准；助学贷款、奖学金不问
-- source: education__school_aid
-- question: 请核实资助是否已经到账、还差多少学费和生活费
with drawn as (
    select
        screened_members.household_id,
        benefits.person_id,
        benefits.paid_date as observed_date
    from core.screened_members
    inner join core.benefits on screened_members.person_id = benefits.person_id
    where
        benefits.source = 'education__school_aid'
        and benefits.benefit not in ('助学贷款', '奖学金')
        and 12 * (year($as_of_date) - year(benefits.paid_date))
        + month($as_of_date) - month(benefits.paid_date) < 12
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(observed_date) as observed_date,
    cast(count(distinct person_id) as varchar) || '名学生近一年领过资助' as evidence
from drawn
group by household_id
