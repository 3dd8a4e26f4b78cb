# Private PostgreSQL clusters in folders: made on first use, started, stopped. Needs common.sh, apt.sh.
#
#   FOLDER/data      the cluster            FOLDER/port      chosen once: instances remember it too
#   FOLDER/password  of the superuser       FOLDER/log       of the server, at most twice LOG_LIMIT
#
# There are two kinds. The platform's is for this machine alone: it listens on the loopback address. The instances' listens
# where POSTGRES_LISTEN says, because instances reach it at the gateway of their network, and is set up so that the owner of one
# instance, who can run any SQL as the instance's role, cannot take the server away from the others.

INSTANCES_SUBNET=10.213.0.0/16
POSTGRES_SUPERUSER=postgres
PLATFORM_DATABASE=saasodoo
LOG_LIMIT=$((10 << 20))

# Connections of an instance's role (Provisioning:ConnectionLimit), and of one address before a password was given.
INSTANCE_CONNECTIONS=24
SOURCE_CONNECTIONS=40
# Who the servers are on this machine: nobody else, and above all no user of a container, whose numbers are this machine's too
# (Debian's postgres and the Odoo image's odoo are both 101).
CLUSTER_USER=saasodoo-postgres
CLUSTER_USER_FROM=20213
# For the platform itself; the last of them for superusers only.
PLATFORM_CONNECTIONS=60
# Private memory of one server process, in KiB. work_mem is the client's to set; a process that asks for more gets an error.
BACKEND_MEMORY=$((384 << 10))

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
      exec setpriv --reuid="$0" --regid="$0" --init-groups --no-new-privs -- "$@"' "$CLUSTER_USER" "$data" "$@"
}

ensure_cluster_user() {
  local number=$CLUSTER_USER_FROM
  is_root || return 0
  if ! id -u "$CLUSTER_USER" >/dev/null 2>&1; then
    while getent passwd "$number" >/dev/null || getent group "$number" >/dev/null; do number=$((number + 1)); done
    groupadd --gid "$number" "$CLUSTER_USER"
    useradd --uid "$number" --gid "$number" --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$CLUSTER_USER"
  fi
}

# ensure_postgres FOLDER durable|throwaway [platform|instances]: sets POSTGRES_PORT and POSTGRES_PASSWORD; stopped at exit.
# For instances' clusters POSTGRES_CAPACITY is how many instances it may hold.
ensure_postgres() {
  local folder=$1 kind=$2 use=${3:-instances}
  find_postgres
  ensure_cluster_user
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
  # Made under another user by an earlier version.
  if is_root && [ "$(stat --format %U "$folder/data")" != "$CLUSTER_USER" ]; then chown --recursive "$CLUSTER_USER:" "$folder/data"; fi
  configure_cluster "$folder/data" "$kind" "$use"
  start_postgres "$folder" "$use"
}

make_cluster() {
  local folder=$1 data=$1/new
  say "making a PostgreSQL cluster in $folder …"
  # Left behind by an interrupted first start.
  rm -rf "$folder/data" "$data"
  mkdir -m 700 "$data"
  if is_root; then chown "$CLUSTER_USER:" "$data"; fi
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
  local data=$1 kind=$2 use=$3
  cat >"$data/postgresql.conf" <<CONF
port = $POSTGRES_PORT
unix_socket_directories = ''
password_encryption = scram-sha-256
shared_buffers = 128MB
# A statement that fails is not written to the log: it may hold the password of a role.
log_min_error_statement = panic
CONF
  "configure_for_$use" "$data"
  if [ "$kind" = throwaway ]; then
    printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off' \
      'wal_level = minimal' 'max_wal_senders = 0' >>"$data/postgresql.conf"
  fi
}

configure_for_platform() {
  printf '%s\n' "listen_addresses = '127.0.0.1'" 'max_connections = 300' >>"$1/postgresql.conf"
  printf '%s\n' 'host all all 127.0.0.1/32 scram-sha-256' >"$1/pg_hba.conf"
}

configure_for_instances() {
  local data=$1 connections
  # As many as all instances may hold together: none can take another's.
  connections=$((${POSTGRES_CAPACITY:-200} * INSTANCE_CONNECTIONS + PLATFORM_CONNECTIONS))
  cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '${POSTGRES_LISTEN:-*}'
max_connections = $connections
superuser_reserved_connections = 20
# Who does not log in at once holds a place for seconds, not for a minute.
authentication_timeout = 5s
# Room for the locks of one that hoards them, until the platform ends its sessions.
max_locks_per_transaction = $((400000 / connections > 64 ? 400000 / connections : 64))
temp_file_limit = 2GB
work_mem = 4MB
max_worker_processes = 4
max_parallel_workers = 2
max_prepared_transactions = 0
client_connection_check_interval = 10s
tcp_keepalives_idle = 60
# RAISE LOG and failing statements are the instances' own to write; only what ends a session or the server is logged.
log_min_messages = fatal
CONF
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
  local folder=$1 use=$2
  say "starting PostgreSQL of the $use on port $POSTGRES_PORT …"
  [ ! -e "$folder/log" ] || mv "$folder/log" "$folder/log.1"
  : >"$folder/log"
  # In a session of its own, so that Ctrl-C does not stop it before those who use it.
  (
    [ "$use" = platform ] || ulimit -d "$BACKEND_MEMORY"
    in_cluster "$folder/data" setsid "$POSTGRES_BIN/postgres" -D . 2>&1 </dev/null |
      bounded_log "$folder/log" >/dev/null 2>&1 &
  )
  wait_for 60 "PostgreSQL" postgres_answers || true
  postgres_is_ours "$folder" || { tail -n 10 "$folder/log" >&2; fail "PostgreSQL does not start (see above)"; }
  [ "$use" = platform ] || limit_sources "$POSTGRES_PORT"
}

# bounded_log FILE: keeps standard input in FILE, and what came before in FILE.1, neither above LOG_LIMIT bytes.
bounded_log() {
  trap '' INT HUP
  # A part that is not full is the last: the input ended.
  while stdbuf --output=0 head --bytes "$LOG_LIMIT" >"$1" && [ "$(stat --format %s "$1")" -ge "$LOG_LIMIT" ]; do
    mv "$1" "$1.1"
  done
}

# limit_sources PORT: an instance that opens connections without ever logging in takes places from itself only. Gone at exit.
limit_sources() {
  is_root && has iptables || return 0
  local rule=(INPUT --protocol tcp --source "$INSTANCES_SUBNET" --dport "$1" --syn
    --match connlimit --connlimit-above "$SOURCE_CONNECTIONS" --jump REJECT --reject-with tcp-reset)
  iptables --wait 10 --check "${rule[@]}" 2>/dev/null || iptables --wait 10 --insert "${rule[@]}" 2>/dev/null ||
    { warn "iptables cannot limit the connections of one instance (connlimit); PostgreSQL's own limits hold"; return 0; }
  on_exit iptables --wait 10 --delete "${rule[@]}"
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
