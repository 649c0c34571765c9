-- title: 存款核对的授权已过期
-- description: 授权日期在报送月份以后，或到报送月份已满规定月数的核对结果；筛查时不看
-- source: banking__deposits
-- level: warn
-- reason: 这一行的授权还没有生效或已经超过有效月数，核对结果没有使用。需要继续核对的，请先取得这一家新的授权，再重新报送。
select
    results.file_id,
    results.sheet,
    results.row_number,
    'authorisation_date' as column_name
from staging.banking__deposits as results
where
    results.authorisation_date > last_day(cast(results.delivery_month || '-01' as date))
    or 12 * (
        year(cast(results.delivery_month || '-01' as date)) - year(results.authorisation_date)
    )
    + month(cast(results.delivery_month || '-01' as date)) - month(results.authorisation_date)
    >= $authorisation_valid_months
