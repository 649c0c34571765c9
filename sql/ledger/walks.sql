-- title: 逐件推出的状态
-- description: 每户按先后逐件看：事前是什么状态，事后是什么状态，是不是重新打开
with recursive walked as (
    select
        facts.household_id,
        facts.fact_number,
        'new' as from_state,
        coalesce(moves.to_state, 'new') as to_state,
        false as is_reopening
    from ledger.facts as facts
    left join ledger.moves as moves on facts.fact = moves.fact and moves.from_state = 'new'
    where facts.fact_number = 1
    union all
    select
        facts.household_id,
        facts.fact_number,
        walked.to_state as from_state,
        coalesce(moves.to_state, walked.to_state) as to_state,
        coalesce(moves.is_reopening, false) as is_reopening
    from walked
    inner join ledger.facts as facts
        on
            walked.household_id = facts.household_id
            and facts.fact_number = walked.fact_number + 1
    left join ledger.moves as moves
        on facts.fact = moves.fact and walked.to_state = moves.from_state
)

select
    walked.household_id,
    walked.fact_number,
    facts.fact_id,
    facts.event_date,
    facts.fact,
    facts.fact_rank,
    walked.from_state,
    walked.to_state,
    walked.is_reopening
from walked
inner join ledger.facts as facts
    on
        walked.household_id = facts.household_id
        and walked.fact_number = facts.fact_number
