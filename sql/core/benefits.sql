-- title: 已享受的待遇
-- description: 要对照政策的人已享受的每一项待遇和政策：按月享受的只列截止日仍在享的，每人每项一行，几处都有的取写明
--   金额的；一次性发放的列截止日以前的每一次（惠农补贴每年一行）；两项补贴写在一行的分作两行，各是多少不知道；
--   助学贷款、奖学金也列，看名称
with assisted as (
    select
        person_id,
        category as benefit,
        monthly_amount_yuan as amount_yuan,
        category not in (
            '临时救助', '医疗救助', '教育救助', '住房救助', '就业救助', '取暖救助', '受灾人员救助'
        ) as is_monthly,
        is_current,
        start_month,
        observed_month
    from core.assistance
),

subsidies as (
    select
        considered.person_id,
        subsidies.subsidy_kind,
        subsidies.monthly_amount_yuan,
        subsidies.delivery_month
    from core.considered_members as considered
    inner join staging.civil_affairs__disability_subsidies as subsidies
        on considered.person_id = subsidies.person_id
    qualify
        row_number() over (
            partition by subsidies.person_id, subsidies.subsidy_kind
            order by
                subsidies.delivery_rank desc,
                subsidies.is_alternative asc,
                subsidies.row_number desc,
                subsidies.sheet desc
        ) = 1
),

named as (
    select '困难残疾人生活补贴' as benefit
    union all
    select '重度残疾人护理补贴' as benefit
),

children as (
    select
        considered.person_id,
        orphans.child_kind,
        orphans.delivery_month
    from core.considered_members as considered
    inner join staging.civil_affairs__orphans as orphans
        on considered.person_id = orphans.person_id
    qualify
        row_number() over (
            partition by orphans.person_id
            order by
                orphans.delivery_rank desc,
                orphans.is_alternative asc,
                orphans.row_number desc,
                orphans.sheet desc
        ) = 1
),

pensions as (
    select
        considered.person_id,
        pensions.pension_kind,
        pensions.status,
        pensions.monthly_amount_yuan,
        pensions.delivery_month
    from core.considered_members as considered
    inner join staging.human_resources__pensions as pensions
        on considered.person_id = pensions.person_id
    qualify
        row_number() over (
            partition by pensions.person_id, pensions.pension_kind
            order by
                pensions.delivery_rank desc,
                pensions.is_alternative asc,
                pensions.row_number desc,
                pensions.sheet desc
        ) = 1
),

veterans as (
    select
        considered.person_id,
        benefits.benefit_kind,
        benefits.monthly_amount_yuan,
        benefits.delivery_month
    from core.considered_members as considered
    inner join staging.veterans__benefits as benefits
        on considered.person_id = benefits.person_id
    qualify
        row_number() over (
            partition by benefits.person_id, benefits.benefit_kind
            order by
                benefits.delivery_rank desc,
                benefits.is_alternative asc,
                benefits.row_number desc,
                benefits.sheet desc
        ) = 1
),

rentals as (
    select
        considered.person_id,
        rental.guarantee_kind,
        rental.status,
        rental.delivery_month
    from core.considered_members as considered
    inner join staging.housing__public_rental as rental
        on considered.person_id = rental.person_id
    qualify
        row_number() over (
            partition by rental.person_id
            order by
                rental.delivery_rank desc,
                rental.is_alternative asc,
                rental.row_number desc,
                rental.sheet desc
        ) = 1
),

union_files as (
    select
        considered.person_id,
        files.filed_date,
        files.delivery_month
    from core.considered_members as considered
    inner join staging.trade_union__hardship_files as files
        on considered.person_id = files.person_id
    qualify
        row_number() over (
            partition by files.person_id
            order by
                files.delivery_rank desc,
                files.is_alternative asc,
                files.row_number desc,
                files.sheet desc
        ) = 1
),

school_aid as (
    select
        considered.person_id,
        aid.aid_kind,
        aid.amount_yuan,
        aid.delivery_month,
        coalesce(aid.paid_date, last_day(cast(aid.delivery_month || '-01' as date))) as paid_date
    from core.considered_members as considered
    inner join staging.education__school_aid as aid
        on considered.person_id = aid.person_id
    -- A payment told again replaces what was told before.
    qualify
        row_number() over (
            partition by aid.person_id, aid.aid_kind, aid.term
            order by aid.delivery_rank desc, aid.row_number desc, aid.sheet desc
        ) = 1
),

farming as (
    select
        considered.person_id,
        subsidies.subsidy_year,
        subsidies.amount_yuan,
        subsidies.delivery_month
    from core.considered_members as considered
    inner join staging.rural_affairs__farming_subsidies as subsidies
        on considered.person_id = subsidies.person_id
    where subsidies.subsidy_year <= year($as_of_date)
    qualify
        row_number() over (
            partition by
                subsidies.person_id, subsidies.subsidy_project, subsidies.subsidy_year
            order by
                subsidies.delivery_rank desc,
                subsidies.row_number desc,
                subsidies.sheet desc
        ) = 1
),

relief as (
    select
        considered.person_id,
        relief.amount_yuan,
        relief.paid_date,
        relief.delivery_month
    from core.considered_members as considered
    inner join staging.charity__relief as relief
        on considered.person_id = relief.person_id
    qualify
        row_number() over (
            partition by relief.person_id, relief.relief_project, relief.paid_date
            order by relief.delivery_rank desc, relief.row_number desc, relief.sheet desc
        ) = 1
),

monthly as (
    select
        person_id,
        benefit,
        amount_yuan,
        start_month as since_date,
        'civil_affairs__assistance' as source,
        observed_month
    from assisted
    where
        is_monthly
        and is_current
        -- The combined register does not say which of the two; their own list does.
        and not (
            benefit = '残疾人两项补贴'
            and person_id in (
                select subsidies.person_id
                from subsidies
                where subsidies.monthly_amount_yuan > 0
            )
        )
    union all
    select
        person_id,
        subsidy_kind as benefit,
        monthly_amount_yuan as amount_yuan,
        cast(null as date) as since_date,
        'civil_affairs__disability_subsidies' as source,
        delivery_month as observed_month
    from subsidies
    where subsidy_kind <> '两项补贴' and monthly_amount_yuan > 0
    union all
    select
        subsidies.person_id,
        named.benefit,
        cast(null as decimal(16, 2)) as amount_yuan,
        cast(null as date) as since_date,
        'civil_affairs__disability_subsidies' as source,
        subsidies.delivery_month as observed_month
    from subsidies
    cross join named
    where subsidies.subsidy_kind = '两项补贴' and subsidies.monthly_amount_yuan > 0
    union all
    select
        person_id,
        child_kind as benefit,
        cast(null as decimal(16, 2)) as amount_yuan,
        cast(null as date) as since_date,
        'civil_affairs__orphans' as source,
        delivery_month as observed_month
    from children
    union all
    select
        person_id,
        case pension_kind
            when '职工养老' then '职工基本养老金'
            when '居民养老' then '城乡居民基本养老金'
            when '机关事业养老' then '机关事业单位基本养老金'
            else '其他养老金'
        end as benefit,
        monthly_amount_yuan as amount_yuan,
        cast(null as date) as since_date,
        'human_resources__pensions' as source,
        delivery_month as observed_month
    from pensions
    where coalesce(status, '正常') = '正常' and monthly_amount_yuan > 0
    union all
    select
        person_id,
        concat('优待抚恤金（', benefit_kind, '）') as benefit,
        monthly_amount_yuan as amount_yuan,
        cast(null as date) as since_date,
        'veterans__benefits' as source,
        delivery_month as observed_month
    from veterans
    where monthly_amount_yuan > 0
    union all
    select
        person_id,
        concat('公租房', guarantee_kind) as benefit,
        cast(null as decimal(16, 2)) as amount_yuan,
        cast(null as date) as since_date,
        'housing__public_rental' as source,
        delivery_month as observed_month
    from rentals
    where coalesce(status, '在保') = '在保'
    union all
    select
        person_id,
        '困难职工帮扶' as benefit,
        cast(null as decimal(16, 2)) as amount_yuan,
        filed_date as since_date,
        'trade_union__hardship_files' as source,
        delivery_month as observed_month
    from union_files
    where filed_date <= $as_of_date
    union all
    select
        roster.person_id,
        '脱贫人口和监测对象帮扶' as benefit,
        cast(null as decimal(16, 2)) as amount_yuan,
        cast(null as date) as since_date,
        'rural_affairs__poverty_roster' as source,
        sources.delivery_month as observed_month
    from core.roster as roster
    left join inputs.sources as sources on sources.source = 'rural_affairs__poverty_roster'
    where roster.draws_policy
),

in_force as (
    select *
    from monthly
    qualify
        row_number() over (
            partition by person_id, benefit
            order by
                amount_yuan is null asc,
                observed_month desc nulls last,
                source asc,
                amount_yuan desc
        ) = 1
),

payments as (
    select
        person_id,
        benefit,
        amount_yuan,
        start_month as paid_date,
        'civil_affairs__assistance' as source,
        observed_month
    from assisted
    where not is_monthly and coalesce(start_month <= $as_of_date, true)
    union all
    select
        person_id,
        aid_kind as benefit,
        amount_yuan,
        paid_date,
        'education__school_aid' as source,
        delivery_month as observed_month
    from school_aid
    where amount_yuan > 0 and paid_date <= $as_of_date
    union all
    select
        person_id,
        '惠农补贴' as benefit,
        amount_yuan,
        -- Only the year is told.
        least(make_date(subsidy_year, 12, 31), $as_of_date) as paid_date,
        'rural_affairs__farming_subsidies' as source,
        delivery_month as observed_month
    from farming
    union all
    select
        person_id,
        '慈善救助' as benefit,
        amount_yuan,
        paid_date,
        'charity__relief' as source,
        delivery_month as observed_month
    from relief
    where amount_yuan > 0 and paid_date <= $as_of_date
),

summed as (
    select
        person_id,
        benefit,
        paid_date,
        source,
        sum(amount_yuan) as amount_yuan,
        max(observed_month) as observed_month
    from payments
    group by person_id, benefit, paid_date, source
),

paid as (
    select
        person_id,
        benefit,
        paid_date,
        source,
        amount_yuan,
        observed_month
    from summed
    where coalesce(amount_yuan > 0, true)
),

drawn as (
    select
        person_id,
        benefit,
        amount_yuan,
        true as is_monthly,
        since_date,
        cast(null as date) as paid_date,
        source,
        observed_month
    from in_force
    union all
    select
        person_id,
        benefit,
        amount_yuan,
        false as is_monthly,
        cast(null as date) as since_date,
        paid_date,
        source,
        observed_month
    from paid
)

select
    considered.household_id,
    drawn.person_id,
    drawn.benefit,
    cast(drawn.amount_yuan as decimal(18, 2)) as amount_yuan,
    drawn.is_monthly,
    drawn.since_date,
    drawn.paid_date,
    drawn.source,
    last_day(cast(drawn.observed_month || '-01' as date)) as observed_date
from drawn
inner join core.considered_members as considered on drawn.person_id = considered.person_id
