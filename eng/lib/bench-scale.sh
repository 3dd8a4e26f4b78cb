# eng/bench scale. Needs bench.sh, postgres.sh, dotnet.sh, settings.sh, platform.sh, http.sh, demo.sh; neither Docker nor Odoo.

SCALE_ROUNDS=40

# bench_scale DIVISOR RUNNING: the same requests on a small database and, in the same run, on one of 1,000,000 / DIVISOR instances, of
# which RUNNING should run.
bench_scale() {
  local divisor=$1 running=$2 name
  declare -gA WARM=() SMALL=() LARGE=()
  start_scale_platform
  scale_customer
  say "warming up …"
  scale_measure WARM
  say "measuring the small database …"
  scale_measure SMALL
  scale_seed "$divisor" "$running"
  say "measuring the large one …"
  scale_measure LARGE
  printf '%-14s %12s %12s %8s\n' "1/$divisor" small large ratio
  for name in instance list me events login create idle_cpu memory; do
    printf '%-14s %12s %12s %8s\n' "$name" "${SMALL[$name]}" "${LARGE[$name]}" "$(ratio "${LARGE[$name]}" "${SMALL[$name]}")"
  done
  echo 'requests: median in ms; idle_cpu: ms of a second; memory: MB'
}

# API and workers, on a database of the benchmark's own that is made anew; what is ordered waits, since no engine answers.
start_scale_platform() {
  require_dotnet
  claim_data_folder "$DATA"
  ensure_packages curl=curl jq=jq setpriv=util-linux
  PLATFORM_DATABASE="scale_$(random_secret | tr -dc a-z0-9 | cut -c1-8)"
  ensure_clusters "$DATA"
  on_exit scale_sql_on postgres "drop database if exists $PLATFORM_DATABASE with (force)"
  ensure_certificate "$DATA"
  DOCKER_HOST=unix:///nonexistent write_settings "$DATA/scale.json" "$PORT" "$(platform_name "$DATA")" "$VERSION"
  build_platform
  BASE="http://127.0.0.1:$PORT" STATUS_FILE=$(mktemp) DEMO_FILE="$DATA/scale-customer.json"
  rm -f "$DEMO_FILE"
  on_exit rm -f "$STATUS_FILE"
  (umask 077; : >"$DATA/scale.log")
  (cd "$API_FOLDER" && RateLimits__Permits=1000000 exec setpriv --pdeathsig TERM dotnet SaaSOdoo.Api.dll --settings "$DATA/scale.json") \
    >"$DATA/scale.log" 2>&1 </dev/null &
  API_ID=$!
  on_exit stop_process "$API_ID" 40
  wait_for 120 "the platform" answers_200 "$BASE/health/live" || { tail -n 10 "$DATA/scale.log" >&2; fail "the platform does not start"; }
}

# scale_sql_on DATABASE SQL...: each argument a transaction, all in one session.
scale_sql_on() {
  local database=$1
  shift
  PGPASSWORD=$POSTGRES_PASSWORD "$POSTGRES_BIN/psql" -qAtX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$POSTGRES_PORT" -U "$POSTGRES_SUPERUSER" \
    -d "$database" "${@/#/-c}"
}
scale_sql() { scale_sql_on "$PLATFORM_DATABASE" "$@"; }

scale_customer() {
  demo_login "$DEMO_FILE" || fail "no customer to measure with"
  # Nobody may change what was offered; here the benchmark's own database is made to look as if it had been.
  scale_sql "update customers set email_verified_at = now(); set session_replication_role = replica; update plans set max_instances = 100000"
  TENANT=$(demo_tenant) || fail "no tenant to measure with"
  demo_subscription "$TENANT" || fail "no trial to measure with"
  INSTANCE=$(order_instance "scale$RANDOM" | jq -r .id)
}

# scale_measure NAME-OF-ARRAY
scale_measure() {
  local -n result=$1
  local n cpu
  local -a instance=() list=() me=() events=() login=() create=()
  for n in $(seq 0 "$SCALE_ROUNDS"); do
    instance+=("$(scale_ms GET "/instances/$INSTANCE")")
    list+=("$(scale_ms GET "/instances?limit=20")")
    me+=("$(scale_ms GET /auth/me)")
    events+=("$(scale_ms GET "/events?tenant_id=$TENANT&limit=20")")
    [ $((n % 8)) -ne 0 ] || login+=("$(scale_ms POST /auth/login <"$DEMO_FILE")")
    [ $((n % 4)) -ne 0 ] || create+=("$(scale_create)")
  done
  result[instance]=$(median "${instance[@]:5}") result[list]=$(median "${list[@]:5}") result[me]=$(median "${me[@]:5}")
  result[events]=$(median "${events[@]:5}") result[login]=$(median "${login[@]:1}") result[create]=$(median "${create[@]:1}")
  sleep 5
  cpu=$(scale_cpu)
  sleep 20
  result[idle_cpu]=$((($(scale_cpu) - cpu) / 20))
  result[memory]=$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$API_ID/status")
}

# Milliseconds of processor time; a tick is 10 ms.
scale_cpu() { awk '{ print ($14 + $15) * 10 }' "/proc/$API_ID/stat"; }

scale_create() {
  local name="s$(random_secret | tr -dc a-z0-9 | cut -c1-12)"
  jq --null-input --arg tenant "$TENANT" --arg version "$VERSION" --arg name "$name" '{
    tenant_id: $tenant, name: $name, odoo_version: $version, instance_type: "development", cpu_limit: 1.0,
    memory_limit: "1G", storage_limit: "2G", admin_email: "bench@example.com", demo_data: false,
    database_name: $name, custom_addons: [], disabled_modules: [], environment_vars: {}, metadata: {} }' | scale_ms POST /instances
}

# scale_ms METHOD PATH: milliseconds from the open connection to the end of the answer. Sends standard input.
scale_ms() {
  local answer
  [ "$1" = POST ] || exec </dev/null
  answer=$(curl --silent --max-time 60 --request "$1" --output /dev/null --write-out '%{http_code} %{time_total} %{time_pretransfer}' \
    --config <(call_headers "$1") --data-binary @- "$BASE/api/v1$2")
  [[ $answer == 2* ]] || fail "$1 $2 answered ${answer%% *}"
  awk '{ printf "%.2f", ($1 - $2) * 1000 }' <<<"${answer#* }"
}

# scale_seed DIVISOR RUNNING: copies of the measured customer's rows under other ids. Queues are left as they are.
scale_seed() {
  local instances=$((1000000 / $1)) customers=$((200000 / $1)) operations=$((2000000 / $1)) events=$((5000000 / $1))
  say "seeding $customers customers, $instances instances ($2 to run), $operations operations, $events events …"
  scale_sql "
    set synchronous_commit = off;
    create temporary table c as select * from customers limit 1;
    create temporary table t as select * from tenants limit 1;
    create temporary table i as select * from instances limit 1;
    insert into customers select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'email', 'seed' || n || '@example.com'))).*
      from c, generate_series(1, $customers) n;
    insert into tenants select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'customer_id', o.id))).*
      from t, customers o where o.email like 'seed%@example.com';
    insert into tenant_members (tenant_id, customer_id, role, joined_at) select id, customer_id, 'owner', now() from tenants on conflict do nothing;
    create temporary table seeded as select id, row_number() over () as n from tenants where id <> (select id from t);
    create index on seeded (n);
    insert into instances select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'tenant_id', s.id, 'name', 'n' || k,
        'database_name', 'n' || k, 'subdomain', 'seed-' || k, 'status', case when k <= $2 then 'running' else 'stopped' end,
        'desired_power', case when k <= $2 then 'running' else 'stopped' end, 'provisioning_status', 'completed'))).*
      from i, generate_series(1, $instances) k join seeded s on s.n = 1 + k % $customers;
    insert into instance_allocations (instance_id) select id from instances on conflict do nothing;
    insert into instance_observations (instance_id, container_status, health) select id, 'exited', 'unknown' from instances on conflict do nothing;
    insert into operations (id, instance_id, tenant_id, kind, status, steps, progress, attempts, pauses, fence, run_after, created_at, finished_at)
      select gen_random_uuid(), x.id, x.tenant_id, 'provision', 'succeeded', '[]', 100, 1, 0, 1, now(), now(), now()
      from instances x, generate_series(1, $((operations / instances))) where x.subdomain like 'seed-%';
    insert into events (id, name, subject, tenant_id, payload, at, dispatched_at, sequence)
      select gen_random_uuid(), case when k % 4 = 0 then 'instance.running' else 'operation.progressed' end, s.id, s.id, '{}', now(), now(),
        nextval('event_sequence') from generate_series(1, $events) k join seeded s on s.n = 1 + k % $customers;"
  scale_sql 'vacuum analyze'
}
