-- title: 去世后仍在领养老金
-- description: 报送月份开始以前已经去世、养老待遇仍是正常发放的人；当月去世的还在办理，不算
-- source: human_resources__pensions
-- level: warn
-- reason: 死亡人员信息显示此人在报送月份以前已经去世，养老待遇仍在发放。请核实：确已去世的终止待遇；没有去世的请告知民政部门更正死亡信息。
select
    listed.file_id,
    listed.sheet,
    listed.row_number,
    'id_number' as column_name
from core.deaths
inner join staging.human_resources__pensions as listed
    on deaths.person_id = listed.person_id
where
    deaths.death_date < cast(listed.delivery_month || '-01' as date)
    and not listed.is_alternative
    and coalesce(listed.status, '正常') = '正常'
    and listed.monthly_amount_yuan > 0
