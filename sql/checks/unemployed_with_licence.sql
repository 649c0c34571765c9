-- title: 登记失业却有存续的市场主体
-- description: 失业登记没有注销，而名下有失业登记以前或以后成立、仍然存续的个体工商户、公司等的人
-- source: human_resources__unemployment
-- level: note
-- reason: 失业登记还在册，此人名下有存续的市场主体。请核实是否实际在经营：在经营的把状态改为已就业；早已停业的提示本人
--   办理注销。
with newest as (
    select
        person_id,
        credit_code,
        status
    from staging.market_regulation__business_licences
    where
        person_id in (
            select unemployment.person_id
            from staging.human_resources__unemployment as unemployment
        )
    qualify
        row_number() over (
            partition by person_id, credit_code
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
),

trading as (
    select distinct person_id
    from newest
    where status = '存续'
)

select
    unemployment.file_id,
    unemployment.sheet,
    unemployment.row_number,
    'status' as column_name
from staging.human_resources__unemployment as unemployment
inner join trading on unemployment.person_id = trading.person_id
where
    coalesce(unemployment.status, '登记失业') = '登记失业'
    and not unemployment.is_alternative
