-- title: 回填的走访结果
-- description: 对得上名单的每一份走访结果：采用的、重复报来的、与采用的不一致要由人看的
select
    written.answer_id,
    written.household_id_written as household_id,
    written.list_month,
    written.street_code,
    written.sender_street_code,
    written.sender_street_code <> written.street_code as is_other_street,
    written.visited_date,
    written.visit_result,
    written.conclusion,
    written.help_needed,
    written.known_month,
    written.delivery_rank,
    case
        when claims.claim_id <> written.answer_id then 'repeated'
        when claims.stands_instead is not null then 'conflict'
        else 'merged'
    end as standing,
    written.visited_date > written.verify_by as is_late
from ledger.written as written
inner join ledger.claims as claims
    on
        written.household_id_written = claims.household_id
        and written.visited_date = claims.visited_date
        and concat_ws(
            '|',
            written.visit_result,
            coalesce(written.conclusion, ''),
            coalesce(written.help_needed, '')
        ) = claims.content
where written.reason is null
