-- title: 最低生活保障
-- description: 每个要对照政策的家庭一个；没有核对报告时收入、财产为不知道，金额只给上限（低保标准乘计入人数）；
--   有报告的按差额算：低保标准乘计入人数减家庭月收入，不足一元进为一元，分档的地方再向上取到一档
-- sources: civil_affairs__means_checks,community__residents
with means as (
    select
        household_id,
        counted_count,
        monthly_income_yuan,
        is_property_within,
        property_evidence,
        report_date,
        cast($dibao_line_monthly_yuan * counted_count as decimal(18, 2)) as line_yuan
    from core.household_means
    where counted_count > 0
),

short as (
    select
        means.*,
        -- The whole household at once: income a head and back again would lose or win a yuan.
        cast(ceil(means.line_yuan - means.monthly_income_yuan) as bigint) as shortfall_yuan,
        cast(floor($dibao_tier_step_yuan) as bigint) * means.counted_count as tier_yuan
    from means
),

cases as (
    select
        short.household_id,
        short.line_yuan,
        short.counted_count,
        short.monthly_income_yuan,
        short.is_property_within,
        short.property_evidence,
        short.report_date,
        hardships.evidence as hardship,
        case
            when short.tier_yuan is null then cast(short.shortfall_yuan as decimal(18, 2))
            else
                cast(
                    least(
                        (short.shortfall_yuan + short.tier_yuan - 1) // short.tier_yuan
                        * short.tier_yuan,
                        short.line_yuan
                    ) as decimal(18, 2)
                )
        end as due_yuan
    from short
    left join core.hardships as hardships on short.household_id = hardships.household_id
)

select
    cases.household_id,
    cast(null as varchar) as person_id,
    conditions.condition,
    case conditions.condition
        when 'income' then cases.monthly_income_yuan < cases.line_yuan
        when 'property' then cases.is_property_within
        when 'hardship' then cases.hardship is not null
    end as is_met,
    case conditions.condition
        when 'income'
            then
                '核对的家庭月收入'
                || replace(cast(cases.monthly_income_yuan as varchar), '.00', '')
                || '元，低保标准按' || cast(cases.counted_count as varchar) || '人计'
                || replace(cast(cases.line_yuan as varchar), '.00', '') || '元'
        when 'property' then cases.property_evidence
        when 'hardship' then cases.hardship
    end as evidence,
    case when conditions.condition <> 'hardship' then cases.report_date end as observed_date,
    case when cases.due_yuan > 0 then cases.due_yuan end as low_yuan,
    case
        when cases.monthly_income_yuan is null then cases.line_yuan
        when cases.due_yuan > 0 then cases.due_yuan
    end as high_yuan
from cases
cross join (values ('income'), ('property'), ('hardship')) as conditions (condition)
