-- title: 去世后仍在网格台账
-- description: 报送月份开始以前已经去世、网格台账上仍有的人；筛查时已按去世处理
-- source: community__residents
-- level: note
-- reason: 死亡人员信息显示此人在报送月份以前已经去世，台账上仍有此人；筛查时已不计入家庭人口。请网格员核实后更新台账。
select
    residents.file_id,
    residents.sheet,
    residents.row_number,
    'id_number' as column_name
from core.deaths
inner join staging.community__residents as residents on deaths.person_id = residents.person_id
where
    deaths.death_date < cast(residents.delivery_month || '-01' as date)
    and not residents.is_alternative
