-- title: 本年新纳入
-- description: 本年列入名单以后新享受的政策，一户一项政策一行；金额是到今天为止应发的合计
select
    household_id,
    benefit as policy,
    min(department) as department,
    cast(sum(total_yuan) as decimal(18, 2)) as amount_yuan
from ledger.helps
where
    started_date >= make_date(year($on_date), 1, 1)
    and started_date <= $on_date
group by
    household_id,
    benefit
