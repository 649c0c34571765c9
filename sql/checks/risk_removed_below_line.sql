-- title: 收入低于监测线却标注风险消除
-- description: 名单标注风险已消除，而同一行的人均纯收入低于防返贫监测线
-- source: rural_affairs__poverty_roster
-- level: warn
-- reason: 标注风险已消除，但人均纯收入低于防返贫监测线。请核实收入；确实低于监测线的，请恢复监测。
select
    file_id,
    sheet,
    row_number,
    'is_risk_removed' as column_name
from staging.rural_affairs__poverty_roster
where
    is_risk_removed
    and income_per_capita_yuan < $monitoring_line_yuan
    and not is_alternative
