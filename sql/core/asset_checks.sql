-- title: 存款和证券的核对结果
-- description: 送来的每一行核对结果，和它的授权在报送月份、在截止日是否有效：授权日期不晚于那个月末、到那个月还不满
--   规定月数；过期授权的结果只用来退回，不看数额
with results as (
    select
        'deposits' as kind,
        deposits.file_id,
        deposits.sheet,
        deposits.row_number,
        deposits.person_id,
        deposits.institution,
        deposits.authorisation_number,
        deposits.authorisation_date,
        deposits.balance_yuan as value_yuan,
        deposits.balance_date as valued_date,
        deposits.delivery_rank,
        last_day(cast(deposits.delivery_month || '-01' as date)) as delivered_until
    from staging.banking__deposits as deposits
    union all
    select
        'holdings' as kind,
        holdings.file_id,
        holdings.sheet,
        holdings.row_number,
        holdings.person_id,
        holdings.institution,
        holdings.authorisation_number,
        holdings.authorisation_date,
        holdings.market_value_yuan as value_yuan,
        holdings.value_date as valued_date,
        holdings.delivery_rank,
        last_day(cast(holdings.delivery_month || '-01' as date)) as delivered_until
    from staging.securities__holdings as holdings
),

judged as (
    select
        *,
        authorisation_date <= delivered_until
        and 12 * (year(delivered_until) - year(authorisation_date))
        + month(delivered_until) - month(authorisation_date)
        < $authorisation_valid_months as was_valid_when_delivered,
        authorisation_number is not null
        and authorisation_date <= $as_of_date
        and 12 * (year($as_of_date) - year(authorisation_date))
        + month($as_of_date) - month(authorisation_date)
        < $authorisation_valid_months as is_authorisation_valid
    from results
)

select
    kind,
    file_id,
    sheet,
    row_number,
    person_id,
    institution,
    authorisation_number,
    authorisation_date,
    case when coalesce(is_authorisation_valid, false) then value_yuan end as value_yuan,
    valued_date,
    delivery_rank,
    was_valid_when_delivered,
    coalesce(is_authorisation_valid, false) as is_authorisation_valid
from judged
