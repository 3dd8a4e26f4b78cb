# eng/bench provision. Needs bench.sh, http.sh, demo.sh, postgres.sh.

BARE_ROLE=bench_bare
BARE_TEMPLATE=bench_template

sql() { PGPASSWORD=$S_PASSWORD "$POSTGRES_BIN/psql" -X -q -v ON_ERROR_STOP=1 -h "$S_HOST" -p "$S_PORT" -U "$S_USER" -d "${1:-postgres}" -At; }

bench_provision() {
  local pairs=$1 pair bare=() ours=()
  find_postgres
  say "warming up: one instance of each kind, which also makes the templates …"
  time_platform 0 >/dev/null
  prepare_bare
  time_bare 0 >/dev/null
  printf '%-6s %12s %12s\n' pair 'script (s)' 'platform (s)'
  for pair in $(seq 1 "$pairs"); do
    bare+=("$(time_bare "$pair")")
    ours+=("$(time_platform "$pair")")
    printf '%-6s %12s %12s\n' "$pair" "$(seconds "${bare[-1]}")" "$(seconds "${ours[-1]}")"
  done
  printf '%-6s %12s %12s\n' median "$(seconds "$(median "${bare[@]}")")" "$(seconds "$(median "${ours[@]}")")"
  printf 'ratio platform / script: %s\n' "$(ratio "$(median "${ours[@]}")" "$(median "${bare[@]}")")"
}

# The template of the script: an initialised database, made once and used by every run.
prepare_bare() {
  on_exit remove_bare
  write_bare_settings "$BARE_TEMPLATE"
  [ -z "$(echo "select 1 from pg_database where datname = '$BARE_TEMPLATE' and not datallowconn" | sql)" ] || return 0
  say "initialising the script's template …"
  sql <<<"drop database if exists $BARE_TEMPLATE;
    create database $BARE_TEMPLATE owner $BARE_ROLE template template0 encoding 'UTF8' lc_collate 'C';"
  docker run --rm --network "$NETWORK_NAME" --volume "$DATA/bare.conf:/etc/odoo/odoo.conf:ro" \
    "odoo:$VERSION" odoo --init base --without-demo True --stop-after-init >"$DATA/bare.log" 2>&1 ||
    { tail -n 10 "$DATA/bare.log" >&2; fail "the script's template could not be made"; }
  sql <<<"alter database $BARE_TEMPLATE allow_connections false;"
}

# write_bare_settings DATABASE: the role gets a new password with each run; it is nowhere but in this file.
write_bare_settings() {
  local database=$1
  if [ -z "${BARE_PASSWORD:-}" ]; then
    BARE_PASSWORD=$(random_secret)
    sql <<<"do \$\$ begin create role $BARE_ROLE login; exception when duplicate_object then null; end \$\$;
      alter role $BARE_ROLE password '$BARE_PASSWORD';
      grant connect on database postgres to $BARE_ROLE;"
  fi
  rm -f "$DATA/bare.conf"
  (umask 077; printf '%s\n' '[options]' "db_host = $S_INSTANCE_HOST" "db_port = $S_INSTANCE_PORT" "db_user = $BARE_ROLE" \
    "db_password = $BARE_PASSWORD" "db_name = $database" "dbfilter = ^$database\$" 'list_db = False' 'data_dir = /var/lib/odoo' \
    >"$DATA/bare.conf")
  # The image's user reads it.
  chown "$(docker run --rm --network none --entrypoint id "odoo:$VERSION" -u)" "$DATA/bare.conf"
}

time_bare() {
  local name=bench_bare_$1 started port
  write_bare_settings "$name"
  port=$(free_port)
  started=$(now_ms)
  sql <<<"create database $name owner $BARE_ROLE template $BARE_TEMPLATE;"
  docker run --detach --name "$name" --network "$NETWORK_NAME" --publish "127.0.0.1:$port:8069" --cpus 1 --memory 1g \
    --volume "$DATA/bare.conf:/etc/odoo/odoo.conf:ro" "odoo:$VERSION" >/dev/null
  poll_until_200 "http://127.0.0.1:$port/web/login" 120 || fail "the script's instance does not answer"
  echo $(($(now_ms) - started))
  remove_bare
}

remove_bare() {
  local id
  for id in $(docker ps --all --quiet --filter name=bench_bare_); do docker rm --force --volumes "$id" >/dev/null; done
  echo "select format('drop database %I with (force);', datname) from pg_database where datname like 'bench\\_bare\\_%'" | sql | sql
  rm -f "$DATA/bare.conf"
}

time_platform() {
  local started answer instance url
  started=$(now_ms)
  answer=$(order_instance "$1") || exit 1
  instance=$(jq -r .id <<<"$answer")
  url=$(jq -r '.external_url // empty' <<<"$answer")
  while [ -z "$url" ]; do
    sleep 0.05
    url=$(instance_field "$instance" external_url)
    ! instance_is "$instance" error || fail "the instance is in error: $(instance_field "$instance" error_message)"
  done
  poll_until_200 "$url/web/login" 300 || fail "the platform's instance does not answer"
  echo $(($(now_ms) - started))
  terminate_instance "$instance"
}
