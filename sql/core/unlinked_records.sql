-- title: 未能归人的记录
-- description: 身份证号不可用、仍保留的行：计入家庭人口，不属于任何人
select
    'community__residents' as source,
    file_id,
    sheet,
    row_number,
    '身份证号不可用' as reason
from staging.community__residents
where person_id is null and not is_alternative
