-- title: 医疗救助
-- description: 医保范围内的费用在医保付过以后还有剩的人一人一个：低保对象、特困人员没有起付标准，低保边缘、刚性支出
--   困难家庭的成员和依申请认定的因病致贫重病患者超过起付标准的部分；统计期近似看作一年；金额从最低比例到全部，不超过
--   年度限额，减去医疗救助已付的；医保已付足范围内费用的没有
-- sources: medical_insurance__settlements,medical_insurance__yearly_burdens,
--   civil_affairs__assistance,civil_affairs__means_checks
with direct as (
    select
        person_id,
        max(benefit) as benefit
    from core.benefits
    where is_monthly and benefit in ('最低生活保障', '特困人员')
    group by person_id
),

edge_homes as (
    select
        household_id,
        min(benefit) as benefit
    from core.benefits
    where is_monthly and benefit in ('低保边缘家庭', '刚性支出困难家庭')
    group by household_id
),

costs as (
    select
        household_id,
        person_id,
        left_yuan,
        aided_yuan,
        untold_count > 0 as is_partly_told,
        last_date
    from core.insured_costs
    union all
    -- A yearly list tells the whole burden alone: how much of it is in-policy is not known.
    select
        considered.household_id,
        considered.person_id,
        cast(null as decimal(18, 2)) as left_yuan,
        cast(0 as decimal(18, 2)) as aided_yuan,
        true as is_partly_told,
        burdens.last_date
    from core.considered_members as considered
    inner join core.medical_burdens as burdens on considered.person_id = burdens.person_id
    left join core.insured_costs as told on considered.person_id = told.person_id
    where
        told.person_id is null
        and burdens.is_from_yearly_list
        and burdens.burden_yuan
        > 0.01 * $medical_aid_applied_deductible_percent * $local_income_yearly_yuan
),

classed as (
    select
        costs.household_id,
        costs.person_id,
        costs.left_yuan,
        costs.aided_yuan,
        costs.is_partly_told,
        costs.last_date,
        direct.benefit is null and edge_homes.benefit is null as is_applied,
        coalesce(direct.benefit, edge_homes.benefit) as benefit,
        case
            when direct.benefit is not null then cast(0 as decimal(18, 2))
            when edge_homes.benefit is not null
                then
                    cast(
                        0.01 * $medical_aid_edge_deductible_percent * $local_income_yearly_yuan
                        as decimal(18, 2)
                    )
            else
                cast(
                    0.01 * $medical_aid_applied_deductible_percent * $local_income_yearly_yuan
                    as decimal(18, 2)
                )
        end as deductible_yuan,
        case
            when direct.benefit is not null then $medical_aid_direct_percent
            when edge_homes.benefit is not null then $medical_aid_edge_percent
            else $medical_aid_applied_percent
        end as percent
    from costs
    left join direct on costs.person_id = direct.person_id
    left join edge_homes on costs.household_id = edge_homes.household_id
),

due as (
    select
        classed.*,
        classed.left_yuan - classed.deductible_yuan as excess_yuan,
        case
            when classed.left_yuan > classed.deductible_yuan
                then
                    cast(
                        least(
                            cast($medical_aid_cap_yuan as decimal(18, 2)),
                            cast(
                                0.01 * classed.percent
                                * (classed.left_yuan - classed.deductible_yuan)
                                as decimal(18, 2)
                            )
                        ) as decimal(18, 2)
                    )
        end as least_yuan
    from classed
    where classed.deductible_yuan is not null
),

cases as (
    select
        due.*,
        case
            when due.excess_yuan > 0 then true
            when not due.is_partly_told then false
        end as has_costs,
        case
            when due.aided_yuan <= 0 then true
            when due.excess_yuan > 0 then due.aided_yuan < due.least_yuan
        end as is_not_aided,
        case
            when not due.is_applied then true
            else
                12 * means.monthly_income_yuan
                < cast($local_income_yearly_yuan * means.counted_count as decimal(18, 2))
                and means.is_property_within
        end as is_of_class,
        means.report_date,
        bands.band_text,
        bands.open_text,
        bands.band
    from due
    left join core.household_means as means on due.household_id = means.household_id
    left join core.burden_bands as bands
        on
            due.left_yuan > bands.above_yuan
            and bands.band <= 4
            and (due.left_yuan <= bands.up_to_yuan or bands.band = 4)
    where
        -- Who has had no costs worth speaking of is not concerned.
        due.excess_yuan > 0
        or due.is_partly_told
        or (not due.is_applied and due.left_yuan is not null)
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'class' then cases.is_of_class
        when 'costs' then cases.has_costs
        when 'not_aided' then cases.is_not_aided
    end as is_met,
    case conditions.condition
        when 'class'
            then
                case
                    when cases.benefit is not null then '在' || cases.benefit || '名册上'
                    when cases.is_of_class
                        then '核对的收入低于上年度当地人均可支配收入，财产符合'
                    when not cases.is_of_class then '核对的收入或财产不符合'
                    else '因病致贫要本人申请后认定'
                end
        when 'costs'
            then
                case
                    when cases.left_yuan > 0
                        then
                            '医保付过以后，范围内的费用还有'
                            || case
                                when cases.band = 4 then cases.open_text else cases.band_text
                            end
                    when cases.has_costs = false then '医保已付足范围内的费用'
                    else '结算没有写明范围内的金额'
                end
        when 'not_aided'
            then
                case
                    when cases.aided_yuan > 0 and cases.is_not_aided
                        then '医疗救助付过一部分，不足最低比例'
                    when not cases.is_not_aided then '医疗救助已按比例付过'
                end
    end as evidence,
    case
        when conditions.condition <> 'class' then cases.last_date
        when cases.is_applied and cases.is_of_class is not null then cases.report_date
    end as observed_date,
    case
        when cases.has_costs and cases.is_not_aided
            then cast(cases.least_yuan - greatest(cases.aided_yuan, 0) as decimal(18, 2))
    end as low_yuan,
    case
        when cases.has_costs and cases.is_not_aided and not cases.is_partly_told
            then
                cast(
                    least(
                        cast($medical_aid_cap_yuan as decimal(18, 2)), cases.excess_yuan
                    ) - greatest(cases.aided_yuan, 0) as decimal(18, 2)
                )
        when coalesce(cases.has_costs and cases.is_not_aided, cases.has_costs is null)
            then
                cast(
                    greatest($medical_aid_cap_yuan - greatest(cases.aided_yuan, 0), 0)
                    as decimal(18, 2)
                )
    end as high_yuan
from cases
cross join (values ('class'), ('costs'), ('not_aided')) as conditions (condition)
