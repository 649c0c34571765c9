-- title: 线索说的是哪一户
-- description: 线索登记、热线、信访里的每一条：按身份证号，没有的按姓名和电话（或姓名和住址）在已知的人里只对得上
--   一个人的，写明是谁、在哪一户；对不上的不在这里，线索照样分办
with told as (
    select
        clues.file_id,
        clues.sheet,
        clues.row_number,
        clues.subject_person_id as person_id,
        replace(words.name, ' ', '') as name,
        replace(replace(words.phone, '-', ''), ' ', '') as phone,
        replace(words.address, ' ', '') as address
    from staging.field__clues as clues
    left join identities.field__clues as words
        on
            clues.file_id = words.file_id
            and clues.sheet = words.sheet
            and clues.row_number = words.row_number
    where not clues.is_alternative
),

wanted as (
    select distinct name
    from told
    where person_id is null and name is not null
),

known as (
    select distinct
        identities.person_id,
        wanted.name,
        replace(replace(identities.phone, '-', ''), ' ', '') as phone,
        replace(identities.address, ' ', '') as address
    from identities.identities as identities
    inner join wanted on replace(identities.name, ' ', '') = wanted.name
    inner join core.members as members on identities.person_id = members.person_id
),

by_phone as (
    select
        known.name,
        known.phone,
        min(known.person_id) as person_id
    from known
    where known.phone is not null
    group by known.name, known.phone
    having count(distinct known.person_id) = 1
),

by_address as (
    select
        known.name,
        known.address,
        min(known.person_id) as person_id
    from known
    where known.address is not null
    group by known.name, known.address
    having count(distinct known.person_id) = 1
),

-- A number decides: a name and a phone never speak against it.
persons as (
    select
        'field__clues' as source,
        told.file_id,
        told.sheet,
        told.row_number,
        coalesce(told.person_id, by_phone.person_id, by_address.person_id) as person_id,
        case
            when told.person_id is not null then 'number'
            when by_phone.person_id is not null then 'phone'
            else 'address'
        end as matched_by
    from told
    left join by_phone on told.name = by_phone.name and told.phone = by_phone.phone
    left join by_address on told.name = by_address.name and told.address = by_address.address
    union all
    select
        'hotline__clues' as source,
        file_id,
        sheet,
        row_number,
        person_id,
        'number' as matched_by
    from staging.hotline__clues
    where topic is not null and not is_alternative
    union all
    select
        'petition__clues' as source,
        file_id,
        sheet,
        row_number,
        person_id,
        'number' as matched_by
    from staging.petition__clues
    where topic is not null and not is_alternative
)

select
    persons.source,
    persons.file_id,
    persons.sheet,
    persons.row_number,
    persons.person_id,
    members.household_id,
    persons.matched_by
from persons
inner join core.members as members on persons.person_id = members.person_id
