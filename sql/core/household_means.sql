-- title: 家庭收入、财产和计入人口
-- description: 每个要对照政策的家庭一行：有核对报告的以报告为准，没有的收入、财产为空（不知道）；家中有重度
--   残疾人或大病患者、超出的只有车辆的，财产按符合算；没有写明超出什么的，为空，先问清楚
select
    units.household_id,
    coalesce(means.reported_members_count, units.counted_count) as counted_count,
    means.monthly_income_yuan,
    case
        when means.is_property_within then true
        when means.is_property_within is null then null
        when
            not coalesce($vehicle_exempt_in_hardship, false)
            or not (hardships.has_severe_disability or hardships.has_severe_illness)
            then false
        when means.property_excess is null then null
        else means.property_excess = '车辆'
    end as is_property_within,
    case
        when means.is_property_within then '核对报告：财产符合'
        when means.is_property_within is null then null
        when
            not coalesce($vehicle_exempt_in_hardship, false)
            or not (hardships.has_severe_disability or hardships.has_severe_illness)
            then '核对报告：财产超出'
        when means.property_excess is null
            then '核对报告：财产超出，没有写明超出什么；家中有重残或大病，只因车辆超出的可以豁免'
        when means.property_excess = '车辆'
            then '核对报告：超出的只有车辆，家中有重残或大病，可按特殊需要豁免'
        else '核对报告：财产超出'
    end as property_evidence,
    means.rigid_spending_year_yuan,
    means.report_date
from core.guarantee_units as units
inner join core.hardships as hardships on units.household_id = hardships.household_id
left join core.means as means on units.household_id = means.household_id
