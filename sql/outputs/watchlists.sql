-- title: 走访名单
-- description: 各镇街要走访的住户，一户一行，镇街内有先后；申报了走访数的，超出部分由区里支援
with listed as (
    select
        households.household_id,
        households.street_code,
        households.street_name,
        households.community_name,
        households.grid_code,
        households.head_person_id,
        households.members_count,
        households.is_provisional,
        assessed.colour,
        assessed.colour_rank,
        assessed.draws_basic_assistance,
        assessed.score,
        assessed.status,
        assessed.months_listed,
        assessed.cohorts,
        assessed.reasons,
        assessed.already_receives,
        assessed.data_gaps,
        selection.is_carried,
        selection.is_exploration,
        selection.visits_per_month
    from screening.households as assessed
    inner join core.households
        on assessed.household_id = households.household_id
    inner join outputs.selection
        on assessed.household_id = selection.household_id
    where selection.is_selected
),

-- The head's own first, then the other members' from the oldest down.
members_in_order as (
    select
        members.household_id,
        contacts.phone,
        contacts.address,
        members.person_id,
        persons.birth_date,
        case when members.is_head then 0 else 1 end as after_head
    from core.members
    inner join outputs.contacts
        on members.person_id = contacts.person_id
    left join core.persons
        on members.person_id = persons.person_id
),

phones as (
    select
        household_id,
        phone
    from members_in_order
    where phone is not null
    qualify row_number() over (
        partition by household_id
        order by after_head, birth_date nulls last, person_id
    ) = 1
),

addresses as (
    select
        household_id,
        address
    from members_in_order
    where address is not null
    qualify row_number() over (
        partition by household_id
        order by after_head, birth_date nulls last, person_id
    ) = 1
),

-- The name stands here only: the tables before this one hold none.
policy_lines as (
    select
        likely.household_id,
        cast(likely.rank as varchar)
        || case
            when likely.person_id is null then '' else coalesce(contacts.name, '家庭成员') || '：'
        end
        || likely.sentence as line
    from matches.likely_policies as likely
    left join outputs.contacts on likely.person_id = contacts.person_id
),

policy_texts as (
    select
        household_id,
        array_to_string(
            list_transform(list_sort(list(line)), lambda entry: substring(entry, 2)), chr(10)
        ) as likely_policies
    from policy_lines
    group by household_id
),

-- A household that draws dibao or 特困 is visited too, after those that draw nothing.
-- Ties are broken by a hash that changes from month to month, so that no household always
-- stands last among its equals.
ranked as (
    select
        listed.*,
        row_number() over (
            partition by listed.street_code
            order by
                listed.colour_rank desc,
                case when listed.draws_basic_assistance then 1 else 0 end asc,
                listed.score desc,
                md5($month || listed.household_id) asc,
                listed.household_id asc
        ) as rank_in_street
    from listed
)

select
    cast($month as varchar) as month,
    ranked.street_code,
    ranked.street_name,
    ranked.community_name,
    ranked.grid_code,
    ranked.household_id,
    heads.name as head_name,
    addresses.address,
    phones.phone,
    cast(ranked.members_count as integer) as members_count,
    ranked.colour,
    cast(ranked.score as integer) as score,
    cast(ranked.rank_in_street as integer) as rank_in_street,
    ranked.status,
    cast(ranked.months_listed as integer) as months_listed,
    ranked.cohorts,
    ranked.reasons,
    ranked.already_receives,
    policy_texts.likely_policies,
    ranked.data_gaps,
    ranked.is_provisional,
    case ranked.colour
        when 'red' then cast($visit_by_red as date)
        when 'orange' then cast($visit_by_orange as date)
        else cast($visit_by_yellow as date)
    end as next_visit_by,
    cast($verify_by as date) as verify_by,
    ranked.is_carried,
    ranked.is_exploration,
    -- One line for the whole district gives some offices more than they said they can do: what
    -- is beyond that is not theirs to do alone.
    coalesce(ranked.rank_in_street > ranked.visits_per_month, false) as is_supported
from ranked
left join outputs.contacts as heads
    on ranked.head_person_id = heads.person_id
left join phones
    on ranked.household_id = phones.household_id
left join addresses
    on ranked.household_id = addresses.household_id
left join policy_texts
    on ranked.household_id = policy_texts.household_id
