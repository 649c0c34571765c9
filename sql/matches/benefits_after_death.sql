-- title: 去世后仍在名册上的待遇
-- description: 名册月份开始以前已经去世、名册仍列着的人，每人每项一行；当月去世的还在办理，不算；名册写明终止的不算；
--   去世的人原来在哪一户，知道的写上
with assisted as (
    select
        deaths.person_id,
        deaths.death_date,
        assistance.end_month,
        assistance.delivery_month,
        assistance.delivery_rank,
        assistance.is_alternative,
        assistance.row_number,
        assistance.sheet,
        unnest(
            string_split(
                replace(
                    replace(assistance.assistance_categories, '（分散供养）', ''),
                    '（集中供养）',
                    ''
                ),
                '、'
            )
        ) as benefit
    from core.deaths as deaths
    inner join staging.civil_affairs__assistance as assistance
        on deaths.person_id = assistance.person_id
),

assistance as (
    select *
    from assisted
    qualify
        row_number() over (
            partition by person_id, benefit
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
),

listed as (
    select
        person_id,
        death_date,
        benefit,
        'civil_affairs__assistance' as source,
        delivery_month
    from assistance
    where
        coalesce(end_month >= cast(delivery_month || '-01' as date), true)
        and benefit not in (
            '临时救助', '医疗救助', '教育救助', '住房救助', '就业救助', '取暖救助', '受灾人员救助'
        )
    union all
    select
        deaths.person_id,
        deaths.death_date,
        subsidies.subsidy_kind as benefit,
        'civil_affairs__disability_subsidies' as source,
        subsidies.delivery_month
    from core.deaths as deaths
    inner join staging.civil_affairs__disability_subsidies as subsidies
        on deaths.person_id = subsidies.person_id
    where subsidies.monthly_amount_yuan > 0 and not subsidies.is_alternative
    union all
    select
        deaths.person_id,
        deaths.death_date,
        orphans.child_kind as benefit,
        'civil_affairs__orphans' as source,
        orphans.delivery_month
    from core.deaths as deaths
    inner join staging.civil_affairs__orphans as orphans on deaths.person_id = orphans.person_id
    where not orphans.is_alternative
    union all
    select
        deaths.person_id,
        deaths.death_date,
        pensions.pension_kind as benefit,
        'human_resources__pensions' as source,
        pensions.delivery_month
    from core.deaths as deaths
    inner join staging.human_resources__pensions as pensions
        on deaths.person_id = pensions.person_id
    where
        coalesce(pensions.status, '正常') = '正常'
        and pensions.monthly_amount_yuan > 0
        and not pensions.is_alternative
    union all
    select
        deaths.person_id,
        deaths.death_date,
        '优待抚恤金' as benefit,
        'veterans__benefits' as source,
        veterans.delivery_month
    from core.deaths as deaths
    inner join staging.veterans__benefits as veterans on deaths.person_id = veterans.person_id
    where veterans.monthly_amount_yuan > 0 and not veterans.is_alternative
)

select
    bereavements.household_id,
    listed.person_id,
    listed.benefit,
    min(listed.source) as source,
    listed.death_date,
    last_day(cast(max(listed.delivery_month) || '-01' as date)) as observed_date
from listed
left join core.bereavements as bereavements on listed.person_id = bereavements.person_id
where listed.death_date < cast(listed.delivery_month || '-01' as date)
group by bereavements.household_id, listed.person_id, listed.benefit, listed.death_date
