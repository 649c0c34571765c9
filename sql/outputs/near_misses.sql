-- title: 差一点列入的住户
-- description: 每个镇街排在最前的等候户，与全区最后一户排进名单的比：差在哪一项
with missed as (
    select *
    from outputs.selection
    where selection = 'waiting' and place_in_street = 1
),

-- The last of the own colour that came in by the order; where none did, the last of all.
last_in as (
    select
        missed.street_code,
        chosen.household_id,
        chosen.colour,
        chosen.months_waited,
        chosen.expected_benefit_yuan,
        chosen.score
    from missed
    inner join outputs.selection as chosen
        on
            missed.order_place > chosen.order_place
            and chosen.selection in ('red', 'minimum', 'order')
    qualify
        row_number() over (
            partition by missed.street_code
            order by chosen.order_place desc
        ) = 1
),

compared as (
    select
        missed.*,
        last_in.household_id as last_in_household_id,
        last_in.colour as last_in_colour,
        last_in.months_waited as last_in_months_waited,
        last_in.expected_benefit_yuan as last_in_expected_benefit_yuan,
        last_in.score as last_in_score,
        case
            when last_in.household_id is null then 'capacity'
            when last_in.colour <> missed.colour then 'colour'
            when last_in.months_waited > 0 then 'waiting'
            when last_in.expected_benefit_yuan <> missed.expected_benefit_yuan then 'benefit'
            when last_in.score <> missed.score then 'score'
            else 'lot'
        end as decided_by
    from missed
    left join last_in on missed.street_code = last_in.street_code
)

select
    cast($month as varchar) as month,
    compared.street_code,
    households.street_name,
    compared.household_id,
    compared.colour,
    compared.months_waited,
    compared.expected_benefit_yuan,
    compared.score,
    compared.order_place,
    compared.last_in_household_id,
    compared.last_in_colour,
    compared.last_in_months_waited,
    compared.last_in_expected_benefit_yuan,
    compared.last_in_score,
    compared.decided_by,
    case compared.decided_by
        when 'capacity' then '走访数为零，没有一户按先后排进'
        when 'colour' then '颜色：最后排进的一户颜色更重'
        when 'waiting' then '等候：最后排进的一户上月已在排队，先后保留'
        when 'benefit' then '预期帮助：最后排进的一户估算的数额更高'
        when 'score' then '得分：最后排进的一户得分更高'
        else '各项相同，按当月散列抽定'
    end as decided_by_text
from compared
inner join core.households on compared.household_id = households.household_id
