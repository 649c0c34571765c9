-- title: 待人工核实的在享人员
-- description: 在享人员里情况可能有变的，每户（人）每项待遇每件事一行：去世后仍在名册、同时在享按规定一般不同享的、写在两户
--   名册里、成年不在读的儿童、没有有效残疾证的、核对的经济状况有变化的；只提请核实，什么也不决定
with doubled as (
    select
        drawn.household_id,
        drawn.person_id,
        received_as.benefit || '、' || excluded_by.benefit as benefit,
        min(benefits.exclusion_article) as article,
        max(drawn.observed_date) as observed_date
    from policy.benefits as benefits
    inner join policy.received_as on benefits.policy = received_as.policy
    inner join policy.excluded_by on benefits.policy = excluded_by.policy
    inner join core.benefits as drawn
        on received_as.benefit = drawn.benefit and drawn.is_monthly
    inner join core.benefits as other
        on
            excluded_by.benefit = other.benefit
            and drawn.person_id = other.person_id
            and other.is_monthly
    -- What a household is recognised as is no second payment of one of its members.
    where benefits.grain = 'person' or benefits.form <> 'service'
    group by drawn.household_id, drawn.person_id, received_as.benefit, excluded_by.benefit
),

rolls as (
    select
        members.household_id,
        assistance.person_id,
        assistance.delivery_month,
        -- Towns number their households on their own.
        concat(places.town_key, '/', assistance.household_number) as roll_key
    from staging.civil_affairs__assistance as assistance
    inner join core.members as members on assistance.person_id = members.person_id
    inner join reference.places as places
        on
            coalesce(assistance.town_name, '') = places.town_name
            and coalesce(assistance.community_name, '') = places.community_name
    where
        assistance.household_number is not null
        and coalesce(
            assistance.end_month >= cast(date_trunc('month', $as_of_date) as date), true
        )
        and (
            position('最低生活保障' in assistance.assistance_categories) > 0
            or position('特困人员' in assistance.assistance_categories) > 0
            or position('低保边缘家庭' in assistance.assistance_categories) > 0
        )
),

on_two_rolls as (
    select
        household_id,
        person_id,
        last_day(cast(delivery_month || '-01' as date)) as observed_date
    from rolls
    group by household_id, person_id, delivery_month
    having min(roll_key) <> max(roll_key)
),

grown_up as (
    select
        drawn.household_id,
        drawn.person_id,
        drawn.benefit,
        drawn.observed_date,
        sources.status = 'present' as is_school_told
    from core.benefits as drawn
    inner join core.persons as persons on drawn.person_id = persons.person_id
    left join core.students as students on drawn.person_id = students.person_id
    left join inputs.sources as sources on sources.source = 'education__student_rolls'
    where
        drawn.benefit in ('孤儿', '事实无人抚养儿童', '困境儿童')
        and drawn.is_monthly
        and persons.age_years >= $adult_age_years
        and coalesce(students.enrolment_status, '') <> '在读'
),

uncertified as (
    select
        drawn.household_id,
        drawn.person_id,
        drawn.benefit,
        drawn.observed_date
    from core.benefits as drawn
    inner join inputs.sources as sources
        on sources.source = 'disabled_federation__certificates' and sources.status = 'present'
    left join core.certificates as certificates
        on drawn.person_id = certificates.person_id and certificates.is_valid
    where
        drawn.benefit in ('困难残疾人生活补贴', '重度残疾人护理补贴', '残疾人两项补贴')
        and drawn.is_monthly
        and certificates.person_id is null
),

guaranteed as (
    select distinct household_id
    from core.benefits
    where benefit = '最低生活保障' and is_monthly
),

edge_homes as (
    select distinct household_id
    from core.benefits
    where benefit = '低保边缘家庭' and is_monthly
),

changed as (
    select
        means.household_id,
        means.report_date,
        exits.household_id is not null as may_exit_gradually
    from core.household_means as means
    inner join guaranteed on means.household_id = guaranteed.household_id
    left join edge_homes on means.household_id = edge_homes.household_id
    left join matches.entitlements as exits
        on
            means.household_id = exits.household_id
            and exits.policy = 'gradual_exit'
            and exits.status = 'may_qualify'
    where
        -- In a home on the edge one member draws alone, whatever the others earn.
        edge_homes.household_id is null
        and (
            means.monthly_income_yuan
            >= cast($dibao_line_monthly_yuan * means.counted_count as decimal(18, 2))
            or not means.is_property_within
        )
),

found as (
    select
        household_id,
        person_id,
        'after_death' as matter,
        benefit,
        '死亡人员信息显示此人在名册月份以前已经去世，名册仍列着' as reason,
        '是否去世、哪天去世：没有去世的请更正死亡信息；确已去世的由主管部门更新名册，同户的人按现在的人口重新算' as to_check,
        case
            when source = 'human_resources__pensions' then '人力资源社会保障局、村居'
            when source = 'veterans__benefits' then '退役军人局、村居'
            else '民政局、村居'
        end as with_whom,
        case
            when benefit = '最低生活保障'
                then '民发〔2022〕83号（家庭成员去世的按期复核）'
        end as article,
        observed_date
    from matches.benefits_after_death
    union all
    select
        household_id,
        person_id,
        'doubled' as matter,
        benefit,
        '两项同时在名册上，按规定一般不同时享受' as reason,
        '两处名册是否都在发、各从哪个月起；可以择高、择一的，由本人选' as to_check,
        '民政局、本人' as with_whom,
        article,
        observed_date
    from doubled
    union all
    select
        household_id,
        person_id,
        'two_rolls' as matter,
        '社会救助' as benefit,
        '同一个月的在享救助名册里，此人写在两个户号下' as reason,
        '此人现在和谁共同生活、属于哪一户；两户的人口都按核实的结果改' as to_check,
        '民政局、两边的镇街' as with_whom,
        '《最低生活保障审核确认办法》第七条' as article,
        observed_date
    from on_two_rolls
    union all
    select
        household_id,
        person_id,
        'grown_up' as matter,
        benefit,
        case
            when is_school_told then '已成年，学籍里没有在读'
            else '已成年，本月没有收到学籍数据，是否在读不知道'
        end as reason,
        '是否在外地就读或升学（在读的写明学校）；不再就读、生活困难的，看能转哪项救助' as to_check,
        '民政局、教育局、本人' as with_whom,
        cast(null as varchar) as article,
        observed_date
    from grown_up
    union all
    select
        household_id,
        person_id,
        'uncertified' as matter,
        benefit,
        '残联数据里没有查到此人有效的残疾证' as reason,
        '证件是否到期（到期的帮本人换证）、身份证号是否写错' as to_check,
        '残联、民政局、本人' as with_whom,
        '国发〔2015〕52号' as article,
        observed_date
    from uncertified
    union all
    select
        household_id,
        cast(null as varchar) as person_id,
        'means_changed' as matter,
        '最低生活保障' as benefit,
        case
            when may_exit_gradually then '最近一份核对报告与低保标准有出入，可能适用渐退期'
            else '最近一份核对报告与低保标准或财产规定有出入'
        end as reason,
        '共同生活的人口、收入、财产现在怎样，有没有可以扣减、豁免的；刚有起色的先看渐退期' as to_check,
        '民政局核对中心、镇街、家庭' as with_whom,
        '《最低生活保障审核确认办法》第三十一条、第三十三条' as article,
        report_date as observed_date
    from changed
)

select
    household_id,
    person_id,
    matter,
    benefit,
    reason,
    to_check,
    with_whom,
    article,
    observed_date
from found
