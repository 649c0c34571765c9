-- title: 医疗负担的说法
-- description: 名单上不写数额，只写在哪一段：各段的边界是医疗负担界限的三分之一（取整千元）、一倍到四倍，界限变了各段跟着变；
--   大于下限、不大于上限；open_text 是只分到这一段为止时的说法
with thresholds as (
    select cast(floor($medical_burden_threshold_yuan) as bigint) as threshold_yuan
),

borders as (
    select
        1 as band,
        cast(0 as bigint) as above_yuan
    union all
    select
        2 as band,
        threshold_yuan // 3000 * 1000 as above_yuan
    from thresholds
    union all
    select
        3 as band,
        threshold_yuan as above_yuan
    from thresholds
    union all
    select
        4 as band,
        2 * threshold_yuan as above_yuan
    from thresholds
    union all
    select
        5 as band,
        3 * threshold_yuan as above_yuan
    from thresholds
    union all
    select
        6 as band,
        4 * threshold_yuan as above_yuan
    from thresholds
),

written as (
    select
        band,
        above_yuan,
        regexp_replace(
            cast(cast(above_yuan * 0.0001 as decimal(18, 4)) as varchar), '[.]?0+$', ''
        ) || '万' as above_text
    from borders
),

ranged as (
    select
        band,
        above_yuan,
        above_text,
        lead(above_yuan) over (order by band) as up_to_yuan,
        lead(above_text) over (order by band) as up_to_text
    from written
)

select
    band,
    cast(above_yuan as decimal(18, 2)) as above_yuan,
    cast(up_to_yuan as decimal(18, 2)) as up_to_yuan,
    case
        when band = 1 then up_to_text || '元以内'
        when up_to_text is null then above_text || '元以上'
        else above_text || '—' || up_to_text || '元'
    end as band_text,
    above_text || '元以上' as open_text
from ranged
