-- title: 重度残疾人护理补贴
-- description: 三级以上有效持证人一人一个：残疾证的等级、类别达到护理补贴所说的重度（多重残疾要看证上写了哪几类），
--   类别的限定没有公开文件、只是暂用值的，一级、二级里别的类别也不当作不符合，要问；要人长期照护；没有在领工伤保险护理费；名册只写两项补贴、没有写哪一项的，先核对
-- sources: disabled_federation__certificates,civil_affairs__disability_subsidies
with unnamed as (
    select distinct person_id
    from core.benefits
    where benefit = '残疾人两项补贴'
),

unlisted as (
    select distinct source
    from inputs.sources
    where source = 'civil_affairs__disability_subsidies' and status = 'missing'
),

-- The national rule names no kinds: a limit that nobody has published turns nobody away.
unproven as (
    select coalesce(min(case when is_placeholder then 1 else 0 end), 0) = 1 as is_unproven
    from policy.benefit_parameters
    where policy = 'disability_care_subsidy' and parameter = 'disability_care_categories'
),

graded as (
    select
        considered.household_id,
        considered.person_id,
        certificates.disability_grade,
        certificates.disability_category,
        certificates.self_care,
        last_day(cast(certificates.observed_month || '-01' as date)) as listed_date,
        persons.age_years < $minor_age_years as is_below_working_age,
        unnamed.person_id is not null as is_drawn_unnamed,
        unlisted.source is not null as is_list_missing
    from core.considered_members as considered
    inner join core.certificates as certificates
        on considered.person_id = certificates.person_id
    inner join core.persons as persons on considered.person_id = persons.person_id
    left join unnamed on considered.person_id = unnamed.person_id
    left join unlisted on unlisted.source = 'civil_affairs__disability_subsidies'
    where certificates.is_valid and certificates.disability_grade <= 3
),

cases as (
    select
        graded.*,
        case
            when graded.disability_grade <= $disability_care_grade
                then
                    case
                        when $disability_care_categories is null then true
                        -- Which disabilities are several is written on the certificate alone.
                        when graded.disability_category = '多重' then null
                        when position(graded.disability_category in $disability_care_categories) > 0
                            then true
                        when not unproven.is_unproven then false
                    end
            when $disability_care_grade_three_categories is null then false
            when graded.disability_category = '多重' then null
            else
                position(
                    graded.disability_category in $disability_care_grade_three_categories
                ) > 0
        end as is_severe,
        case graded.self_care
            when '不能自理' then true
            when '自理' then false
        end as needs_care
    from graded
    cross join unproven
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'severity' then cases.is_severe
        when 'care' then cases.needs_care
        when 'injury' then case when cases.is_below_working_age then true end
        when 'undrawn'
            then case when not cases.is_drawn_unnamed and not cases.is_list_missing then true end
    end as is_met,
    case conditions.condition
        when 'severity'
            then
                '残疾证' || cast(cases.disability_grade as varchar) || '级'
                || case
                    when cases.is_severe then ''
                    when not cases.is_severe then '，不在规定的等级和类别里'
                    when cases.disability_category = '多重' then '，要看证上写的是哪几类'
                    else '，国家规定不限类别，本地的限定没有公开文件'
                end
        when 'care' then '残疾证登记的自理程度：' || cases.self_care
        when 'injury'
            then case when cases.is_below_working_age then '还没有到劳动年龄' end
        when 'undrawn'
            then
                case
                    when cases.is_drawn_unnamed then '名册写了两项补贴，没有写是哪一项'
                    when cases.is_list_missing then '本月没有收到两项补贴发放名册'
                end
    end as evidence,
    case
        when conditions.condition in ('severity', 'care') then cases.listed_date
    end as observed_date,
    cast($disability_care_subsidy_monthly_yuan as decimal(18, 2)) as low_yuan,
    cast($disability_care_subsidy_monthly_yuan as decimal(18, 2)) as high_yuan
from cases
cross join
    (values ('severity'), ('care'), ('injury'), ('undrawn')) as conditions (condition)
