-- title: 单人保
-- description: 低保边缘家庭中的重残人员（一级、二级，三级中规定的类别）和大病患者，本人可以单独申请低保，一人一个；
--   家庭是不是低保边缘家庭，看在享名册，没有的看核对报告，都没有为不知道；金额的上限是一人的低保标准
-- sources: disabled_federation__certificates,health__severe_illness,civil_affairs__assistance,
--   civil_affairs__means_checks
with edge_homes as (
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
        edge_homes.household_id is not null as is_listed,
        coalesce(
            guaranteed_homes.drawing_count >= means.counted_count, false
        ) as is_guaranteed,
        case
            when edge_homes.household_id is not null then true
            when guaranteed_homes.drawing_count >= means.counted_count then false
            else
                means.monthly_income_yuan
                >= cast($dibao_line_monthly_yuan * means.counted_count as decimal(18, 2))
                and means.monthly_income_yuan
                < cast(
                    $dibao_line_monthly_yuan * $low_income_edge_multiple * means.counted_count
                    as decimal(18, 2)
                )
                and means.is_property_within
        end as is_edge
    from core.household_means as means
    left join edge_homes on means.household_id = edge_homes.household_id
    left join guaranteed_homes on means.household_id = guaranteed_homes.household_id
),

people as (
    select
        considered.household_id,
        considered.person_id,
        certificates.disability_grade,
        illnesses.confirmed_date,
        case
            when certificates.person_id is null then false
            when certificates.disability_grade <= $severe_disability_grade then true
            when certificates.disability_grade > 3 then false
            -- Which disabilities are several is written on the certificate alone.
            when certificates.disability_category = '多重' then null
            else position(certificates.disability_category in $severe_grade_three_categories) > 0
        end as is_severely_disabled
    from core.considered_members as considered
    left join core.certificates as certificates
        on considered.person_id = certificates.person_id and certificates.is_valid
    left join core.severe_illnesses as illnesses
        on considered.person_id = illnesses.person_id
    where certificates.person_id is not null or illnesses.person_id is not null
),

cases as (
    select
        people.household_id,
        people.person_id,
        people.disability_grade,
        people.confirmed_date,
        people.is_severely_disabled,
        homes.is_listed,
        homes.is_guaranteed,
        homes.is_edge,
        homes.report_date
    from people
    inner join homes on people.household_id = homes.household_id
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'severity' then cases.is_severely_disabled or cases.confirmed_date is not null
        when 'edge' then cases.is_edge
    end as is_met,
    case
        when conditions.condition = 'severity' and cases.is_severely_disabled
            then
                '残疾证' || cast(cases.disability_grade as varchar) || '级'
                || case when cases.disability_grade = 3 then '，属于规定的三级类别' else '' end
        when conditions.condition = 'severity' and cases.confirmed_date is not null
            then '在长期治疗管理中'
        when conditions.condition = 'severity'
            then
                '残疾证' || cast(cases.disability_grade as varchar) || case
                    when not cases.is_severely_disabled then '级，不属于规定的类别'
                    else '级，要看证上写的是哪几类'
                end
        when cases.is_listed then '家庭在低保边缘家庭名册上'
        when cases.is_guaranteed then '家里已在享低保，不是低保边缘家庭'
        when cases.is_edge then '核对的收入在低保标准和低保边缘标准之间，财产符合'
        when not cases.is_edge then '核对的收入、财产不是低保边缘家庭'
    end as evidence,
    case
        when
            conditions.condition = 'severity'
            and not coalesce(cases.is_severely_disabled, false)
            then cases.confirmed_date
        when conditions.condition = 'edge' and not cases.is_listed and not cases.is_guaranteed
            then cases.report_date
    end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cast($dibao_line_monthly_yuan as decimal(18, 2)) as high_yuan
from cases
cross join (values ('severity'), ('edge')) as conditions (condition)
