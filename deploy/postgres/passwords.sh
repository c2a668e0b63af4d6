#!/bin/sh
# Gives the three roles their passwords, once, when the PostgreSQL image makes its cluster.
set -eu
for role in owner app reader; do
    psql --set ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname postgres \
        --set role="samenloop_$role" --set password="$(cat "/run/secrets/${role}_password")" <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
done
