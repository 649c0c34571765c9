-- title: 医疗负担的统计期
-- description: 止于截止日的若干个自然月的首日，和近三个月的首日；只有一行
with calendar as (
    select
        year($as_of_date) * 12 + month($as_of_date) - $medical_burden_window_months as month_before,
        year($as_of_date) * 12 + month($as_of_date) - 3 as recent_before
)

select
    make_date(month_before // 12, month_before % 12 + 1, 1) as first_date,
    make_date(recent_before // 12, recent_before % 12 + 1, 1) as recent_first_date
from calendar
