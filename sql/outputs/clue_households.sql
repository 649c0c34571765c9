-- title: 线索对应的户
-- description: 线索登记、热线、信访里对得上的每一条是哪一户、在哪个镇街社区；不含姓名、电话、住址
select
    cast($month as varchar) as month,
    matched.source,
    matched.file_id,
    matched.sheet,
    matched.row_number,
    matched.person_id,
    matched.household_id,
    matched.matched_by,
    households.street_code,
    households.community_name
from core.clue_households as matched
left join core.households as households on matched.household_id = households.household_id
