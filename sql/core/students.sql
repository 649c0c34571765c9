-- title: 学生
-- description: 要对照政策的人里学籍或脱贫名单记有就学情况的，每人一行，两处都有的以学籍为准；没有写明的为空：
--   特殊教育是否义务教育，研究生是否全日制
with rolls as (
    select
        considered.household_id,
        rolls.person_id,
        rolls.school_stage,
        rolls.enrolment_status,
        rolls.delivery_month
    from core.considered_members as considered
    inner join staging.education__student_rolls as rolls
        on considered.person_id = rolls.person_id
    qualify
        row_number() over (
            partition by rolls.person_id
            order by
                rolls.delivery_rank desc,
                rolls.is_alternative asc,
                rolls.row_number desc,
                rolls.sheet desc
        ) = 1
),

written as (
    select
        considered.household_id,
        roster.person_id,
        roster.student_status,
        case
            when roster.student_status like '%职业高中%' then '中职'
            when roster.student_status like '%高中%' then '普通高中'
            when regexp_matches(roster.student_status, '中职|中专|技工') then '中职'
            when regexp_matches(roster.student_status, '高职|大专|专科') then '大专'
            when regexp_matches(roster.student_status, '本科|大学') then '本科'
            when regexp_matches(roster.student_status, '研究生|硕士|博士') then '研究生'
            when regexp_matches(roster.student_status, '特教|特殊教育') then '特殊教育'
            when regexp_matches(roster.student_status, '初中|初级中学|[七八九789]年级') then '初中'
            when regexp_matches(roster.student_status, '小学|[一二三四五六1-6]年级') then '小学'
            when regexp_matches(roster.student_status, '学前教育|幼儿|学前班') then '学前'
        end as school_stage
    from core.considered_members as considered
    inner join core.roster as roster on considered.person_id = roster.person_id
    where roster.student_status is not null
),

listed as (
    select
        *,
        case
            when student_status like '%休学%' then '休学'
            when regexp_matches(student_status, '退学|辍学|失学') then '退学'
            when regexp_matches(student_status, '毕业|肄业') then '毕业'
            when regexp_matches(student_status, '^否|^无|[非不未没][有]?在|学龄前') then '不在校'
            when
                school_stage is not null
                or regexp_matches(student_status, '^是|在校|在读|在学|年级|义务教育')
                then '在读'
        end as enrolment_status
    from written
),

-- Who is not at school, and was never said to be at one, is no student.
stated as (
    select *
    from listed
    where school_stage is not null or enrolment_status in ('在读', '休学', '退学')
),

merged as (
    select
        coalesce(rolls.household_id, stated.household_id) as household_id,
        coalesce(rolls.person_id, stated.person_id) as person_id,
        case
            when rolls.person_id is not null then 'education__student_rolls'
            else 'rural_affairs__poverty_roster'
        end as source,
        rolls.delivery_month,
        coalesce(rolls.school_stage, stated.school_stage) as school_stage,
        case
            when rolls.person_id is not null then rolls.enrolment_status
            else stated.enrolment_status
        end as enrolment_status,
        stated.school_stage as roster_school_stage,
        rolls.person_id is null and stated.student_status like '%义务教育%' as is_said_compulsory
    from rolls
    full outer join stated on rolls.person_id = stated.person_id
)

select
    merged.person_id,
    merged.household_id,
    merged.school_stage,
    merged.enrolment_status,
    case
        when merged.is_said_compulsory or merged.school_stage in ('小学', '初中') then true
        when merged.school_stage <> '特殊教育' then false
    end as is_compulsory_stage,
    case
        when coalesce(merged.enrolment_status, '') <> '在读' then false
        when merged.is_said_compulsory then true
        when
            merged.school_stage in
            ('小学', '初中', '普通高中', '中职', '大专', '本科', '特殊教育')
            then true
        when merged.school_stage = '学前' then false
    end as is_full_time,
    merged.roster_school_stage,
    merged.source,
    coalesce(merged.delivery_month, sources.delivery_month) as observed_month
from merged
left join inputs.sources as sources on merged.source = sources.source
