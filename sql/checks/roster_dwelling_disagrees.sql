-- title: 名单写住房安全却鉴定为危房
-- description: 名单危房户栏写“否”，而此人的住房鉴定为C级或D级、没有改造完
-- source: rural_affairs__poverty_roster
-- level: warn
-- reason: 名单写的不是危房户，住建部门鉴定此人的住房为C级或D级而且没有改造完。请核实现在住在哪里：仍住危房的改为“是”并
--   安排改造；已经搬离或改造的请告知住建部门更新。
with newest as (
    select
        person_id,
        danger_grade,
        repair_status
    from staging.housing__unsafe_dwellings
    where assessed_date <= $as_of_date
    qualify
        row_number() over (
            partition by person_id
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
)

select
    roster.file_id,
    roster.sheet,
    roster.row_number,
    'is_unsafe_dwelling' as column_name
from staging.rural_affairs__poverty_roster as roster
inner join newest on roster.person_id = newest.person_id
where
    not roster.is_unsafe_dwelling
    and newest.danger_grade in ('C', 'D')
    and coalesce(newest.repair_status, '未改造') <> '已改造'
    and not roster.is_alternative
