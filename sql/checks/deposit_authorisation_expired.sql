-- title: 存款核对的授权已过期
-- description: 授权日期在报送月份以后，或到报送月份已满规定月数的核对结果；筛查时不看
-- source: banking__deposits
-- level: warn
-- reason: 这一行的授权还没有生效或已经超过有效月数，核对结果没有使用。需要继续核对的，请先取得这一家新的授权，再重新报送。
select
    file_id,
    sheet,
    row_number,
    'authorisation_date' as column_name
from core.asset_checks
where kind = 'deposits' and not was_valid_when_delivered
