-- title: 请一并核实的情况
-- description: 名单上的家庭在登记、缴费、核对数据里看得到的车辆、住房、收入等：是走访时要问的话，不加分也不减分，
--   不改变颜色；不在名单上的家庭不问，也不留
select
    households.household_id,
    signs.person_id,
    signs.sign,
    signs.title,
    signs.source,
    sources.title as source_title,
    signs.observed_date,
    signs.evidence,
    signs.question
from counter_signs.all_signs as signs
inner join screening.households on signs.household_id = households.household_id
inner join inputs.sources on signs.source = sources.source
where
    households.colour is not null
    -- What a list said that is too old to judge by is not asked about.
    and (sources.status <> 'missing' or sources.kind = 'events')
