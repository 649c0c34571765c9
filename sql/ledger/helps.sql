-- title: 新落实的待遇
-- description: 列入以后新享受的待遇和一次性救助，每户每项每次一行：自何日、哪次发布时知道、金额、到现在共多少
with first_listed as (
    select
        household_id,
        min(list_date) as list_date
    from releases.listings
    group by household_id
),

numbered as (
    select
        month,
        row_number() over (order by month asc) as month_number
    from releases.coverage_months
),

drawn as (
    select
        coverage.household_id,
        coverage.benefit,
        coverage.since_month,
        coverage.department,
        coverage.monthly_amount_yuan,
        coverage.amount_once_yuan,
        coverage.persons_count,
        coverage.is_monthly,
        coverage.month as known_month,
        numbered.month_number,
        first_listed.list_date,
        last_day(cast(coverage.month || '-01' as date)) as month_end
    from releases.coverage
    inner join numbered on coverage.month = numbered.month
    inner join first_listed on coverage.household_id = first_listed.household_id
),

-- Drawn month after month without a gap: one help.
runs as (
    select
        *,
        month_number - row_number() over (
            partition by household_id, benefit
            order by month_number asc
        ) as run
    from drawn
    where is_monthly
),

sums as (
    select
        household_id,
        benefit,
        run,
        min(month_number) as first_number,
        max(known_month) as last_month,
        count(*) as months_count,
        sum(coalesce(monthly_amount_yuan, 0)) as total_yuan
    from runs
    group by household_id, benefit, run
),

monthly as (
    select
        runs.household_id,
        runs.benefit,
        true as is_monthly,
        runs.since_month,
        runs.department,
        runs.known_month,
        runs.month_end,
        runs.month_number,
        runs.list_date,
        runs.monthly_amount_yuan as amount_yuan,
        runs.persons_count,
        sums.last_month,
        sums.months_count,
        sums.total_yuan
    from sums
    inner join runs
        on
            sums.household_id = runs.household_id
            and sums.benefit = runs.benefit
            and sums.run = runs.run
            and sums.first_number = runs.month_number
),

-- A payment is told by every later release too: the first that tells it counts.
once as (
    select
        household_id,
        benefit,
        false as is_monthly,
        since_month,
        department,
        known_month,
        month_end,
        month_number,
        list_date,
        amount_once_yuan as amount_yuan,
        persons_count,
        known_month as last_month,
        cast(1 as bigint) as months_count,
        coalesce(amount_once_yuan, 0) as total_yuan
    from drawn
    where not is_monthly
    qualify
        row_number() over (
            partition by household_id, benefit, since_month
            order by month_number asc
        ) = 1
),

found as (
    select * from monthly
    union all
    select * from once
)

select
    substring(
        md5(
            concat_ws(
                '|',
                household_id,
                benefit,
                cast(is_monthly as varchar),
                coalesce(cast(since_month as varchar), ''),
                known_month
            )
        ),
        1,
        16
    ) as help_id,
    household_id,
    benefit,
    is_monthly,
    greatest(coalesce(since_month, month_end), list_date) as started_date,
    known_month,
    last_month,
    department,
    cast(persons_count as integer) as persons_count,
    cast(amount_yuan as decimal(18, 2)) as amount_yuan,
    cast(months_count as integer) as months_count,
    cast(total_yuan as decimal(18, 2)) as total_yuan
from found
where
    month_end >= list_date
    -- Drawn before the listing, and only told later, it is no help that came of it. Where nobody
    -- says since when, the release before has to have known that it was not drawn.
    and case
        when since_month is null then month_number > 1
        else since_month >= cast(date_trunc('month', list_date) as date)
    end
