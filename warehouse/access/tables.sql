-- The schemas beside those of the warehouse, and what the server alone knows: whose pseudonym is which, and who heads
-- which unit. Only the owner reads the first.
-- A schema is made where it is missing only: a database brought back by pg_restore no longer lets the owner make any.
do $$
begin
    if to_regnamespace('access') is null then create schema access; end if;
    if to_regnamespace('bi') is null then create schema bi; end if;
end
$$;
comment on schema access is 'who may see what: pseudonyms and heads of units';
comment on schema bi is 'marts for BI readers: pseudonyms, no small cells';

create table if not exists access.pseudonym (
    person_id text primary key,
    pseudonym text not null unique
);
comment on table access.pseudonym is 'Each row is one person under the name that BI readers see. Key: person_id.';
comment on column access.pseudonym.person_id is 'person';
comment on column access.pseudonym.pseudonym is 'keyed digest of person_id; the key lies outside the database';

create table if not exists access.pseudonym_key (
    fingerprint text primary key
);
comment on table access.pseudonym_key is 'Each row is the key behind all pseudonyms; there is one. Key: fingerprint.';
comment on column access.pseudonym_key.fingerprint is 'digest of the key: tells another key, and does not give this one away';

create table if not exists access.unit_head (
    login text not null,
    unit_code text not null,
    primary key (login, unit_code)
);
comment on table access.unit_head is 'Each row is one unit whose people one login sees, with those of the units below. Key: login, unit_code.';
comment on column access.unit_head.login is 'login of the unit head, as session_user tells it';
comment on column access.unit_head.unit_code is 'unit';
