-- title: 近期慈善救助
-- dimension: roster
-- grain: household
-- unit: count
-- sources: charity__relief,civil_affairs__assistance
-- description: 全家没有人在享低保、特困，而规定月数内成员得到慈善救助的次数：慈善组织已经认为这一家有困难；退回、
--   冲销的（金额不大于0）不算
with drawing as (
    select distinct screened_members.household_id
    from core.screened_members
    inner join core.assistance on screened_members.person_id = assistance.person_id
    where assistance.is_current and assistance.category in ('最低生活保障', '特困人员')
),

counts as (
    select
        screened_members.household_id,
        count(*) as reliefs_count,
        max(relief.paid_date) as paid_date
    from core.screened_members
    inner join staging.charity__relief as relief
        on screened_members.person_id = relief.person_id
    left join drawing on screened_members.household_id = drawing.household_id
    where
        drawing.household_id is null
        and relief.amount_yuan > 0
        and relief.paid_date <= $as_of_date
        and 12 * (year($as_of_date) - year(relief.paid_date))
        + month($as_of_date) - month(relief.paid_date) < $charity_window_months
    group by screened_members.household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(reliefs_count as decimal(18, 2)) as amount,
    paid_date as observed_date,
    '近' || cast($charity_window_months as varchar) || '个月得到慈善救助'
    || cast(reliefs_count as varchar) || '次' as evidence
from counts
