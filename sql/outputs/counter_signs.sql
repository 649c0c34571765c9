-- title: 请一并核实的情况
-- description: 名单上的家庭走访时请一并核实的车辆、住房、收入等；不影响颜色，不写数额
select
    cast($month as varchar) as month,
    counter_signs.household_id,
    counter_signs.sign,
    counter_signs.title,
    counter_signs.source_title,
    counter_signs.observed_date,
    counter_signs.evidence,
    counter_signs.question
from screening.counter_signs
