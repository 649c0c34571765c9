-- title: 成年无业重度残疾人单独申请低保
-- description: 三级以上有效持证人一人一个：成年、达到规定的残疾程度、没有工作；当地规定不计家庭收入和财产的，
--   只看本人收入（核对报告里只有一口人时才知道），不然家庭须是低保边缘家庭；金额的上限是低保标准的规定比例
-- sources: disabled_federation__certificates,human_resources__social_insurance,
--   civil_affairs__means_checks,civil_affairs__assistance
with insured as (
    select
        considered.person_id,
        insurance.payment_status
    from core.considered_members as considered
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

employed as (
    select distinct person_id
    from insured
    where payment_status = '正常缴费'
),

edge_homes as (
    select distinct household_id
    from core.benefits
    where benefit = '低保边缘家庭'
),

-- All on the register, and not on the list of edge homes: the household draws as a whole. Where
-- only some are, they may draw alone, as others of the household may.
guaranteed_homes as (
    select
        household_id,
        count(distinct person_id) as drawing_count
    from core.benefits
    where benefit = '最低生活保障'
    group by household_id
),

homes as (
    select
        means.household_id,
        means.report_date,
        coalesce(guaranteed_homes.drawing_count >= means.counted_count, false)
        and edge_homes.household_id is null as is_guaranteed,
        case
            when
                guaranteed_homes.drawing_count >= means.counted_count
                and edge_homes.household_id is null
                then false
            when $adult_alone_leaves_family_means
                then
                    case
                        when means.counted_count = 1
                            then
                                means.monthly_income_yuan
                                < cast($dibao_line_monthly_yuan as decimal(18, 2))
                    end
            when edge_homes.household_id is not null then true
            else
                means.monthly_income_yuan
                < cast(
                    $dibao_line_monthly_yuan * $low_income_edge_multiple * means.counted_count
                    as decimal(18, 2)
                )
                and means.is_property_within
        end as has_low_means
    from core.household_means as means
    left join edge_homes on means.household_id = edge_homes.household_id
    left join guaranteed_homes on means.household_id = guaranteed_homes.household_id
),

cases as (
    select
        considered.household_id,
        considered.person_id,
        persons.age_years,
        persons.age_years >= $adult_age_years as is_adult,
        certificates.disability_grade,
        case
            when certificates.disability_grade <= $adult_alone_grade then true
            -- Which disabilities are several is written on the certificate alone.
            when certificates.disability_category = '多重' then null
            else
                position(
                    certificates.disability_category in $adult_alone_grade_three_categories
                ) > 0
        end as is_severe,
        case
            when employed.person_id is not null then false
            when
                certificates.employment
                in ('无业', '未就业', '失业', '待业', '无工作', '未工作', '无')
                then true
            -- Other words (farming, not told, something else) say neither: it is asked.
            when
                regexp_matches(
                    certificates.employment,
                    '^(在业|在职|在岗|在编|已?就业|有工作)$'
                    || '|^(灵活|自主|集中|按比例|辅助性|稳定)就业|个体|经商|务工|打工|公益性?岗位'
                )
                then false
        end as is_unemployed,
        case
            when employed.person_id is not null then '由单位缴纳养老保险'
            when certificates.employment is not null
                then '残疾证登记的职业状况：' || certificates.employment
        end as employment,
        last_day(cast(certificates.observed_month || '-01' as date)) as listed_date,
        homes.has_low_means,
        homes.is_guaranteed,
        homes.report_date
    from core.considered_members as considered
    inner join core.certificates as certificates
        on considered.person_id = certificates.person_id
    inner join core.persons as persons on considered.person_id = persons.person_id
    inner join homes on considered.household_id = homes.household_id
    left join employed on considered.person_id = employed.person_id
    where certificates.is_valid and certificates.disability_grade <= 3
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'adult' then cases.is_adult
        when 'severity' then cases.is_severe
        when 'unemployed' then cases.is_unemployed
        when 'means' then cases.has_low_means
    end as is_met,
    case conditions.condition
        when 'adult' then cast(cases.age_years as varchar) || '周岁'
        when 'severity' then '残疾证' || cast(cases.disability_grade as varchar) || '级'
        when 'unemployed' then cases.employment
        when 'means'
            then
                case
                    when cases.is_guaranteed then '家里已在享低保，随家庭一起保障'
                    when cases.has_low_means then '核对的收入符合'
                    when not cases.has_low_means then '核对的收入或财产不符合'
                    when $adult_alone_leaves_family_means then '家庭收入和财产不计，只问本人收入'
                end
    end as evidence,
    case
        when conditions.condition in ('severity', 'unemployed') then cases.listed_date
        when
            conditions.condition = 'means'
            and cases.has_low_means is not null
            and not cases.is_guaranteed
            then cases.report_date
    end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    -- A share in percent, exact: a division would leave the decimals.
    cast(
        $dibao_line_monthly_yuan * $adult_alone_share_percent * 0.01 as decimal(18, 2)
    ) as high_yuan
from cases
cross join
    (values ('adult'), ('severity'), ('unemployed'), ('means')) as conditions (condition)
