-- title: 采用的走访
-- description: 台账据以变化的每一次走访：名单上回填的，和办结线索时上门核实的；同一户同一天以名单回填的为准
with of_lists as (
    select
        answer_id,
        household_id,
        list_month,
        visited_date,
        visit_result,
        conclusion,
        help_needed,
        known_month,
        delivery_rank,
        'field__visit_results' as source
    from ledger.answers
    where standing = 'merged'
),

first_listed as (
    select
        household_id,
        min(list_date) as list_date
    from releases.listings
    group by household_id
),

-- Who has never been listed has no ledger; of several clues of a household that were checked on
-- one day one speaks for the visit: the one with a conclusion, then the one that came first.
of_clues as (
    select
        clue_answers.answer_id,
        clue_subjects.household_id,
        cast(null as varchar) as list_month,
        clue_answers.checked_date as visited_date,
        clue_answers.visit_result,
        clue_answers.outcome as conclusion,
        clue_answers.help_needed,
        clue_answers.known_month,
        clue_answers.delivery_rank,
        'field__clues' as source
    from ledger.clue_answers
    inner join ledger.clue_subjects on clue_answers.clue_id = clue_subjects.clue_id
    inner join first_listed on clue_subjects.household_id = first_listed.household_id
    left join of_lists
        on
            clue_subjects.household_id = of_lists.household_id
            and clue_answers.checked_date = of_lists.visited_date
    where
        clue_answers.standing = 'merged'
        and clue_answers.visit_result in ('已见到', '未遇到', '已搬走', '拒绝')
        and clue_answers.checked_date >= first_listed.list_date
        and of_lists.answer_id is null
    qualify
        row_number() over (
            partition by clue_subjects.household_id, clue_answers.checked_date
            order by
                case when clue_answers.outcome is null then 1 else 0 end asc,
                clue_answers.known_month asc,
                clue_answers.delivery_rank asc,
                clue_answers.clue_id asc,
                clue_answers.answer_id asc
        ) = 1
)

select * from of_lists
union all
select * from of_clues
