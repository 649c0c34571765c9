-- title: 名单怎样定
-- description: 有颜色的户一户一行：是否排进本月名单、凭什么、没有排进的等了几个月；没有申报走访数的镇街全部列入
with previous as (
    select
        household_id,
        months_waiting,
        place_in_queue,
        case colour when 'red' then 3 when 'orange' then 2 else 1 end as colour_rank
    from releases.previous_queue
),

-- The middle of each estimate, a year, over the policies that the list names to the visitor.
estimates as (
    select
        likely.household_id,
        sum(
            case when entitlements.form = 'monthly' then 12 else 1 end * 0.5
            * (
                coalesce(entitlements.low_yuan, 0)
                + coalesce(entitlements.high_yuan, entitlements.low_yuan, 0)
            )
        ) as yearly_yuan
    from matches.likely_policies as likely
    inner join matches.entitlements
        on
            likely.household_id = entitlements.household_id
            and likely.policy = entitlements.policy
            and coalesce(likely.person_id, '') = coalesce(entitlements.person_id, '')
    group by likely.household_id
),

coloured as (
    select
        households.household_id,
        households.street_code,
        capacities.visits_per_month,
        capacities.street_code is not null as is_declared,
        assessed.colour,
        assessed.colour_rank,
        assessed.score,
        cast(
            coalesce(
                estimates.yearly_yuan - estimates.yearly_yuan % $selection_benefit_step_yuan, 0
            ) as integer
        ) as expected_benefit_yuan,
        coalesce(previous.months_waiting, 0) as months_waited,
        coalesce(previous.colour_rank, 0) as waited_rank,
        coalesce(previous.place_in_queue, 0) as waited_place
    from screening.households as assessed
    inner join core.households
        on assessed.household_id = households.household_id
    left join reference.capacities
        on households.street_code = capacities.street_code
    left join estimates
        on assessed.household_id = estimates.household_id
    left join previous
        on assessed.household_id = previous.household_id
    where assessed.colour is not null
),

-- One order for the whole district: whose street it is decides nothing. Within a colour those
-- who wait come first, in the order in which they waited: nobody new gets ahead of them.
ordered as (
    select
        coloured.*,
        row_number() over (
            partition by coloured.is_declared
            order by
                coloured.colour_rank desc,
                coloured.months_waited desc,
                coloured.waited_rank desc,
                coloured.waited_place asc,
                coloured.expected_benefit_yuan desc,
                coloured.score desc,
                md5($month || coloured.household_id) asc,
                coloured.household_id asc
        ) as order_place
    from coloured
),

placed as (
    select
        ordered.*,
        row_number() over (
            partition by ordered.is_declared, ordered.colour
            order by ordered.order_place asc
        ) as place_in_colour
    from ordered
),

declared as (
    select coalesce(sum(visits_per_month), 0) as capacity_count
    from reference.capacities
),

secured as (
    select
        placed.*,
        case placed.colour
            when 'red' then true
            when 'orange'
                then
                    placed.place_in_colour
                    <= ceil(declared.capacity_count * $selection_minimum_share_orange)
            else
                placed.place_in_colour
                <= ceil(declared.capacity_count * $selection_minimum_share_yellow)
        end as is_secured
    from placed
    cross join declared
    where placed.is_declared
),

counted as (
    select
        count(case when is_secured then 1 end) as secured_count,
        count(case when not is_secured then 1 end) as others_count
    from secured
),

-- What is left for the others after those who are visited in any case; a part of it goes to
-- a sample, but only where not all of the others have a place.
left_over as (
    select
        greatest(declared.capacity_count - counted.secured_count, 0) as free_count,
        case
            when counted.others_count <= declared.capacity_count - counted.secured_count then 0
            else
                least(
                    round(declared.capacity_count * $exploration_share),
                    greatest(declared.capacity_count - counted.secured_count, 0)
                )
        end as sample_count
    from declared
    cross join counted
),

in_line as (
    select
        household_id,
        order_place,
        row_number() over (order by order_place asc) as place_in_line
    from secured
    where not is_secured
),

-- Another hash than that of the order: who just missed is not the first to be drawn.
drawn as (
    select
        in_line.household_id,
        row_number() over (
            order by md5('sample' || $month || in_line.household_id) asc, in_line.household_id asc
        ) as lot
    from in_line
    cross join left_over
    where in_line.place_in_line > left_over.free_count - left_over.sample_count
),

decided as (
    select
        placed.*,
        case
            when not placed.is_declared then 'not_declared'
            when placed.colour = 'red' then 'red'
            when secured.is_secured then 'minimum'
            when in_line.place_in_line <= left_over.free_count - left_over.sample_count
                then 'order'
            when drawn.lot <= left_over.sample_count then 'sample'
            else 'waiting'
        end as selection
    from placed
    cross join left_over
    left join secured on placed.household_id = secured.household_id
    left join in_line on placed.household_id = in_line.household_id
    left join drawn on placed.household_id = drawn.household_id
),

waiting as (
    select
        household_id,
        row_number() over (partition by colour order by order_place asc) as place_in_queue,
        row_number() over (partition by street_code order by order_place asc) as place_in_street
    from decided
    where selection = 'waiting'
)

select
    decided.household_id,
    decided.street_code,
    cast(decided.visits_per_month as integer) as visits_per_month,
    decided.colour,
    cast(decided.colour_rank as integer) as colour_rank,
    cast(decided.score as integer) as score,
    decided.expected_benefit_yuan,
    cast(decided.months_waited as integer) as months_waited,
    cast(decided.order_place as integer) as order_place,
    decided.selection,
    decided.selection <> 'waiting' as is_selected,
    decided.selection = 'sample' as is_exploration,
    decided.selection <> 'waiting' and decided.months_waited > 0 as is_carried,
    cast(
        case when decided.selection = 'waiting' then decided.months_waited + 1 else 0 end
        as integer
    ) as months_waiting,
    cast(waiting.place_in_queue as integer) as place_in_queue,
    cast(waiting.place_in_street as integer) as place_in_street
from decided
left join waiting on decided.household_id = waiting.household_id
