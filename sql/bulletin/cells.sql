-- title: 分组计数
-- description: 每个项目在每个组里有几户；没有的组合不写，读的时候是零
select
    marks.figure,
    groups.dimension,
    groups.group_code,
    count(*) as households_count
from bulletin.marks
inner join bulletin.groups
    on
        marks.scope = groups.scope
        and marks.household_id = groups.household_id
group by
    marks.figure,
    groups.dimension,
    groups.group_code
