-- title: 镇街补报的户
-- description: 走访名单上手工添加的户，每行一条：按姓名和电话、或姓名和住址，在已知的人里只对得上一个人的，
--   写明是谁、在哪一户；对不上的照样保留，由人核对；哪个镇街报的，看同一份名单上的户多数在哪里
with nominated as (
    select
        answers.file_id,
        answers.sheet,
        answers.row_number,
        answers.nomination_key,
        answers.visited_date,
        answers.delivery_month,
        replace(words.head_name, ' ', '') as head_name,
        replace(replace(words.phone, '-', ''), ' ', '') as phone,
        replace(words.address, ' ', '') as address
    from staging.field__visit_results as answers
    inner join identities.field__visit_results as words
        on
            answers.file_id = words.file_id
            and answers.sheet = words.sheet
            and answers.row_number = words.row_number
    where answers.is_nomination and not answers.is_alternative
),

-- A workbook is one street's: that of most of its households.
votes as (
    select
        answers.file_id,
        households.street_code,
        count(*) as rows_count
    from staging.field__visit_results as answers
    inner join core.households as households on answers.household_id = households.household_id
    where households.street_code is not null
    group by answers.file_id, households.street_code
),

senders as (
    select
        file_id,
        street_code
    from votes
    qualify
        row_number() over (
            partition by file_id
            order by rows_count desc, street_code asc
        ) = 1
),

wanted as (
    select distinct head_name
    from nominated
    where head_name is not null
),

known as (
    select distinct
        identities.person_id,
        wanted.head_name,
        replace(replace(identities.phone, '-', ''), ' ', '') as phone,
        replace(identities.address, ' ', '') as address
    from identities.identities as identities
    inner join wanted on replace(identities.name, ' ', '') = wanted.head_name
    -- The dead and those whom only a bill names are in no household.
    inner join core.members as members on identities.person_id = members.person_id
),

by_phone as (
    select
        known.head_name,
        known.phone,
        min(known.person_id) as person_id
    from known
    where known.phone is not null
    group by known.head_name, known.phone
    having count(distinct known.person_id) = 1
),

by_address as (
    select
        known.head_name,
        known.address,
        min(known.person_id) as person_id
    from known
    where known.address is not null
    group by known.head_name, known.address
    having count(distinct known.person_id) = 1
),

matched as (
    select
        nominated.file_id,
        nominated.sheet,
        nominated.row_number,
        nominated.nomination_key,
        nominated.visited_date,
        nominated.delivery_month,
        coalesce(by_phone.person_id, by_address.person_id) as person_id,
        case
            when by_phone.person_id is not null then 'phone'
            when by_address.person_id is not null then 'address'
        end as matched_by
    from nominated
    left join by_phone
        on nominated.head_name = by_phone.head_name and nominated.phone = by_phone.phone
    left join by_address
        on nominated.head_name = by_address.head_name and nominated.address = by_address.address
)

select
    matched.file_id,
    matched.sheet,
    matched.row_number,
    matched.nomination_key,
    matched.visited_date,
    matched.delivery_month,
    matched.person_id,
    members.household_id,
    matched.matched_by,
    senders.street_code as sender_street_code
from matched
left join senders on matched.file_id = senders.file_id
left join core.members as members on matched.person_id = members.person_id
