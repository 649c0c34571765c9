-- title: 特困人员救助供养
-- description: 没有劳动能力（特困认定办法自己的规定，不是一般所说的重残）、同住的人里也没有健全成年人的，一人一个；
--   名册上的特困人员都列，未成年人可以续到18周岁，仍在中小学、中职就读的续到毕业；收入、财产、家外的法定义务人没有
--   核实的为不知道；金额是基本生活标准加照料护理标准，自理能力没有评估的给出从低到高
-- sources: disabled_federation__certificates,civil_affairs__means_checks,community__residents,
--   civil_affairs__assistance,human_resources__pensions,education__student_rolls
with drawn as (
    select
        person_id,
        coalesce(bool_or(benefit = '特困人员'), false) as is_listed,
        coalesce(bool_or(benefit = '最低生活保障'), false) as is_on_dibao,
        -- What the instrument counts as income though no check was authorised: a worker's pension.
        max(
            case
                when benefit in ('职工基本养老金', '机关事业单位基本养老金') then amount_yuan
            end
        ) as pension_yuan,
        -- What it leaves out, which a report may have counted.
        coalesce(
            bool_or(
                benefit in ('城乡居民基本养老金', '高龄津贴') or benefit like '优待抚恤金%'
            ),
            false
        ) as has_uncounted
    from core.benefits
    where is_monthly
    group by person_id
),

people as (
    select
        considered.household_id,
        considered.person_id,
        capacities.age_years,
        capacities.self_care,
        guaranteed.is_counted,
        coalesce(guaranteed.reason, '') as reason,
        members.is_head,
        coalesce(relationships.role, 'member') as role,
        regexp_replace(
            coalesce(members.relationship, ''), '[\s()（）]|户主|之|的', '', 'g'
        ) as to_head,
        certificates.disability_category,
        certificates.disability_grade,
        last_day(cast(certificates.observed_month || '-01' as date)) as listed_date,
        students.is_full_time
        and coalesce(students.is_compulsory_stage, students.school_stage = '特殊教育')
        or students.is_full_time
        and students.school_stage in ('普通高中', '中职') as is_at_school,
        coalesce(drawn.is_listed, false) as is_listed,
        coalesce(drawn.is_on_dibao, false) as is_on_dibao,
        drawn.pension_yuan,
        coalesce(drawn.has_uncounted, false) as has_uncounted,
        coalesce(
            certificates.disability_grade <= $severe_disability_grade
            or (
                certificates.disability_grade = 3
                and (
                    -- Which disabilities are several is written on the certificate alone.
                    certificates.disability_category = '多重'
                    or position(
                        certificates.disability_category in $severe_grade_three_categories
                    ) > 0
                )
            ),
            false
        ) as is_severe
    from core.considered_members as considered
    inner join core.capacities as capacities on considered.person_id = capacities.person_id
    inner join core.members as members on considered.person_id = members.person_id
    inner join core.guarantee_members as guaranteed
        on considered.person_id = guaranteed.person_id
    left join core.relationships as relationships
        on members.relationship = relationships.relationship
    left join core.certificates as certificates
        on considered.person_id = certificates.person_id and certificates.is_valid
    left join core.students as students on considered.person_id = students.person_id
    left join drawn on considered.person_id = drawn.person_id
),

-- Whom article 8 would not call unable to support: the old, the poor old, the severely disabled.
supporting as (
    select
        people.*,
        coalesce(
            people.is_counted
            and people.age_years >= $adult_age_years
            and not people.is_severe
            and not people.is_listed
            and (
                people.age_years < $elder_age_years
                or (
                    people.age_years < $supporter_elder_age_years and not people.is_on_dibao
                )
            ),
            false
        ) as is_supporter,
        case
            when people.is_head then 'head'
            when people.role = 'spouse' then 'spouse'
            when
                regexp_matches(
                    people.to_head,
                    '^([长次二三四五六七大小老]|独生|养)?(子|女|儿子|女儿|儿)$|^[23][0-7]$'
                )
                then 'child'
            when regexp_matches(people.to_head, '^养?(父|母|父亲|母亲|父母)$|^5[012]$')
                then 'parent'
            else 'other'
        end as kin
    from people
),

-- Old people together, of whom nobody is known to have a pension to live on, may all be destitute,
-- and who is destitute supports nobody (article 8, item 1): that is asked, and bars none of them.
barring as (
    select
        supporting.*,
        coalesce(
            supporting.is_supporter
            and (
                supporting.age_years < $elder_age_years
                or supporting.pension_yuan >= $dibao_line_monthly_yuan
            ),
            false
        ) as is_barring
    from supporting
),

homes as (
    select
        household_id,
        count(
            case when is_supporter and age_years < $elder_age_years then 1 end
        ) as able_count,
        count(case when is_supporter then 1 end) as supporters_count,
        count(case when is_barring and kin = 'head' then 1 end) as heads_count,
        count(case when is_barring and kin <> 'other' then 1 end) as kin_count,
        count(case when is_counted then 1 end) as together_count
    from barring
    group by household_id
),

judged as (
    select
        barring.*,
        homes.able_count - case
            when
                barring.is_supporter and barring.age_years < $elder_age_years then 1
            else 0
        end as others_able_count,
        homes.supporters_count
        - case when barring.is_supporter then 1 else 0 end as others_count,
        -- The legal supporters that the register shows: spouse, children and parents of the head.
        case barring.kin
            when 'head'
                then homes.kin_count - case when barring.is_barring then 1 else 0 end
            when 'other' then 0
            else homes.heads_count
        end as legal_count,
        homes.together_count - case when barring.is_counted then 1 else 0 end as living_with,
        case
            when barring.age_years >= $elder_age_years then true
            when barring.age_years < $minor_age_years then true
            when barring.is_listed and barring.age_years < $adult_age_years then true
            when barring.is_listed and barring.is_at_school then true
            when barring.disability_grade is null and barring.is_listed then null
            when barring.disability_category in ('智力', '精神')
                then barring.disability_grade <= $destitute_grade_mind
            when barring.disability_category = '肢体'
                then barring.disability_grade <= $destitute_grade_limb
            when barring.disability_category = '视力'
                then barring.disability_grade <= $destitute_grade_sight
            -- Which of several disabilities has which grade the certificate does not tell.
            when barring.disability_category in ('听力', '言语') then false
        end as is_unable
    from barring
    inner join homes on barring.household_id = homes.household_id
),

cases as (
    select
        judged.*,
        case when means.counted_count = 1 then means.monthly_income_yuan end as own_yuan,
        case
            when means.is_property_within then true
            -- What a whole household has beyond the limit need not be this person's.
            when means.counted_count = 1 then means.is_property_within
        end as is_property_within,
        means.property_evidence,
        means.report_date,
        cast($dibao_line_monthly_yuan as decimal(18, 2)) as line_yuan,
        case
            when judged.is_listed then true
            when judged.pension_yuan >= $dibao_line_monthly_yuan then false
            -- All of the household's income is less than one person's line.
            when means.monthly_income_yuan < $dibao_line_monthly_yuan then true
            when means.counted_count = 1 and not judged.has_uncounted
                then means.monthly_income_yuan < $dibao_line_monthly_yuan
        end as is_without_income,
        case
            when judged.is_listed then true
            when judged.legal_count > 0 then false
        end as is_without_supporter,
        cast($dibao_line_monthly_yuan * $destitute_living_multiple as decimal(18, 2))
            as living_yuan
    from judged
    left join core.household_means as means on judged.household_id = means.household_id
    where
        judged.is_listed
        or (
            judged.reason <> '登记不在家'
            and judged.others_able_count = 0
            and (
                judged.age_years >= $elder_age_years
                or judged.age_years < $minor_age_years
                or judged.disability_grade is not null
            )
        )
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'no_work_ability' then cases.is_unable
        when 'income' then cases.is_without_income
        when 'property'
            then case when cases.is_listed then true else cases.is_property_within end
        when 'supporter' then cases.is_without_supporter
        when 'self_care' then case when cases.self_care <> 'unknown' then true end
        when 'alone' then cases.others_count = 0
    end as is_met,
    case conditions.condition
        when 'no_work_ability'
            then
                cast(cases.age_years as varchar) || '周岁'
                || case
                    when cases.age_years >= $elder_age_years then ''
                    when cases.age_years < $minor_age_years then ''
                    when cases.is_listed and cases.age_years < $adult_age_years
                        then '，已在特困人员名册上，未成年可以续'
                    when cases.is_listed and cases.is_at_school
                        then '，已在特困人员名册上，仍在就读可以续'
                    when cases.disability_grade is not null
                        then '，残疾证' || cast(cases.disability_grade as varchar) || '级'
                    else ''
                end
        when 'income'
            then
                case
                    when cases.is_listed then '已在特困人员名册上'
                    when cases.pension_yuan >= cases.line_yuan
                        then '按月领取的养老金不低于低保标准'
                    when cases.is_without_income then '核对的收入低于低保标准'
                    when not cases.is_without_income then '核对的收入不低于低保标准'
                    when cases.own_yuan is not null
                        then '核对的收入不低于低保标准，其中基础养老金、抚恤金、高龄津贴可以不计'
                end
        when 'property'
            then
                case when cases.is_listed then '已在特困人员名册上' else cases.property_evidence end
        when 'supporter'
            then
                case
                    when cases.is_listed then '已在特困人员名册上'
                    when cases.legal_count > 0
                        then '同住的配偶、父母或子女里，有人看不出没有履行义务能力'
                end
        when 'self_care'
            then
                case cases.self_care
                    when 'able' then '残疾证登记：自理（以六项评估为准）'
                    when 'partly' then '残疾证登记：部分自理（以六项评估为准）'
                    when 'unable' then '残疾证登记：不能自理（以六项评估为准）'
                end
        when 'alone'
            then
                case
                    when cases.living_with = 0 then '一人生活'
                    when cases.others_count = 0 then '同住的都是老人、孩子或重残人员'
                end
    end as evidence,
    case
        when
            conditions.condition = 'no_work_ability'
            and cases.age_years >= $minor_age_years
            and cases.age_years < $elder_age_years
            then cases.listed_date
        when conditions.condition = 'self_care' and cases.self_care <> 'unknown'
            then cases.listed_date
        when conditions.condition in ('income', 'property') and not cases.is_listed
            then cases.report_date
    end as observed_date,
    cast(
        cases.living_yuan + case
            when cases.self_care = 'partly' then $destitute_care_partly_yuan
            when cases.self_care = 'unable' then $destitute_care_unable_yuan
            else $destitute_care_able_yuan
        end as decimal(18, 2)
    ) as low_yuan,
    cast(
        cases.living_yuan + case
            when cases.self_care = 'able' then $destitute_care_able_yuan
            when cases.self_care = 'partly' then $destitute_care_partly_yuan
            else $destitute_care_unable_yuan
        end as decimal(18, 2)
    ) as high_yuan
from cases
cross join
    (
        values
        ('no_work_ability'), ('income'), ('property'), ('supporter'), ('self_care'), ('alone')
    ) as conditions (condition)
