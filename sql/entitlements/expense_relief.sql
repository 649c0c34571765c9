-- title: 临时救助（支出型）
-- description: 医疗负担重、有成员在长期治疗，或者核对报告写明了必需支出的家庭一个；人均年收入低于上年度当地人均可支配
--   收入、财产符合、必需支出超过收入的规定比例，没有核对报告的都为不知道；金额按低保标准的倍数给出从低到高
-- sources: civil_affairs__means_checks,medical_insurance__settlements,health__severe_illness
with means as (
    select
        household_id,
        counted_count,
        is_property_within,
        property_evidence,
        rigid_spending_year_yuan,
        report_date,
        cast(12 * monthly_income_yuan as decimal(18, 2)) as income_year_yuan,
        cast($local_income_yearly_yuan * counted_count as decimal(18, 2)) as local_year_yuan,
        cast($dibao_line_monthly_yuan * counted_count as decimal(18, 2)) as line_yuan
    from core.household_means
    where counted_count > 0
),

cases as (
    select
        means.*,
        coalesce(hardships.has_heavy_burden or hardships.has_severe_illness, false) as has_costs,
        case
            when hardships.has_heavy_burden then '医疗负担重'
            when hardships.has_severe_illness then '有成员需要长期治疗'
        end as costs
    from means
    left join core.hardships as hardships on means.household_id = hardships.household_id
    where
        hardships.has_heavy_burden
        or hardships.has_severe_illness
        or means.rigid_spending_year_yuan > 0
)

select
    cases.household_id,
    cast(null as varchar) as person_id,
    conditions.condition,
    case conditions.condition
        when 'income' then cases.income_year_yuan < cases.local_year_yuan
        when 'property' then cases.is_property_within
        when 'spending'
            then
                100 * cases.rigid_spending_year_yuan
                > $expense_share_percent * cases.income_year_yuan
        when 'costs' then cases.has_costs
    end as is_met,
    case conditions.condition
        when 'income'
            then
                '核对的家庭年收入' || replace(cast(cases.income_year_yuan as varchar), '.00', '')
                || '元，上年度当地人均可支配收入按' || cast(cases.counted_count as varchar)
                || '人计' || replace(cast(cases.local_year_yuan as varchar), '.00', '') || '元'
        when 'property' then cases.property_evidence
        when 'spending'
            then
                '核对的近12个月必需支出'
                || replace(cast(cases.rigid_spending_year_yuan as varchar), '.00', '')
                || '元，家庭年收入'
                || replace(cast(cases.income_year_yuan as varchar), '.00', '') || '元'
        when 'costs' then cases.costs
    end as evidence,
    case when conditions.condition <> 'costs' then cases.report_date end as observed_date,
    cast(cases.line_yuan * $expense_least_multiple as decimal(18, 2)) as low_yuan,
    cast(cases.line_yuan * $expense_most_multiple as decimal(18, 2)) as high_yuan
from cases
cross join
    (values ('income'), ('property'), ('spending'), ('costs')) as conditions (condition)
