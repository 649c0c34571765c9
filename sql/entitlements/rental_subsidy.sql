-- title: 公租房租赁补贴
-- description: 每个要对照政策的家庭一个；保障面积（户籍人口1人、2人、3人以上各是多少）减去登记在家人名下的住宅面积，乘
--   每平方米标准：低保、分散供养特困一个标准，其他家庭按核对的人均月收入分档；收入不知道的给最低到最高的范围；
--   不动产没有登记、没有核对过的，自有住房面积不知道，只给上限
-- sources: natural_resources__real_estate,civil_affairs__assistance,civil_affairs__means_checks,
--   housing__public_rental
with registered as (
    select
        considered.household_id,
        count(*) as members_count,
        count(case when destitute.person_id is not null then 1 end) as destitute_count,
        count(case when destitute.support_mode = '集中供养' then 1 end) as housed_count,
        count(case when destitute.support_mode = '分散供养' then 1 end) as dispersed_count
    from core.considered_members as considered
    left join core.guarantee_members as counted
        on considered.person_id = counted.person_id and counted.reason = '非亲属'
    left join core.assistance as destitute
        on
            considered.person_id = destitute.person_id
            and destitute.category = '特困人员'
            and destitute.is_current
    where counted.person_id is null
    group by considered.household_id
),

listed as (
    select
        household_id,
        max(case when benefit = '最低生活保障' then 1 else 0 end) = 1 as has_guarantee,
        max(case when benefit = '低保边缘家庭' then 1 else 0 end) = 1 as is_on_edge
    from core.benefits
    where benefit in ('最低生活保障', '低保边缘家庭')
    group by household_id
),

waiting as (
    select distinct considered.household_id
    from core.considered_members as considered
    inner join staging.housing__public_rental as rental
        on considered.person_id = rental.person_id
    where rental.status = '轮候'
),

shares as (
    select
        considered.household_id,
        properties.property_number,
        -- What a building is used for, untold: it may be a dwelling of an area not known.
        case
            when properties.usage is not null then properties.floor_area_square_metres
        end as area,
        case
            when regexp_matches(properties.co_ownership, '[0-9]+([.][0-9]+)?%')
                then
                    cast(
                        regexp_extract(properties.co_ownership, '([0-9]+([.][0-9]+)?)%', 1)
                        as decimal(9, 4)
                    ) * 0.01
            when regexp_matches(properties.co_ownership, '[0-9]+/[1-9][0-9]*')
                then
                    cast(
                        cast(
                            regexp_extract(properties.co_ownership, '([0-9]+)/[1-9]', 1) as integer
                        )
                        / nullif(
                            cast(
                                regexp_extract(properties.co_ownership, '/([1-9][0-9]*)', 1)
                                as integer
                            ),
                            0
                        ) as decimal(9, 6)
                    )
        end as told_share
    from core.considered_members as considered
    inner join staging.natural_resources__real_estate as properties
        on considered.person_id = properties.person_id
    where
        coalesce(properties.usage, '住宅') = '住宅'
        and coalesce(properties.registered_date <= $as_of_date, true)
    qualify
        row_number() over (
            partition by properties.person_id, properties.property_number
            order by
                properties.delivery_rank desc,
                properties.is_alternative asc,
                properties.row_number desc,
                properties.sheet desc
        ) = 1
),

-- A dwelling that several of the household own stands in it once, whole, unless shares are told.
dwellings as (
    select
        household_id,
        property_number,
        cast(
            max(area)
            * case
                when count(told_share) = count(*) then least(sum(told_share), 1)
                else 1
            end as decimal(18, 4)
        ) as area
    from shares
    group by household_id, property_number
),

owned as (
    select
        household_id,
        case when count(area) = count(*) then sum(area) end as area
    from dwellings
    group by household_id
),

unlisted as (
    select
        max(case when source = 'natural_resources__real_estate' then 1 else 0 end)
        = 1 as is_property_missing,
        max(case when source = 'civil_affairs__assistance' then 1 else 0 end)
        = 1 as is_register_missing
    from inputs.sources
    where status = 'missing'
),

homes as (
    select
        registered.household_id,
        registered.members_count,
        registered.dispersed_count > 0 as is_dispersed,
        registered.destitute_count = registered.members_count as is_destitute,
        registered.destitute_count = registered.members_count
        and registered.housed_count > 0 as is_housed,
        coalesce(listed.has_guarantee and not listed.is_on_edge, false) as is_guaranteed,
        coalesce(listed.is_on_edge, false) as is_on_edge,
        waiting.household_id is not null as is_waiting,
        coalesce(unlisted.is_register_missing, false) as is_register_missing,
        means.counted_count,
        means.monthly_income_yuan,
        means.report_date,
        case
            when registered.members_count = 1 then $rental_area_one_square_metres
            when registered.members_count = 2 then $rental_area_two_square_metres
            else $rental_area_three_square_metres
        end as standard_area,
        case
            when coalesce(unlisted.is_property_missing, false) then null
            when owned.household_id is not null then owned.area
            -- Only homes that authorised a check are looked up: of others, no entry says nothing.
            when means.report_date is not null then 0
        end as own_area
    from registered
    cross join unlisted
    inner join core.household_means as means on registered.household_id = means.household_id
    left join listed on registered.household_id = listed.household_id
    left join waiting on registered.household_id = waiting.household_id
    left join owned on registered.household_id = owned.household_id
),

banded as (
    select
        homes.*,
        homes.is_guaranteed or homes.is_destitute as has_top_rate,
        -- The whole household's income beside as many times the border: nothing is rounded.
        homes.monthly_income_yuan
        <= cast($rental_income_low_yuan * homes.counted_count as decimal(18, 2)) as is_low,
        homes.monthly_income_yuan
        <= cast($rental_income_middle_yuan * homes.counted_count as decimal(18, 2)) as is_middle
    from homes
),

rated as (
    select
        banded.*,
        case
            when banded.has_top_rate then $rental_rate_guaranteed_yuan
            when banded.is_low then $rental_rate_low_yuan
            when banded.is_middle then $rental_rate_middle_yuan
            else $rental_rate_other_yuan
        end as low_rate,
        case
            when banded.has_top_rate or banded.is_register_missing
                then $rental_rate_guaranteed_yuan
            when coalesce(banded.is_low, true) then $rental_rate_low_yuan
            when banded.is_middle then $rental_rate_middle_yuan
            else $rental_rate_other_yuan
        end as high_rate,
        cast(banded.standard_area - banded.own_area as decimal(18, 4)) as known_area,
        cast(
            banded.standard_area - coalesce(banded.own_area, 0) as decimal(18, 4)
        ) as largest_area
    from banded
),

cases as (
    select
        rated.*,
        case
            when rated.known_area > 0
                then cast(rated.known_area * rated.low_rate as decimal(18, 2))
        end as low_yuan,
        case
            when rated.largest_area > 0
                then cast(rated.largest_area * rated.high_rate as decimal(18, 2))
        end as high_yuan
    from rated
)

select
    cases.household_id,
    cast(null as varchar) as person_id,
    conditions.condition,
    case conditions.condition
        when 'space' then cases.own_area < cases.standard_area
        when 'income'
            then case when cases.has_top_rate or cases.is_middle then true end
        when 'dispersed'
            then
                case
                    when not cases.is_destitute then true
                    when cases.is_housed then false
                    when cases.is_dispersed then true
                end
        when 'in_need'
            then cases.has_top_rate or cases.is_on_edge or cases.is_waiting
    end as is_met,
    case conditions.condition
        when 'space'
            then
                '登记的自有住宅'
                || regexp_replace(cast(cases.own_area as varchar), '[.]?0+$', '')
                || '平方米，保障面积按' || cast(cases.members_count as varchar) || '人计'
                || cast(cases.standard_area as varchar) || '平方米'
        when 'income'
            then
                case
                    when cases.is_guaranteed then '在享低保'
                    when cases.is_destitute then '在特困人员名册上'
                    else
                        '核对的家庭月收入'
                        || replace(cast(cases.monthly_income_yuan as varchar), '.00', '')
                        || '元，按' || cast(cases.counted_count as varchar) || '人计'
                end
        when 'dispersed'
            then
                case
                    when cases.is_housed then '登记为集中供养'
                    when cases.is_destitute and cases.is_dispersed then '登记为分散供养'
                end
        when 'in_need'
            then
                case
                    when cases.is_guaranteed then '在享低保'
                    when cases.is_destitute then '在特困人员名册上'
                    when cases.is_on_edge then '在低保边缘家庭名册上'
                    when cases.is_waiting then '公租房轮候中'
                end
    end as evidence,
    case
        when conditions.condition = 'income' and not cases.has_top_rate then cases.report_date
    end as observed_date,
    cases.low_yuan,
    cases.high_yuan
from cases
cross join
    (values ('space'), ('income'), ('dispersed'), ('in_need')) as conditions (condition)
