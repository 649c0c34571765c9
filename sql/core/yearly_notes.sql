-- title: 医疗年度累计附注
-- description: 没有计入医疗负担的年度累计，截至截止日所在年份，供核查时参考
select
    person_id,
    year,
    burden_yuan,
    case
        when is_itemised then '当年有结算明细，以明细为准'
        else '统计期不是这一自然年，只作参考'
    end as reason
from core.yearly_burdens
where not is_counted and year <= year($as_of_date)
