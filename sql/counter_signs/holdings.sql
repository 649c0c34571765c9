-- title: 证券
-- description: 截止日以前授权、授权仍在规定月数内的核对结果，全家合计达到规定数额；没有授权的一律不看，只说大致，不写数额
-- source: securities__holdings
-- question: 请核实证券是否本人持有、近期是否卖出
with authorised as (
    select
        screened_members.household_id,
        holdings.person_id,
        holdings.market_value_yuan,
        coalesce(holdings.value_date, holdings.authorisation_date) as observed_date
    from core.screened_members
    inner join staging.securities__holdings as holdings
        on screened_members.person_id = holdings.person_id
    where
        holdings.authorisation_number is not null
        and holdings.authorisation_date <= $as_of_date
        and 12 * (year($as_of_date) - year(holdings.authorisation_date))
        + month($as_of_date) - month(holdings.authorisation_date) < $authorisation_valid_months
    -- A later authorisation asks anew: what an institution said before it counts no more.
    qualify
        row_number() over (
            partition by holdings.person_id, holdings.institution
            order by
                holdings.authorisation_date desc,
                holdings.delivery_rank desc,
                holdings.row_number desc,
                holdings.sheet desc
        ) = 1
),

totals as (
    select
        household_id,
        case when min(person_id) = max(person_id) then min(person_id) end as person_id,
        least(max(observed_date), $as_of_date) as observed_date,
        sum(market_value_yuan) as total_yuan
    from authorised
    group by household_id
)

select
    household_id,
    person_id,
    observed_date,
    '授权核对有证券' as evidence
from totals
where total_yuan >= $asset_question_yuan
