-- title: 可能符合的政策
-- description: 每户最多三项可能符合的政策，按政策的先后、金额；同一政策只写一次；一句话写清可能领多少、还缺什么、
--   问什么；同一户前面说过的不再说；用到暂定数值的说明；减免按看病花的钱算，只写到百元（往宽里取）
with best as (
    select
        entitlements.household_id,
        entitlements.person_id,
        entitlements.policy,
        coalesce(entitlements.high_yuan, 0) as amount_yuan,
        benefits.rank as policy_rank
    from matches.entitlements
    inner join policy.benefits as benefits on entitlements.policy = benefits.policy
    where entitlements.status = 'may_qualify'
    qualify
        row_number() over (
            partition by entitlements.household_id, entitlements.policy
            order by
                coalesce(entitlements.high_yuan, 0) desc,
                entitlements.unknown_count asc,
                entitlements.person_id asc
        ) = 1
),

ranked as (
    select
        household_id,
        person_id,
        policy,
        row_number() over (
            partition by household_id
            order by policy_rank asc, amount_yuan desc, policy asc
        ) as place
    from best
),

likely as (
    select
        household_id,
        policy,
        place,
        coalesce(person_id, '') as person_key
    from ranked
    where place <= 3
),

bounded as (
    select
        likely.household_id,
        likely.policy,
        likely.place,
        entitlements.person_id,
        benefits.title,
        entitlements.uses_placeholder,
        case entitlements.form
            when 'one_off' then '可能一次性'
            when 'relief' then '可能减免'
            else '可能每月'
        end as payment,
        -- What is made of a person's bills is told in whole hundreds: lists tell no exact bill.
        case
            when entitlements.form = 'relief'
                then nullif(entitlements.low_yuan - entitlements.low_yuan % 100, 0)
            else entitlements.low_yuan
        end as low_yuan,
        case
            when entitlements.form = 'relief'
                then
                    entitlements.high_yuan
                    + (100 - entitlements.high_yuan % 100) % 100
            else entitlements.high_yuan
        end as high_yuan
    from likely
    inner join matches.entitlements
        on
            likely.household_id = entitlements.household_id
            and likely.policy = entitlements.policy
            and likely.person_key = coalesce(entitlements.person_id, '')
    inner join policy.benefits as benefits on likely.policy = benefits.policy
),

priced as (
    select
        household_id,
        policy,
        place,
        person_id,
        title,
        uses_placeholder,
        payment,
        replace(cast(low_yuan as varchar), '.00', '') as low_text,
        replace(cast(high_yuan as varchar), '.00', '') as high_text
    from bounded
),

-- What several policies of a household wait for is said, and asked, with the first of them.
unknown as (
    select
        likely.household_id,
        likely.place,
        conditions.missing,
        conditions.supplier,
        conditions.ask,
        lpad(cast(conditions.position as varchar), 3, '0') as position,
        row_number() over (
            partition by likely.household_id, conditions.missing, conditions.supplier
            order by likely.place asc, conditions.position asc
        ) as missing_number,
        min(likely.place) over (
            partition by likely.household_id, conditions.missing, conditions.supplier
        ) as first_place,
        row_number() over (
            partition by likely.household_id, conditions.ask
            order by likely.place asc, conditions.position asc
        ) as ask_number
    from likely
    inner join entitlements.all_conditions as stacked
        on
            likely.household_id = stacked.household_id
            and likely.policy = stacked.policy
            and likely.person_key = coalesce(stacked.person_id, '')
    inner join policy.benefit_conditions as conditions
        on stacked.policy = conditions.policy and stacked.condition = conditions.condition
    where stacked.is_met is null and conditions.kind <> 'sign'
),

supplied as (
    select
        household_id,
        place,
        min(position) as position,
        array_to_string(
            list_transform(
                list_sort(list(position || missing)), lambda entry: substring(entry, 4)
            ),
            '、'
        ) || '（' || supplier || '）' as missing
    from unknown
    where missing_number = 1
    group by household_id, place, supplier
),

papers as (
    select
        household_id,
        place,
        array_to_string(
            list_transform(
                list_sort(list(position || missing)), lambda entry: substring(entry, 4)
            ),
            '、'
        ) as missing
    from supplied
    group by household_id, place
),

questions as (
    select
        household_id,
        place,
        array_to_string(
            list_transform(
                list_sort(list(case when ask_number = 1 then position || ask end)),
                lambda entry: substring(entry, 4)
            ),
            '；'
        ) as asks,
        count(case when first_place < place then 1 end) as repeated_count
    from unknown
    group by household_id, place
)

select
    priced.household_id,
    cast(priced.place as integer) as rank,
    priced.policy,
    priced.person_id,
    concat_ws(
        '｜',
        priced.title
        || case
            when not priced.uses_placeholder then ''
            when priced.high_text is null then '（标准未公布，按暂定值判断）'
            else '（标准未公布，按暂定值估算）'
        end,
        case
            when priced.high_text is null then null
            when priced.low_text is null
                then priced.payment || '至多约' || priced.high_text || '元'
            when priced.low_text = priced.high_text
                then priced.payment || '约' || priced.low_text || '元'
            else
                priced.payment || '约' || priced.low_text || '至' || priced.high_text || '元'
        end,
        case
            when papers.missing is null and questions.repeated_count > 0 then '还缺：同上'
            when questions.repeated_count > 0 then '还缺：' || papers.missing || '，其余同上'
            else '还缺：' || papers.missing
        end,
        '问：' || nullif(questions.asks, '')
    ) as sentence
from priced
left join papers
    on priced.household_id = papers.household_id and priced.place = papers.place
left join questions
    on priced.household_id = questions.household_id and priced.place = questions.place
