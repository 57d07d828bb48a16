#!/bin/sh
# Run once by the PostgreSQL image, on an empty volume: the roles, their passwords, and who owns the database.
set -eu
psql() { command psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" "$@"; }

psql -f "${ROLES_SQL:-/deploy/roles.sql}"
set_password() {
  psql -v role="$1" -v password="$2" <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
}
set_password trm_owner "$OWNER_PASSWORD"
set_password trm_app "$APP_PASSWORD"
set_password trm_worker "$WORKER_PASSWORD"
set_password trm_stats "$STATS_PASSWORD"
set_password trm_backup "$BACKUP_PASSWORD"
psql -v name="$POSTGRES_DB" <<'SQL'
ALTER DATABASE :"name" OWNER TO trm_owner;
SQL
