#!/bin/sh
# Before the services of docker-compose.yml start: Airflow's users and schema, the workspace, a look at the installation.
# Every step may be done again. A fault that the doctor finds, a default password say, stops the start.
set -eu
umask 077
install -m 0600 "$KINERJA_SECRETS/airflow_passwords.json" "$AIRFLOW_HOME/passwords.json"
airflow db migrate
kinerja init --agency "$KINERJA_AGENCY"
kinerja doctor
