-- title: 各次走访的说法
-- description: 同一户同一天的走访，说法相同的算一份；说法不同的，哪一份采用、哪一份等人来定
with merged as (
    select
        answer_id,
        household_id_written as household_id,
        list_month,
        street_code,
        sender_street_code,
        visited_date,
        visit_result,
        conclusion,
        help_needed,
        known_month,
        delivery_rank,
        sheet,
        row_number,
        concat_ws(
            '|', visit_result, coalesce(conclusion, ''), coalesce(help_needed, '')
        ) as content
    from ledger.written
    where reason is null
),

-- The first row that said it speaks for all that say the same.
firsts as (
    select *
    from merged
    qualify
        row_number() over (
            partition by household_id, visited_date, content
            order by delivery_rank asc, sheet asc, row_number asc, answer_id asc
        ) = 1
),

sent as (
    select
        household_id,
        visited_date,
        content,
        min(delivery_rank) as first_rank,
        max(delivery_rank) as last_rank,
        min(case when sender_street_code = street_code then 1 else 2 end) as street_order
    from merged
    group by household_id, visited_date, content
),

claims as (
    select
        firsts.answer_id as claim_id,
        firsts.household_id,
        firsts.visited_date,
        firsts.content,
        firsts.list_month,
        firsts.conclusion,
        sent.first_rank,
        sent.last_rank,
        sent.street_order,
        firsts.sheet,
        firsts.row_number,
        max(sent.first_rank) over (
            partition by firsts.household_id, firsts.visited_date
        ) as newest_rank
    from firsts
    inner join sent
        on
            firsts.household_id = sent.household_id
            and firsts.visited_date = sent.visited_date
            and firsts.content = sent.content
),

-- Of several claims about a day the one that was sent again after they differed stands; else that
-- of the household's own street; else the one that came first, in a file the upper one.
of_the_day as (
    select
        household_id,
        visited_date,
        claim_id,
        last_rank > newest_rank as is_settled
    from claims
    qualify
        row_number() over (
            partition by household_id, visited_date
            order by
                case when last_rank > newest_rank then last_rank else 0 end desc,
                street_order asc,
                first_rank asc,
                sheet asc,
                row_number asc,
                claim_id asc
        ) = 1
),

-- A list asks once: two conclusions of one list contradict each other, whatever the days. Only
-- what was taken to a conference is bound to come to another conclusion later.
conclusive as (
    select
        claims.*,
        max(case when claims.conclusion <> 'complex' then claims.visited_date end) over (
            partition by claims.household_id, claims.list_month
        ) as last_other_date
    from claims
    inner join of_the_day on claims.claim_id = of_the_day.claim_id
    where claims.conclusion is not null
),

opposed as (
    select
        claim_id,
        household_id,
        list_month,
        conclusion,
        first_rank,
        last_rank,
        street_order,
        sheet,
        row_number,
        max(first_rank) over (partition by household_id, list_month) as newest_rank
    from conclusive
    where not coalesce(conclusion = 'complex' and last_other_date > visited_date, false)
),

of_the_list as (
    select
        household_id,
        list_month,
        claim_id,
        conclusion,
        last_rank > newest_rank as is_settled
    from opposed
    qualify
        row_number() over (
            partition by household_id, list_month
            order by
                case when last_rank > newest_rank then last_rank else 0 end desc,
                street_order asc,
                first_rank asc,
                sheet asc,
                row_number asc,
                claim_id asc
        ) = 1
)

select
    claims.claim_id,
    claims.household_id,
    claims.visited_date,
    claims.content,
    case
        when of_the_day.claim_id <> claims.claim_id then of_the_day.claim_id
        when of_the_list.conclusion <> opposed.conclusion then of_the_list.claim_id
    end as stands_instead,
    case
        when of_the_day.claim_id <> claims.claim_id then 'same_day'
        when of_the_list.conclusion <> opposed.conclusion then 'same_list'
    end as kind,
    case
        when of_the_day.claim_id <> claims.claim_id then of_the_day.is_settled
        when of_the_list.conclusion <> opposed.conclusion then of_the_list.is_settled
        else true
    end as is_settled
from claims
inner join of_the_day
    on
        claims.household_id = of_the_day.household_id
        and claims.visited_date = of_the_day.visited_date
left join opposed on claims.claim_id = opposed.claim_id
left join of_the_list
    on
        opposed.household_id = of_the_list.household_id
        and opposed.list_month = of_the_list.list_month
