-- title: 户编号
-- description: 户编号逐月不变：与上次名单的哪一户共同成员最多，就沿用那一户的编号；新的户另编
with common_members as (
    select
        homes.household_key,
        previous.household_id,
        count(*) as members_count
    from core.homes as homes
    inner join releases.previous_members as previous on homes.person_id = previous.person_id
    group by homes.household_key, previous.household_id
),

claims as (
    select
        household_key,
        household_id,
        members_count
    from common_members
    qualify
        row_number() over (
            partition by household_key
            order by
                members_count desc,
                -- A household that a month without its ledger had scattered gets its own id back.
                case
                    when household_id = concat('H', upper(substring(md5(household_key), 1, 11)))
                        then 1
                    else 2
                end asc,
                household_id asc
        ) = 1
),

-- Where a household has split, the part with the most of its members keeps the id.
inherited as (
    select
        household_key,
        household_id
    from claims
    qualify
        row_number() over (
            partition by household_id
            order by members_count desc, household_key asc
        ) = 1
),

keys as (
    select distinct household_key
    from core.homes
),

previous_ids as (
    select distinct household_id
    from releases.previous_members
),

fresh as (
    select
        keys.household_key,
        concat('H', upper(substring(md5(keys.household_key), 1, 11))) as household_id
    from keys
    left join inherited on keys.household_key = inherited.household_key
    where inherited.household_key is null
),

ranked as (
    select
        fresh.household_key,
        fresh.household_id,
        row_number() over (
            partition by fresh.household_id
            order by fresh.household_key asc
        ) as rank,
        previous_ids.household_id is not null as is_taken
    from fresh
    left join previous_ids on fresh.household_id = previous_ids.household_id
)

select
    household_key,
    household_id
from inherited
union all
select
    household_key,
    case
        when rank = 1 and not is_taken then household_id
        -- Another household bears this id, or bore it: another hash, of this month.
        else concat('H', upper(substring(md5(concat(household_key, '/', $month)), 1, 11)))
    end as household_id
from ranked
