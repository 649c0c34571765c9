-- title: 线索的每一行
-- description: 线索登记、分办单回填、热线工单和信访事项：每一行说的是哪一条线索；热线和信访只看与困难有关的
with told as (
    select
        'field__clues' as source,
        file_id,
        sheet,
        row_number,
        delivery_rank,
        delivery_month as known_month,
        clue_number,
        dispatch_id,
        received_at,
        channel,
        urgency,
        topic,
        town_name,
        community_name,
        household_id as household_id_written,
        subject_person_id as person_id,
        subject_key,
        is_answered,
        checked_date,
        visit_result,
        outcome,
        help_needed,
        referred_town
    from staging.field__clues
    union all
    select
        'hotline__clues' as source,
        file_id,
        sheet,
        row_number,
        delivery_rank,
        delivery_month as known_month,
        clue_number,
        cast(null as varchar) as dispatch_id,
        cast(received_date as timestamp) as received_at,
        '12345热线' as channel,
        cast(null as varchar) as urgency,
        topic,
        cast(null as varchar) as town_name,
        cast(null as varchar) as community_name,
        cast(null as varchar) as household_id_written,
        person_id,
        cast(null as varchar) as subject_key,
        false as is_answered,
        cast(null as date) as checked_date,
        cast(null as varchar) as visit_result,
        cast(null as varchar) as outcome,
        cast(null as varchar) as help_needed,
        cast(null as varchar) as referred_town
    from staging.hotline__clues
    where topic is not null and not is_alternative
    union all
    select
        'petition__clues' as source,
        file_id,
        sheet,
        row_number,
        delivery_rank,
        delivery_month as known_month,
        petition_number as clue_number,
        cast(null as varchar) as dispatch_id,
        cast(received_date as timestamp) as received_at,
        '信访' as channel,
        cast(null as varchar) as urgency,
        topic,
        cast(null as varchar) as town_name,
        cast(null as varchar) as community_name,
        cast(null as varchar) as household_id_written,
        person_id,
        cast(null as varchar) as subject_key,
        false as is_answered,
        cast(null as date) as checked_date,
        cast(null as varchar) as visit_result,
        cast(null as varchar) as outcome,
        cast(null as varchar) as help_needed,
        cast(null as varchar) as referred_town
    from staging.petition__clues
    where topic is not null and not is_alternative
),

placed as (
    select
        told.*,
        clue_places.street_code,
        clue_places.community_code,
        referred.street_code as referred_street_code,
        -- A hotline and a petition office number theirs; streets may each have a clue number 1.
        case
            when told.channel in ('12345热线', '信访')
                then concat_ws('|', told.channel, told.clue_number)
            else
                concat_ws(
                    '|',
                    coalesce(told.channel, ''),
                    told.clue_number,
                    cast(cast(told.received_at as date) as varchar),
                    coalesce(clue_places.street_code, '')
                )
        end as clue_key
    from told
    left join reference.clue_places
        on
            coalesce(told.town_name, '') = clue_places.town_name
            and coalesce(told.community_name, '') = clue_places.community_name
    left join reference.clue_places as referred
        on told.referred_town = referred.town_name and referred.community_name = ''
    where
        cast(told.received_at as date) <= $on_date
        and coalesce(told.checked_date <= $on_date, true)
),

numbered as (
    select
        *,
        concat('C', upper(substring(md5(clue_key), 1, 11))) as own_id
    from placed
),

ids as (
    select distinct own_id
    from numbered
),

-- An answer whose sent number was lost or changed is found by what else was printed beside it.
registered as (
    select distinct
        own_id,
        clue_number,
        coalesce(channel, '') as channel,
        cast(received_at as date) as received_date
    from numbered
    where not is_answered
),

registered_ids as (
    select distinct own_id
    from registered
),

alone as (
    select
        clue_number,
        channel,
        received_date,
        min(own_id) as own_id
    from registered
    group by clue_number, channel, received_date
    having count(*) = 1
)

select
    -- The number that was sent out with it counts, where there is such a clue.
    coalesce(ids.own_id, itself.own_id, alone.own_id, numbered.own_id) as clue_id,
    numbered.source,
    numbered.file_id,
    numbered.sheet,
    numbered.row_number,
    numbered.delivery_rank,
    numbered.known_month,
    numbered.clue_number,
    numbered.received_at,
    numbered.channel,
    numbered.urgency,
    numbered.topic,
    numbered.street_code,
    numbered.community_code,
    numbered.household_id_written,
    numbered.person_id,
    numbered.subject_key,
    numbered.is_answered,
    numbered.checked_date,
    numbered.visit_result,
    numbered.outcome,
    numbered.help_needed,
    numbered.referred_street_code,
    substring(
        md5(
            concat_ws(
                '|',
                numbered.source,
                numbered.file_id,
                numbered.sheet,
                cast(numbered.row_number as varchar)
            )
        ),
        1,
        16
    ) as row_id
from numbered
left join ids on upper(numbered.dispatch_id) = ids.own_id
left join registered_ids as itself on numbered.own_id = itself.own_id
left join alone
    on
        numbered.is_answered
        and numbered.clue_number = alone.clue_number
        and coalesce(numbered.channel, '') = alone.channel
        and cast(numbered.received_at as date) = alone.received_date
