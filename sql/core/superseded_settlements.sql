-- title: 被后来报送取代的结算
-- description: 同一结算ID送来多次时，除最后一次以外的各行；它们不再计入任何合计。只看需要细算的人的
--   结算，别人的不影响他们
with asked as (
    -- Hashes find the few candidates among tens of millions; the ids themselves decide below.
    select hash(settlements.setl_id) as setl_hash
    from staging.medical_insurance__settlements as settlements
    inner join core.followed_persons as followed on settlements.person_id = followed.person_id
),

-- A correction may have moved a settlement to another person: all its versions are looked at.
versions as (
    select
        setl_id,
        delivery_rank,
        is_alternative,
        row_number,
        sheet
    from staging.medical_insurance__settlements
    where hash(setl_id) in (select setl_hash from asked)
)

select
    delivery_rank,
    sheet,
    row_number
from versions
qualify
    row_number() over (
        partition by setl_id
        order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
    ) > 1
