-- title: 刚性支出困难家庭
-- description: 每个要对照政策的家庭一个；核对的家庭收入不低于低保边缘标准、低于上年度当地人均可支配收入，财产符合
--   规定，近12个月刚性支出超过家庭收入的规定比例；没有核对报告时为不知道。这是身份认定，没有按月的钱
-- sources: civil_affairs__means_checks,medical_insurance__settlements
with means as (
    select
        household_id,
        counted_count,
        monthly_income_yuan,
        is_property_within,
        property_evidence,
        rigid_spending_year_yuan,
        report_date,
        cast(12 * monthly_income_yuan as decimal(18, 2)) as income_year_yuan,
        cast(
            $dibao_line_monthly_yuan * $low_income_edge_multiple * counted_count as decimal(18, 2)
        ) as edge_yuan,
        cast($local_income_yearly_yuan * counted_count as decimal(18, 2)) as local_year_yuan
    from core.household_means
    where counted_count > 0
),

cases as (
    select
        means.*,
        hardships.has_heavy_burden or hardships.has_severe_illness as has_costs,
        case
            when hardships.has_heavy_burden then '医疗负担重'
            when hardships.has_severe_illness then '有成员需要长期治疗'
        end as costs
    from means
    left join core.hardships as hardships on means.household_id = hardships.household_id
)

select
    cases.household_id,
    cast(null as varchar) as person_id,
    conditions.condition,
    case conditions.condition
        when 'above_edge' then cases.monthly_income_yuan >= cases.edge_yuan
        when 'below_local' then cases.income_year_yuan < cases.local_year_yuan
        when 'property' then cases.is_property_within
        when 'spending'
            then
                100 * cases.rigid_spending_year_yuan
                > $rigid_spending_share_percent * cases.income_year_yuan
        when 'costs' then coalesce(cases.has_costs, false)
    end as is_met,
    case conditions.condition
        when 'above_edge'
            then
                '核对的家庭月收入'
                || replace(cast(cases.monthly_income_yuan as varchar), '.00', '')
                || '元，低保边缘标准按' || cast(cases.counted_count as varchar) || '人计'
                || replace(cast(cases.edge_yuan as varchar), '.00', '') || '元'
        when 'below_local'
            then
                '核对的家庭年收入' || replace(cast(cases.income_year_yuan as varchar), '.00', '')
                || '元，上年度当地人均可支配收入按' || cast(cases.counted_count as varchar)
                || '人计' || replace(cast(cases.local_year_yuan as varchar), '.00', '') || '元'
        when 'property' then cases.property_evidence
        when 'spending'
            then
                '核对的近12个月刚性支出'
                || replace(cast(cases.rigid_spending_year_yuan as varchar), '.00', '')
                || '元，家庭年收入'
                || replace(cast(cases.income_year_yuan as varchar), '.00', '') || '元'
        when 'costs' then cases.costs
    end as evidence,
    case when conditions.condition <> 'costs' then cases.report_date end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cast(null as decimal(18, 2)) as high_yuan
from cases
cross join
    (
        values ('above_edge'), ('below_local'), ('property'), ('spending'), ('costs')
    ) as conditions (condition)
