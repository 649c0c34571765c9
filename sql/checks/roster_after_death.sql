-- title: 去世后仍在脱贫和监测名单
-- description: 报送月份开始以前已经去世、名单上仍有的人
-- source: rural_affairs__poverty_roster
-- level: warn
-- reason: 死亡人员信息显示此人在报送月份以前已经去世，名单上仍有此人，家庭人口数也会偏大。请核实：确已去世的作自然减少；
--   没有去世的请告知民政部门更正死亡信息。
select
    roster.file_id,
    roster.sheet,
    roster.row_number,
    'id_number' as column_name
from staging.rural_affairs__poverty_roster as roster
inner join core.deaths on roster.person_id = deaths.person_id
where
    deaths.death_date < cast(roster.delivery_month || '-01' as date)
    and not roster.is_alternative
