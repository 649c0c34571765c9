-- title: 线索说的是哪一户
-- description: 能知道是哪一户的线索，一条一行：写明户编号的，身份证号对得上的，姓名和电话只对得上一户的
with households as (
    select
        clue_rows.clue_id,
        clue_rows.household_id_written as household_id,
        1 as preference
    from ledger.clue_rows
    where
        clue_rows.household_id_written in (select registry.household_id from releases.registry)
        or clue_rows.household_id_written in (select listings.household_id from releases.listings)
    union all
    select
        clue_rows.clue_id,
        registry.household_id,
        2 as preference
    from ledger.clue_rows
    inner join releases.registry on clue_rows.person_id = registry.person_id
    union all
    select
        clue_rows.clue_id,
        matched.household_id,
        3 as preference
    from ledger.clue_rows
    inner join releases.clue_households as matched
        on
            clue_rows.source = matched.source
            and clue_rows.file_id = matched.file_id
            and clue_rows.sheet = matched.sheet
            and clue_rows.row_number = matched.row_number
)

select
    clue_id,
    household_id
from households
qualify
    row_number() over (partition by clue_id order by preference asc, household_id asc) = 1
