-- title: 存款
-- description: 截止日以前授权、授权仍在规定月数内的核对结果，全家合计达到规定数额；没有授权的一律不看，只说大致，不写数额
-- source: banking__deposits
-- question: 请核实存款的来源和用途，丧葬、手术、征地补偿等专款记明
with authorised as (
    select
        screened_members.household_id,
        deposits.person_id,
        deposits.balance_yuan,
        coalesce(deposits.balance_date, deposits.authorisation_date) as observed_date
    from core.screened_members
    inner join staging.banking__deposits as deposits
        on screened_members.person_id = deposits.person_id
    where
        deposits.authorisation_number is not null
        and deposits.authorisation_date <= $as_of_date
        and 12 * (year($as_of_date) - year(deposits.authorisation_date))
        + month($as_of_date) - month(deposits.authorisation_date) < $authorisation_valid_months
    -- A later authorisation asks anew: what an institution said before it counts no more.
    qualify
        row_number() over (
            partition by deposits.person_id, deposits.institution
            order by
                deposits.authorisation_date desc,
                deposits.delivery_rank desc,
                deposits.row_number desc,
                deposits.sheet desc
        ) = 1
),

totals as (
    select
        household_id,
        case when min(person_id) = max(person_id) then min(person_id) end as person_id,
        least(max(observed_date), $as_of_date) as observed_date,
        sum(balance_yuan) as total_yuan
    from authorised
    group by household_id
)

select
    household_id,
    person_id,
    observed_date,
    '授权核对有存款' as evidence
from totals
where total_yuan >= $asset_question_yuan
