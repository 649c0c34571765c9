-- title: 教育资助
-- description: 在读学生一人一个：家里在享低保、特困、低保边缘，脱贫人口和监测对象，本人是孤儿、事实无人抚养儿童或者持有
--   效残疾证；按学段给出一学年的上限；已领的助学金、生活补助、免学杂费、学前资助看名册，助学贷款和奖学金不算资助
-- sources: education__student_rolls,education__school_aid,civil_affairs__assistance,
--   civil_affairs__orphans,rural_affairs__poverty_roster,disabled_federation__certificates
with listed as (
    select
        household_id,
        max(case when benefit = '最低生活保障' then 1 else 0 end) = 1 as is_guaranteed,
        max(case when benefit = '特困人员' then 1 else 0 end) = 1 as is_destitute,
        max(case when benefit = '低保边缘家庭' then 1 else 0 end) = 1 as is_on_edge,
        max(case when benefit = '脱贫人口和监测对象帮扶' then 1 else 0 end) = 1 as is_on_roster
    from core.benefits
    where benefit in ('最低生活保障', '特困人员', '低保边缘家庭', '脱贫人口和监测对象帮扶')
    group by household_id
),

children as (
    select distinct person_id
    from core.benefits
    where benefit in ('孤儿', '事实无人抚养儿童')
),

unlisted as (
    select
        max(case when source = 'civil_affairs__assistance' then 1 else 0 end)
        = 1 as is_register_missing,
        max(
            case
                when
                    source in (
                        'rural_affairs__poverty_roster', 'disabled_federation__certificates'
                    )
                    then 1
                else 0
            end
        )
        = 1 as is_list_missing,
        max(case when source = 'education__school_aid' then 1 else 0 end)
        = 1 as is_aid_missing
    from inputs.sources
    where status = 'missing'
),

cases as (
    select
        students.household_id,
        students.person_id,
        students.school_stage,
        students.enrolment_status,
        last_day(cast(students.observed_month || '-01' as date)) as listed_date,
        coalesce(unlisted.is_register_missing, false) as is_register_missing,
        coalesce(unlisted.is_list_missing, false) as is_list_missing,
        coalesce(unlisted.is_aid_missing, false) as is_aid_missing,
        case
            when listed.is_guaranteed then '家里在享低保'
            when listed.is_destitute then '家里有特困人员'
            when listed.is_on_edge then '家庭在低保边缘家庭名册上'
            when listed.is_on_roster then '脱贫人口和监测对象家庭'
            when children.person_id is not null then '本人在孤儿、事实无人抚养儿童名册上'
            when coalesce(certificates.is_valid, false) then '本人持有效残疾证'
        end as because,
        cast(
            case
                when students.school_stage = '学前' then $education_aid_preschool_yuan
                when students.school_stage in ('小学', '初中', '特殊教育')
                    then $education_aid_compulsory_yuan
                when students.school_stage in ('普通高中', '中职')
                    then $education_aid_secondary_yuan
                when students.school_stage in ('大专', '本科', '研究生')
                    then $education_aid_college_yuan
            end as decimal(18, 2)
        ) as most_yuan
    from core.students as students
    cross join unlisted
    left join listed on students.household_id = listed.household_id
    left join children on students.person_id = children.person_id
    left join core.certificates as certificates on students.person_id = certificates.person_id
    where coalesce(students.enrolment_status, '在读') in ('在读', '休学')
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'enrolled' then cases.enrolment_status = '在读'
        when 'hard_up'
            then
                case
                    when cases.because is not null then true
                    when not cases.is_register_missing and not cases.is_list_missing then false
                end
        when 'unpaid' then case when not cases.is_aid_missing then true end
    end as is_met,
    case conditions.condition
        when 'enrolled'
            then nullif(concat_ws('，', cases.school_stage, cases.enrolment_status), '')
        when 'hard_up'
            then
                coalesce(
                    cases.because,
                    case
                        when cases.is_register_missing then '本月没有收到在享救助名册'
                        when cases.is_list_missing then '本月没有收到脱贫人口或者残疾证的名册'
                    end
                )
        when 'unpaid' then case when cases.is_aid_missing then '没有收到学生资助名册' end
    end as evidence,
    case when conditions.condition = 'enrolled' then cases.listed_date end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cases.most_yuan as high_yuan
from cases
cross join (values ('enrolled'), ('hard_up'), ('unpaid')) as conditions (condition)
