-- title: 近期求助
-- dimension: roster
-- grain: household
-- unit: count
-- sources: hotline__clues|petition__clues
-- told_source: 热线和信访登记
-- description: 规定月数内成员通过12345热线或信访反映生活、医疗、养老、住房、就业、就学等困难的次数；别的事项（噪声、
--   交通……）不看，不读诉求内容
with pleas as (
    select
        person_id,
        clue_number as plea_number,
        topic,
        received_date
    from staging.hotline__clues
    where person_id is not null
    union all
    select
        person_id,
        petition_number as plea_number,
        topic,
        received_date
    from staging.petition__clues
    where person_id is not null
),

needy as (
    select distinct
        screened_members.household_id,
        pleas.plea_number,
        pleas.received_date
    from core.screened_members
    inner join pleas on screened_members.person_id = pleas.person_id
    where
        pleas.received_date <= $as_of_date
        and 12 * (year($as_of_date) - year(pleas.received_date))
        + month($as_of_date) - month(pleas.received_date) < $plea_window_months
        -- The contract keeps only the topics of need: of other matters there is none here.
        and pleas.topic is not null
),

counts as (
    select
        household_id,
        count(*) as pleas_count,
        max(received_date) as received_date
    from needy
    group by household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(pleas_count as decimal(18, 2)) as amount,
    received_date as observed_date,
    '近' || cast($plea_window_months as varchar) || '个月反映困难'
    || cast(pleas_count as varchar) || '次' as evidence
from counts
