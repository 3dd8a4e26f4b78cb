# A private PostgreSQL cluster in a folder: made on first use, started, stopped. Needs common.sh, apt.sh.
#
#   FOLDER/data      the cluster            FOLDER/port      chosen once: instances remember it too
#   FOLDER/password  of the superuser       FOLDER/log       of the server
#
# It listens on all addresses, because instances reach it at the gateway of their network; pg_hba.conf
# lets in this machine and the instances' subnet only; the superuser and the platform's own database are
# for this machine alone.

INSTANCES_SUBNET=10.213.0.0/16
POSTGRES_SUPERUSER=postgres
PLATFORM_DATABASE=saasodoo

find_postgres() {
  local initdb
  initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
  if [ ! -x "$initdb" ]; then
    install_packages postgresql
    initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
  fi
  POSTGRES_BIN=${initdb%/initdb}
}

# in_cluster DATA COMMAND...: runs COMMAND in that folder, as a user PostgreSQL accepts. The server
# refuses to be root, and another user may not pass through root's home: so root shows the folder to it
# at /mnt, in a mount namespace that lasts as long as the command.
in_cluster() {
  local data=$1
  shift
  if ! is_root; then (cd "$data" && exec "$@"); return; fi
  unshare --mount --propagation private -- bash -c '
    mount --bind "$1" /mnt && cd /mnt && shift &&
      exec setpriv --reuid=postgres --regid=postgres --init-groups --no-new-privs -- "$@"' bash "$data" "$@"
}

# ensure_postgres FOLDER durable|throwaway: sets POSTGRES_PORT and POSTGRES_PASSWORD; stopped at exit.
ensure_postgres() {
  local folder=$1 kind=$2
  find_postgres
  mkdir -p "$folder"
  chmod 700 "$folder"
  [ -e "$folder/data/PG_VERSION" ] || make_cluster "$folder"
  # A cluster can only be served by the major version that made it.
  POSTGRES_BIN=/usr/lib/postgresql/$(cat "$folder/data/PG_VERSION")/bin
  [ -x "$POSTGRES_BIN/postgres" ] || install_packages "postgresql-$(cat "$folder/data/PG_VERSION")"
  POSTGRES_PORT=$(cat "$folder/port") POSTGRES_PASSWORD=$(cat "$folder/password")
  on_exit stop_postgres "$folder"
  postgres_answers && postgres_is_ours "$folder" && return
  postgres_answers && fail "port $POSTGRES_PORT, which belongs to the cluster in $folder, is used by another PostgreSQL"
  configure_cluster "$folder/data" "$kind"
  start_postgres "$folder"
}

make_cluster() {
  local folder=$1 data=$1/new
  say "making a PostgreSQL cluster in $folder …"
  # Left behind by an interrupted first start.
  rm -rf "$folder/data" "$data"
  mkdir -m 700 "$data"
  if is_root; then chown postgres: "$data"; fi
  (umask 077; random_secret >"$folder/password"; free_port >"$folder/port")
  # No way to connect until the password is set, through standard input of a server of its own.
  in_cluster "$data" "$POSTGRES_BIN/initdb" -D . --username="$POSTGRES_SUPERUSER" --auth=reject \
    --encoding=UTF8 --locale=C.UTF-8 --no-instructions >"$folder/log" 2>&1 ||
    { tail -n 10 "$folder/log" >&2; fail "the PostgreSQL cluster could not be made (see above)"; }
  echo "ALTER ROLE \"$POSTGRES_SUPERUSER\" PASSWORD '$(cat "$folder/password")'" |
    in_cluster "$data" "$POSTGRES_BIN/postgres" --single -D . postgres >"$folder/log" 2>&1
  mv "$data" "$folder/data"
}

configure_cluster() {
  local data=$1 kind=$2
  cat >"$data/postgresql.conf" <<CONF
listen_addresses = '*'
port = $POSTGRES_PORT
unix_socket_directories = ''
password_encryption = scram-sha-256
max_connections = 300
shared_buffers = 128MB
# A statement that fails is not written to the log: it may hold the password of a role.
log_min_error_statement = panic
CONF
  if [ "$kind" = throwaway ]; then
    printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off' \
      'wal_level = minimal' 'max_wal_senders = 0' >>"$data/postgresql.conf"
  fi
  cat >"$data/pg_hba.conf" <<HBA
host all $POSTGRES_SUPERUSER $INSTANCES_SUBNET reject
host $PLATFORM_DATABASE all $INSTANCES_SUBNET reject
host all all $INSTANCES_SUBNET scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
host all all all reject
HBA
}

start_postgres() {
  local folder=$1
  say "starting PostgreSQL on port $POSTGRES_PORT …"
  [ ! -e "$folder/log" ] || mv "$folder/log" "$folder/log.1"
  # In a session of its own, so that Ctrl-C does not stop it before those who use it.
  (in_cluster "$folder/data" setsid "$POSTGRES_BIN/postgres" -D . >"$folder/log" 2>&1 </dev/null &)
  wait_for 60 "PostgreSQL" postgres_answers || true
  postgres_is_ours "$folder" || { tail -n 10 "$folder/log" >&2; fail "PostgreSQL does not start (see above)"; }
}

postgres_answers() { "$POSTGRES_BIN/pg_isready" -q -h 127.0.0.1 -p "$POSTGRES_PORT" -t 2; }
postmaster_id() { head -n 1 "$1/data/postmaster.pid" 2>/dev/null; }
postgres_is_ours() { [ -e "/proc/$(postmaster_id "$1")/exe" ] && [ -n "$(postmaster_id "$1")" ]; }

stop_postgres() {
  local id
  id=$(postmaster_id "$1") || return 0
  [ "$(cat "/proc/$id/comm" 2>/dev/null)" = postgres ] || return 0
  # INT is a fast shutdown: sessions are ended, the data is written.
  kill -INT "$id"
  wait_for 60 "PostgreSQL to stop" process_gone "$id" || kill -QUIT "$id"
}
