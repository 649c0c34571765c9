-- title: 低保边缘家庭
-- description: 每个要对照政策的家庭一个；核对的家庭月收入不低于低保标准、低于低保标准的规定倍数（都乘计入人数），
--   财产符合规定；没有核对报告时为不知道。这是身份认定，没有按月的钱
-- sources: civil_affairs__means_checks,community__residents
with cases as (
    select
        means.household_id,
        means.counted_count,
        means.monthly_income_yuan,
        means.is_property_within,
        means.property_evidence,
        means.report_date,
        hardships.evidence as hardship,
        cast($dibao_line_monthly_yuan * means.counted_count as decimal(18, 2)) as line_yuan,
        cast(
            $dibao_line_monthly_yuan * $low_income_edge_multiple * means.counted_count
            as decimal(18, 2)
        ) as edge_yuan
    from core.household_means as means
    left join core.hardships as hardships on means.household_id = hardships.household_id
    where means.counted_count > 0
)

select
    cases.household_id,
    cast(null as varchar) as person_id,
    conditions.condition,
    case conditions.condition
        when 'above_line' then cases.monthly_income_yuan >= cases.line_yuan
        when 'below_edge' then cases.monthly_income_yuan < cases.edge_yuan
        when 'property' then cases.is_property_within
        when 'hardship' then cases.hardship is not null
    end as is_met,
    case
        when conditions.condition = 'above_line'
            then
                '核对的家庭月收入'
                || replace(cast(cases.monthly_income_yuan as varchar), '.00', '')
                || '元，低保标准按' || cast(cases.counted_count as varchar) || '人计'
                || replace(cast(cases.line_yuan as varchar), '.00', '') || '元'
        when conditions.condition = 'below_edge'
            then
                '核对的家庭月收入'
                || replace(cast(cases.monthly_income_yuan as varchar), '.00', '')
                || '元，低保边缘标准按' || cast(cases.counted_count as varchar) || '人计'
                || replace(cast(cases.edge_yuan as varchar), '.00', '') || '元'
        when conditions.condition = 'property' then cases.property_evidence
        else cases.hardship
    end as evidence,
    case when conditions.condition <> 'hardship' then cases.report_date end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cast(null as decimal(18, 2)) as high_yuan
from cases
cross join
    (values ('above_line'), ('below_edge'), ('property'), ('hardship')) as conditions (condition)
