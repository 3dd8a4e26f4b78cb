# The two PostgreSQL clusters of a platform: its own, and the instances'. Needs postgres.sh, settings.sh.
#
#   FOLDER/platform  the platform's, for this machine alone     FOLDER/postgres  the instances'
#
# Up to November 2026 FOLDER/postgres held both. It stays the instances', who know its port; the platform's database is copied to
# a cluster of its own once. The copy gets its name when it is whole, and the old database is kept under another.

PLATFORM_OWNER=saasodoo_owner
PLATFORM_ROLE=saasodoo_api
MOVED_DATABASE=saasodoo_moved

# ensure_clusters FOLDER: starts both and says to write_settings where they are.
ensure_clusters() {
  local folder=$1 instances_port instances_password
  POSTGRES_LISTEN="127.0.0.1,$NETWORK_GATEWAY" POSTGRES_CAPACITY=${DatabaseServers__0__Capacity:-200}
  ensure_postgres "$folder/postgres" durable instances
  instances_port=$POSTGRES_PORT instances_password=$POSTGRES_PASSWORD
  ensure_postgres "$folder/platform" durable platform
  ensure_platform_roles "$folder/platform"
  ensure_platform_database "$instances_port" "$instances_password"

  S_PLATFORM=$(platform_login "$PLATFORM_ROLE" "$folder/platform/api-password")
  S_OWNER=$(platform_login "$PLATFORM_OWNER" "$folder/platform/owner-password")
  S_HOST=127.0.0.1 S_PORT=$instances_port S_USER=$POSTGRES_SUPERUSER S_PASSWORD=$instances_password
  S_INSTANCE_HOST=$NETWORK_GATEWAY S_INSTANCE_PORT=$instances_port
}

platform_login() { printf 'Host=127.0.0.1;Port=%s;Username=%s;Password=%s;Database=%s' "$POSTGRES_PORT" "$1" "$(cat "$2")" "$PLATFORM_DATABASE"; }

# on_server PORT PASSWORD PROGRAM ARGUMENT...: as superuser; the password goes through the environment.
on_server() { PGPASSWORD=$2 PGHOST=127.0.0.1 PGPORT=$1 PGUSER=$POSTGRES_SUPERUSER "$POSTGRES_BIN/${@:3:1}" "${@:4}"; }
run_sql() { on_server "$1" "$2" psql -X -q -At -v ON_ERROR_STOP=1 -d "${3:-postgres}"; }
has_database() { [ "$(echo "select 1 from pg_database where datname = '$3'" | run_sql "$1" "$2")" = 1 ]; }

# One owns the database and migrates it; the other reads and writes its rows and nothing else.
ensure_platform_roles() {
  local folder=$1 role file
  for role in "$PLATFORM_OWNER owner" "$PLATFORM_ROLE api"; do
    file="$folder/${role#* }-password"
    [ -s "$file" ] || (umask 077; random_secret >"$file")
    run_sql "$POSTGRES_PORT" "$POSTGRES_PASSWORD" <<SQL
do \$\$ begin create role ${role% *}; exception when duplicate_object then null; end \$\$;
alter role ${role% *} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '$(cat "$file")';
SQL
  done
}

# ensure_platform_database OLD-PORT OLD-PASSWORD
ensure_platform_database() {
  if ! has_database "$POSTGRES_PORT" "$POSTGRES_PASSWORD" "$PLATFORM_DATABASE"; then
    if has_database "$1" "$2" "$PLATFORM_DATABASE"; then
      move_platform_database "$1" "$2"
    else
      run_sql "$POSTGRES_PORT" "$POSTGRES_PASSWORD" <<<"create database $PLATFORM_DATABASE owner $PLATFORM_OWNER"
    fi
  fi
  # Only now, so that an interrupted copy begins again.
  if has_database "$1" "$2" "$PLATFORM_DATABASE"; then
    run_sql "$1" "$2" <<<"alter database $PLATFORM_DATABASE rename to $MOVED_DATABASE; alter database $MOVED_DATABASE allow_connections false"
  fi
}

move_platform_database() {
  local copy=${PLATFORM_DATABASE}_copy
  say "moving the platform's database to a cluster of its own; the old one is kept as $MOVED_DATABASE …"
  run_sql "$POSTGRES_PORT" "$POSTGRES_PASSWORD" <<<"set client_min_messages = warning; drop database if exists $copy with (force)"
  run_sql "$POSTGRES_PORT" "$POSTGRES_PASSWORD" <<<"create database $copy owner $PLATFORM_OWNER"
  on_server "$1" "$2" pg_dump --no-owner --no-acl "$PLATFORM_DATABASE" |
    { echo "set role $PLATFORM_OWNER;"; cat; } | on_server "$POSTGRES_PORT" "$POSTGRES_PASSWORD" psql -X -q -v ON_ERROR_STOP=1 \
      --single-transaction -d "$copy" >/dev/null || fail "the platform's database could not be copied (see above); nothing was changed"
  run_sql "$POSTGRES_PORT" "$POSTGRES_PASSWORD" <<<"alter database $copy rename to $PLATFORM_DATABASE"
}

# ensure_certificate FOLDER: the keys that encrypt stored secrets are themselves encrypted with it, so that a copy of the
# database alone opens nothing. Another given in Secrets__Certificate__File is used instead.
ensure_certificate() {
  local file="$1/keys.pfx"
  [ -z "${Secrets__Certificate__File:-}" ] || return 0
  ensure_packages openssl=openssl
  if [ ! -s "$file" ]; then
    (
      umask 077
      random_secret >"$file.password"
      openssl req -x509 -newkey rsa:3072 -sha256 -days 36500 -nodes -subj /CN=SaaSOdoo-keys -keyout "$file.key" -out "$file.crt" 2>/dev/null &&
        openssl pkcs12 -export -inkey "$file.key" -in "$file.crt" -passout "file:$file.password" -out "$file.new" &&
        mv "$file.new" "$file"
      rm -f "$file.key" "$file.crt"
    )
    [ -s "$file" ] || fail "openssl could not make the certificate of the keys"
  fi
  S_CERTIFICATE=$file S_CERTIFICATE_PASSWORD=$(cat "$file.password")
}
