-- title: 收名单的镇街
-- description: 每个镇街都有一份名单，没有列入的也有一份空的，好与“没有送到”区分开；“未匹配”只在有户时才有
select
    street_code,
    street_name
from reference.streets
union
select
    street_code,
    street_name
from outputs.watchlists
