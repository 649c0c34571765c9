-- title: 一户在几份名单里各有户主
-- description: 同一个月送来的几份名单里，同一户编号下有两个不同的户主；一份名单之内的，读入时已经退回
-- source: rural_affairs__poverty_roster
-- level: warn
-- reason: 同一户编号在本月几份名单里有两个不同的户主。请核实户编号是否写错，或这一家是否已经分户，只保留一个户主。
with heads as (
    select
        roster.file_id,
        roster.sheet,
        roster.row_number,
        roster.person_id,
        roster.household_number
    from staging.rural_affairs__poverty_roster as roster
    inner join core.relationships
        on roster.relationship = relationships.relationship
    where relationships.role = 'head' and not roster.is_alternative
),

doubled as (
    select household_number
    from heads
    group by household_number
    having min(person_id) <> max(person_id) and min(file_id) <> max(file_id)
)

select
    heads.file_id,
    heads.sheet,
    heads.row_number,
    'relationship' as column_name
from heads
inner join doubled on heads.household_number = doubled.household_number
