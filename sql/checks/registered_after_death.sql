-- title: 去世后户口没有注销
-- description: 报送月份开始以前已经去世、户口状态仍是正常的人；筛查时已按去世处理
-- source: public_security__household_register
-- level: note
-- reason: 死亡人员信息显示此人在报送月份以前已经去世，户口状态仍是正常。请核实后办理注销；没有去世的请告知民政部门更正死亡信息。
select
    listed.file_id,
    listed.sheet,
    listed.row_number,
    'id_number' as column_name
from core.deaths
inner join staging.public_security__household_register as listed
    on deaths.person_id = listed.person_id
where
    deaths.death_date < cast(listed.delivery_month || '-01' as date)
    and not listed.is_alternative
    and coalesce(listed.register_status, '正常') = '正常'
