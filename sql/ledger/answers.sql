-- title: 回填的走访结果
-- description: 对得上名单的每一份走访结果：采用的、重复报来的、与采用的不一致要由人看的
with merged as (
    select
        *,
        sender_street_code <> street_code as is_other_street,
        concat_ws(
            '|', visit_result, coalesce(conclusion, ''), coalesce(help_needed, '')
        ) as content
    from ledger.written
    where reason is null
),

-- What one visit is said to have found; sent twice it is one claim.
claims as (
    select
        household_id_written,
        visited_date,
        content,
        min(case when is_other_street then 2 else 1 end) as street_order,
        min(delivery_rank) as first_rank,
        max(delivery_rank) as last_rank,
        min(answer_id) as claim_id
    from merged
    group by household_id_written, visited_date, content
),

rivals as (
    select
        household_id_written,
        visited_date,
        max(first_rank) as newest_rank
    from claims
    group by household_id_written, visited_date
),

-- Of several claims about a day the one sent again after they differed stands, else that of the
-- household's own street, else the first.
standing as (
    select
        claims.household_id_written,
        claims.visited_date,
        claims.content
    from claims
    inner join rivals
        on
            claims.household_id_written = rivals.household_id_written
            and claims.visited_date = rivals.visited_date
    qualify
        row_number() over (
            partition by claims.household_id_written, claims.visited_date
            order by
                case
                    when claims.last_rank > rivals.newest_rank then claims.last_rank else 0
                end desc,
                claims.street_order asc,
                claims.first_rank asc,
                claims.claim_id asc
        ) = 1
),

numbered as (
    select
        *,
        row_number() over (
            partition by household_id_written, visited_date, content
            order by delivery_rank asc, sheet asc, row_number asc, answer_id asc
        ) as place
    from merged
)

select
    numbered.answer_id,
    numbered.household_id_written as household_id,
    numbered.list_month,
    numbered.street_code,
    numbered.sender_street_code,
    numbered.is_other_street,
    numbered.visited_date,
    numbered.visit_result,
    numbered.conclusion,
    numbered.help_needed,
    numbered.known_month,
    numbered.delivery_rank,
    case
        when numbered.place > 1 then 'repeated'
        when standing.content is null then 'conflict'
        else 'merged'
    end as standing,
    numbered.visited_date > numbered.verify_by as is_late
from numbered
left join standing
    on
        numbered.household_id_written = standing.household_id_written
        and numbered.visited_date = standing.visited_date
        and numbered.content = standing.content
