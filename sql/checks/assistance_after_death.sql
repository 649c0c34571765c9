-- title: 去世后仍在救助名册
-- description: 报送月份开始以前已经去世、名册仍记为在享的人；当月去世的还在办理，不算；一次性的临时救助不算
-- source: civil_affairs__assistance
-- level: warn
-- reason: 死亡人员信息显示此人在报送月份以前已经去世，名册仍记为在享。请核实：确已去世的办理停发并填写终止月份；
--   没有去世的请告知民政和殡葬部门更正死亡信息。
select
    assistance.file_id,
    assistance.sheet,
    assistance.row_number,
    'id_number' as column_name
from staging.civil_affairs__assistance as assistance
inner join core.deaths on assistance.person_id = deaths.person_id
where
    deaths.death_date < cast(assistance.delivery_month || '-01' as date)
    and coalesce(assistance.end_month >= cast(assistance.delivery_month || '-01' as date), true)
    and assistance.assistance_categories <> '临时救助'
    and not assistance.is_alternative
