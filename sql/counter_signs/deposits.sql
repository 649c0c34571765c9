-- title: 存款
-- description: 截止日以前授权、授权仍在规定月数内的核对结果，全家合计达到规定数额；没有授权的一律不看，只说大致，不写数额
-- source: banking__deposits
-- question: 请核实存款的来源和用途，丧葬、手术、征地补偿等专款记明
with authorised as (
    select
        screened_members.household_id,
        assets.person_id,
        assets.value_yuan,
        assets.valued_date
    from core.screened_members
    inner join core.authorised_assets as assets
        on screened_members.person_id = assets.person_id
    where assets.kind = 'deposits' and assets.is_authorisation_valid
),

totals as (
    select
        household_id,
        case when min(person_id) = max(person_id) then min(person_id) end as person_id,
        least(max(valued_date), $as_of_date) as observed_date,
        sum(value_yuan) as total_yuan
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
