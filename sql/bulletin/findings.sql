-- title: 本年的走访结论
-- description: 本年台账里每一户最近一次走访的结论，以及到今天为止落实的帮扶
with answers_this_year as (
    select
        household_id,
        answer_id,
        visited_date,
        delivery_rank,
        conclusion
    from ledger.visits
    where
        conclusion is not null
        and visited_date >= make_date(year($on_date), 1, 1)
),

newest_conclusions as (
    select
        household_id,
        conclusion
    from answers_this_year
    qualify
        row_number() over (
            partition by household_id
            order by visited_date desc, delivery_rank desc, answer_id desc
        ) = 1
),

helped as (
    select
        household_id,
        sum(amount_yuan) as amount_yuan
    from bulletin.grants
    group by household_id
)

select
    households.household_id,
    newest_conclusions.conclusion,
    helped.household_id is not null as is_helped,
    cast(coalesce(helped.amount_yuan, 0) as decimal(18, 2)) as amount_yuan
from bulletin.households
left join newest_conclusions on households.household_id = newest_conclusions.household_id
left join helped on households.household_id = helped.household_id
where households.scope = 'year'
