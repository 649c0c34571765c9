-- title: 线索台账
-- description: 每条线索：何时谁转来、说的是哪一户、分给谁办、与名单和别的线索是否重复、办得怎样
with known_places as (
    select
        household_id,
        street_code,
        community_name,
        list_month
    from releases.listings
    union all
    select
        household_id,
        street_code,
        community_name,
        '' as list_month
    from releases.clue_households
    where street_code is not null
),

homes as (
    select
        known_places.household_id,
        known_places.street_code,
        clue_places.community_code
    from known_places
    left join reference.clue_places
        on
            known_places.street_code = clue_places.town_name
            and coalesce(known_places.community_name, '') = clue_places.community_name
    qualify
        row_number() over (
            partition by known_places.household_id
            order by
                known_places.list_month desc,
                known_places.street_code asc,
                clue_places.community_code asc nulls last
        ) = 1
),

-- Where a clue was registered twice (by the hotline and by a street), each says what it knows.
facts as (
    select
        clue_id,
        min(clue_number) as clue_number,
        min(channel) as channel,
        min(received_at) as received_at,
        min(topic) as topic,
        min(person_id) as person_id,
        min(subject_key) as subject_key,
        min(street_code) as street_code,
        min(community_code) as community_code,
        min(known_month) as known_month,
        max(case when urgency = '紧急' then 1 else 0 end) as is_marked_urgent
    from ledger.clue_rows
    group by clue_id
),

told_first as (
    select
        clue_id,
        source,
        file_id,
        sheet,
        row_number
    from ledger.clue_rows
    qualify
        row_number() over (
            partition by clue_id
            -- Whoever registered it by hand wrote down whom it is about.
            order by source asc, known_month asc, delivery_rank asc, row_id asc
        ) = 1
),

subjects as (
    select
        facts.*,
        joined.household_id,
        cast(facts.received_at as date) as received_date,
        facts.is_marked_urgent = 1
        or coalesce(
            facts.channel in ('12345热线', '信访', '网格员', '媒体', '学校', '医院'), false
        ) as is_urgent,
        -- Who wrote a day and no hour has until the day's end to have received it.
        case
            when cast(cast(facts.received_at as date) as timestamp) = facts.received_at
                then cast(facts.received_at + interval 1 day as timestamp)
            else facts.received_at
        end as counted_from,
        coalesce(
            joined.household_id,
            'P' || facts.person_id,
            'S' || facts.subject_key,
            facts.clue_id
        ) as subject
    from facts
    left join ledger.clue_subjects as joined on facts.clue_id = joined.clue_id
),

settled as (
    select
        subjects.subject,
        clue_answers.checked_date
    from ledger.clue_answers
    inner join subjects on clue_answers.clue_id = subjects.clue_id
    where clue_answers.standing = 'merged' and clue_answers.is_final
),

last_settled as (
    select
        subjects.clue_id,
        max(settled.checked_date) as settled_date
    from subjects
    left join settled
        on
            subjects.subject = settled.subject
            and subjects.received_date > settled.checked_date
    group by subjects.clue_id
),

-- Of one household's clues, those that came while an earlier one was still open go with it.
leaders as (
    select
        subjects.clue_id,
        earlier.clue_id as leader_id
    from subjects
    inner join last_settled on subjects.clue_id = last_settled.clue_id
    inner join subjects as earlier
        on
            subjects.subject = earlier.subject
            and subjects.received_at >= earlier.received_at
            and coalesce(last_settled.settled_date < earlier.received_date, true)
    qualify
        row_number() over (
            partition by subjects.clue_id
            order by earlier.received_at asc, earlier.clue_id asc
        ) = 1
),

answers as (
    select
        leaders.leader_id,
        clue_answers.*
    from ledger.clue_answers
    inner join leaders on clue_answers.clue_id = leaders.clue_id
),

counted as (
    select
        leader_id,
        count(*) as answers_count,
        max(case when standing = 'conflict' then 1 else 0 end) as has_conflict
    from answers
    group by leader_id
),

newest as (
    select *
    from answers
    where standing = 'merged'
    qualify
        row_number() over (
            partition by leader_id
            order by checked_date desc, known_month desc, delivery_rank desc, answer_id desc
        ) = 1
),

transfers as (
    select
        leader_id,
        referred_street_code
    from answers
    where standing = 'merged' and visit_result = '不属本镇街'
    qualify
        row_number() over (
            partition by leader_id
            order by checked_date desc, known_month desc, delivery_rank desc, answer_id desc
        ) = 1
),

lists as (
    select max(list_month) as list_month
    from releases.lists
),

listed as (
    select distinct listings.household_id
    from releases.listings
    inner join lists on listings.list_month = lists.list_month
),

-- Whose duty it is: the street that was named last; where nobody could tell one, the district.
placed as (
    select
        subjects.*,
        leaders.leader_id,
        transfers.leader_id is not null as is_transferred,
        case
            when transfers.leader_id is null
                then coalesce(subjects.street_code, homes.street_code)
            else transfers.referred_street_code
        end as duty_street_code,
        case
            when transfers.leader_id is null
                then coalesce(subjects.community_code, homes.community_code)
        end as duty_community_code
    from subjects
    inner join leaders on subjects.clue_id = leaders.clue_id
    left join homes on subjects.household_id = homes.household_id
    left join transfers on leaders.leader_id = transfers.leader_id
),

teams as (
    select
        level,
        nullif(street_code, '') as street_code,
        nullif(community_code, '') as community_code,
        team_name
    from reference.discovery_teams
)

select
    placed.clue_id,
    placed.clue_number,
    told_first.source,
    told_first.file_id,
    told_first.sheet,
    told_first.row_number,
    placed.channel,
    placed.received_at,
    placed.topic,
    placed.person_id,
    placed.household_id,
    coalesce(streets.street_code, '未匹配') as street_code,
    coalesce(streets.street_name, '未匹配') as street_name,
    placed.duty_community_code as community_code,
    case
        when streets.street_code is null then '区'
        when placed.duty_community_code is not null then '村居'
        else '镇街'
    end as level,
    coalesce(
        community_teams.team_name, street_teams.team_name, district_teams.team_name
    ) as team_name,
    case
        when placed.is_transferred or streets.street_code is null then '转办' else '分办'
    end as dispatch,
    placed.is_urgent,
    case
        when placed.is_urgent
            then cast(placed.counted_from + interval 1 hour * $urgent_clue_hours as timestamp)
    end as urgent_due_at,
    listed.household_id is not null as is_on_list,
    case
        when placed.leader_id <> placed.clue_id then placed.leader_id
        when listed.household_id is not null then 'list'
    end as duplicate_of,
    newest.visit_result,
    newest.outcome,
    newest.help_needed,
    case when newest.is_final then newest.checked_date end as outcome_date,
    case
        when newest.answer_id is null then 'open'
        when newest.is_final then 'closed'
        when newest.visit_result = '已见到' then 'visited'
        when newest.visit_result = '未遇到' then 'not_reached'
        else 'transferred'
    end as standing,
    coalesce(newest.is_final, false) as is_closed,
    coalesce(counted.has_conflict, 0) = 1 as has_conflict,
    cast(coalesce(counted.answers_count, 0) as integer) as answers_count,
    placed.known_month
from placed
inner join told_first on placed.clue_id = told_first.clue_id
left join reference.streets on placed.duty_street_code = streets.street_code
left join newest on placed.leader_id = newest.leader_id
left join counted on placed.leader_id = counted.leader_id
left join listed on placed.household_id = listed.household_id
left join teams as community_teams
    on
        community_teams.level = '村居'
        and placed.duty_community_code = community_teams.community_code
left join teams as street_teams
    on street_teams.level = '镇街' and placed.duty_street_code = street_teams.street_code
left join teams as district_teams on district_teams.level = '区'
