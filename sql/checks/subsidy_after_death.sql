-- title: 去世后仍在残疾人两项补贴名册
-- description: 报送月份开始以前已经去世、名册仍在发放的人；当月去世的还在办理，不算
-- source: civil_affairs__disability_subsidies
-- level: warn
-- reason: 死亡人员信息显示此人在报送月份以前已经去世，名册仍在发放补贴。请核实：确已去世的停发；没有去世的请告知民政和殡葬部门更正死亡信息。
select
    listed.file_id,
    listed.sheet,
    listed.row_number,
    'id_number' as column_name
from core.deaths
inner join staging.civil_affairs__disability_subsidies as listed
    on deaths.person_id = listed.person_id
where
    deaths.death_date < cast(listed.delivery_month || '-01' as date)
    and not listed.is_alternative
    and listed.monthly_amount_yuan > 0
