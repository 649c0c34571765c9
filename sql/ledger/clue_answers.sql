-- title: 线索的办理结果
-- description: 分办单和线索登记表里填了核实结果的每一行：采用的、重复报来的、与采用的不一致要由人看的
with answered as (
    select
        *,
        concat_ws(
            '|', visit_result, coalesce(outcome, ''), coalesce(help_needed, '')
        ) as content
    from ledger.clue_rows
    where is_answered
),

-- What is said of one clue and day: the first word stands until it is sent once more after the
-- second, so that nothing is overwritten without a person.
claims as (
    select
        clue_id,
        checked_date,
        content,
        min(concat_ws('|', known_month, lpad(cast(delivery_rank as varchar), 9, '0'), row_id))
            as first_told,
        max(concat_ws('|', known_month, lpad(cast(delivery_rank as varchar), 9, '0'), row_id))
            as last_told
    from answered
    group by clue_id, checked_date, content
),

rivals as (
    select
        clue_id,
        checked_date,
        max(first_told) as newest_told
    from claims
    group by clue_id, checked_date
),

standing as (
    select
        claims.clue_id,
        claims.checked_date,
        claims.content
    from claims
    inner join rivals
        on claims.clue_id = rivals.clue_id and claims.checked_date = rivals.checked_date
    qualify
        row_number() over (
            partition by claims.clue_id, claims.checked_date
            order by
                case
                    when claims.last_told > rivals.newest_told then claims.last_told else ''
                end desc,
                claims.first_told asc
        ) = 1
),

numbered as (
    select
        *,
        row_number() over (
            partition by clue_id, checked_date, content
            order by known_month asc, delivery_rank asc, row_id asc
        ) as place
    from answered
)

select
    numbered.row_id as answer_id,
    numbered.clue_id,
    numbered.checked_date,
    numbered.visit_result,
    numbered.outcome,
    numbered.help_needed,
    numbered.referred_street_code,
    numbered.known_month,
    numbered.delivery_rank,
    numbered.outcome is not null or numbered.visit_result in ('已搬走', '拒绝') as is_final,
    case
        when numbered.place > 1 then 'repeated'
        when standing.content is null then 'conflict'
        else 'merged'
    end as standing
from numbered
left join standing
    on
        numbered.clue_id = standing.clue_id
        and numbered.checked_date = standing.checked_date
        and numbered.content = standing.content
