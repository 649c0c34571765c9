-- title: 低保渐退期
-- description: 全家在领低保、核对过家庭经济状况的一户一个：就业后收入超过低保标准的，可能适用渐退期，自核对的次月1日起
--   最多规定的月数，期间照领；正好等于标准的、不低于低保边缘标准的，要问镇街；没有核对的家庭不对照；名册上只有部分成员的，可能是单人保，先问清楚
-- sources: civil_affairs__assistance,civil_affairs__means_checks,human_resources__social_insurance
with drawing as (
    select
        household_id,
        count(distinct person_id) as drawing_count,
        cast(sum(amount_yuan) as decimal(18, 2)) as drawn_yuan,
        count(amount_yuan) = count(*) as is_amount_told
    from core.benefits
    where is_monthly and benefit = '最低生活保障'
    group by household_id
),

insured as (
    select
        considered.household_id,
        insurance.payment_status
    from core.considered_members as considered
    inner join drawing on considered.household_id = drawing.household_id
    inner join staging.human_resources__social_insurance as insurance
        on considered.person_id = insurance.person_id
    where insurance.insurance_kind in ('职工养老', '机关事业养老')
    qualify
        row_number() over (
            partition by insurance.person_id, insurance.insurance_kind
            order by
                insurance.delivery_rank desc,
                insurance.is_alternative asc,
                insurance.row_number desc,
                insurance.sheet desc
        ) = 1
),

working as (
    select distinct household_id
    from insured
    where payment_status = '正常缴费'
),

cases as (
    select
        drawing.household_id,
        drawing.drawn_yuan,
        drawing.is_amount_told,
        means.counted_count,
        means.monthly_income_yuan,
        means.is_property_within,
        means.property_evidence,
        means.report_date,
        drawing.drawing_count >= means.counted_count as is_whole,
        working.household_id is not null as is_working,
        cast($dibao_line_monthly_yuan * means.counted_count as decimal(18, 2)) as line_yuan,
        cast(
            $dibao_line_monthly_yuan * $low_income_edge_multiple * means.counted_count
            as decimal(18, 2)
        ) as edge_yuan,
        make_date(
            (year(means.report_date) * 12 + month(means.report_date)) // 12,
            (year(means.report_date) * 12 + month(means.report_date)) % 12 + 1,
            1
        ) as first_date,
        -- Whole months from the 1st of the month after the report to the month at hand.
        12 * (year($as_of_date) - year(means.report_date))
        + month($as_of_date) - month(means.report_date) as months_since
    from drawing
    inner join core.household_means as means on drawing.household_id = means.household_id
    left join working on drawing.household_id = working.household_id
    where means.monthly_income_yuan is not null and means.counted_count > 0
)

select
    cases.household_id,
    cast(null as varchar) as person_id,
    conditions.condition,
    case conditions.condition
        when 'whole_household' then case when cases.is_whole then true end
        when 'by_work' then case when cases.is_working then true end
        when 'above_line'
            then
                case
                    when cases.monthly_income_yuan > cases.line_yuan then true
                    when cases.monthly_income_yuan < cases.line_yuan then false
                end
        -- No document tells an upper limit: beyond the edge it is asked, not denied.
        when 'below_edge' then case when cases.monthly_income_yuan < cases.edge_yuan then true end
        when 'property' then cases.is_property_within
        when 'within_grace' then cases.months_since <= $grace_months
    end as is_met,
    case
        when conditions.condition = 'whole_household'
            then
                case
                    when cases.is_whole then '全家在领低保'
                    else '只有部分成员在领低保，可能是单人保'
                end
        when conditions.condition = 'by_work'
            then case when cases.is_working then '有成员由单位缴纳养老保险' end
        when conditions.condition = 'above_line'
            then
                '核对的家庭月收入'
                || replace(cast(cases.monthly_income_yuan as varchar), '.00', '')
                || '元，低保标准按' || cast(cases.counted_count as varchar) || '人计'
                || replace(cast(cases.line_yuan as varchar), '.00', '') || '元'
        when conditions.condition = 'below_edge'
            then
                '低保边缘标准按' || cast(cases.counted_count as varchar) || '人计'
                || replace(cast(cases.edge_yuan as varchar), '.00', '') || '元'
        when conditions.condition = 'property' then cases.property_evidence
        when cases.months_since <= $grace_months
            then
                '可能适用渐退期，自' || cast(cases.first_date as varchar) || '起，最多'
                || cast($grace_months as varchar) || '个月'
        when cases.months_since > $grace_months
            then
                '自' || cast(cases.first_date as varchar) || '起算，已满'
                || cast($grace_months as varchar) || '个月'
    end as evidence,
    case when conditions.condition <> 'by_work' then cases.report_date end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    case when cases.is_amount_told then cases.drawn_yuan end as high_yuan
from cases
cross join
    (
        values
        ('whole_household'),
        ('by_work'),
        ('above_line'),
        ('below_edge'),
        ('property'),
        ('within_grace')
    ) as conditions (condition)
