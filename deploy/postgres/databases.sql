-- Run once, by the image of PostgreSQL, when the cluster is new: two databases, each of a user who is no superuser and
-- who alone may connect to it. Passwords come from files; none stands in a command line.
\set ON_ERROR_STOP on
set log_statement = 'none';
\set airflow_password `cat "$KINERJA_SECRETS/airflow_database_password"`
\set kinerja_password `cat "$KINERJA_SECRETS/kinerja_database_password"`
create role airflow login password :'airflow_password';
create role kinerja login createrole password :'kinerja_password';  -- createrole: for kinerja grant
create database airflow owner airflow;
create database kinerja owner kinerja;
revoke all on database airflow, kinerja, postgres, template1 from public;
