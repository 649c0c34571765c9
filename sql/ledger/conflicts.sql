-- title: 说法不一致的回填
-- description: 两份说法并排：采用的一份和另一份；同一天的、同一期名单的、两个镇街都报的；再报过一次的算已定
with opposed as (
    select
        claim_id as other_answer_id,
        stands_instead as standing_answer_id,
        kind,
        is_settled
    from ledger.claims
    where kind is not null
),

merged as (
    select *
    from ledger.answers
    where standing in ('merged', 'repeated')
),

-- Two streets that say the same of a household both take it for theirs.
two_streets as (
    select
        others.answer_id as other_answer_id,
        own.answer_id as standing_answer_id,
        'two_streets' as kind,
        false as is_settled
    from merged as others
    inner join merged as own
        on
            others.household_id = own.household_id
            and others.list_month = own.list_month
    where others.is_other_street and not own.is_other_street
    qualify
        row_number() over (
            partition by others.household_id, others.list_month, others.sender_street_code
            order by
                others.visited_date asc,
                others.answer_id asc,
                own.visited_date asc,
                own.answer_id asc
        ) = 1
),

pairs as (
    select * from opposed
    union all
    select * from two_streets
)

select
    others.household_id,
    others.list_month,
    others.street_code,
    case
        when others.sender_street_code <> standing.sender_street_code then 'two_streets'
        else pairs.kind
    end as kind,
    pairs.is_settled,
    standing.answer_id as standing_answer_id,
    standing.sender_street_code as standing_sender_code,
    standing.known_month as standing_known_month,
    standing.visited_date as standing_visited_date,
    standing.visit_result as standing_visit_result,
    standing.conclusion as standing_conclusion,
    standing.help_needed as standing_help_needed,
    others.answer_id as other_answer_id,
    others.sender_street_code as other_sender_code,
    others.known_month as other_known_month,
    others.visited_date as other_visited_date,
    others.visit_result as other_visit_result,
    others.conclusion as other_conclusion,
    others.help_needed as other_help_needed
from pairs
inner join ledger.answers as others on pairs.other_answer_id = others.answer_id
inner join ledger.answers as standing on pairs.standing_answer_id = standing.answer_id
