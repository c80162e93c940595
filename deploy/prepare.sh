#!/bin/sh
# Before the services of docker-compose.yml start: Airflow's users and schema, the workspace and its server, the roles of
# readers with the login of Superset, a look at the installation.
# Every step may be done again. A fault that the doctor finds, a default password say, stops the start.
set -eu
umask 077
install -m 0600 "$KINERJA_SECRETS/airflow_passwords.json" "$AIRFLOW_HOME/passwords.json"
airflow db migrate
kinerja init --agency "$KINERJA_AGENCY"
kinerja grant
kinerja grant bi_reader bi --password-file "$KINERJA_SECRETS/bi_database_password"
kinerja doctor
