# eng/bench billing. Needs what bench-scale.sh needs, and wrk.

BILLING_DUE=1000 BILLING_SMALL=10000 BILLING_LARGE=100000 BILLING_ROUNDS=3
BILLING_KEY=3e9fed89-60e1-4ce5-ab6e-6b1eb2d4f977

# bench_billing: a round of billing in which 1,000 subscriptions are due, of 10,000 and of 100,000; then messages of the gateway taken into
# the inbox, against a bare endpoint with the same insert.
bench_billing() {
  local -A seconds=() memory=()
  S_PAYNOW=$(jq --null-input --compact-output --arg key "$BILLING_KEY" '{
    ResultUrl: "http://127.0.0.1:9", ReturnUrl: "https://portal.example.com", Integrations: { USD: { Id: "1201", Key: $key, AuthEmail: "bench@example.com" } } }')
  ensure_packages wrk=wrk
  build_solution eng/bench-baseline/SaaSOdoo.BenchBaseline.csproj
  start_scale_platform
  scale_customer
  billing_rounds small "$BILLING_SMALL"
  billing_rounds large "$BILLING_LARGE"
  printf '%-22s %10s %10s %8s\n' "$BILLING_DUE due of" "$BILLING_SMALL" "$BILLING_LARGE" ratio
  printf '%-22s %10s %10s %8s\n' seconds "${seconds[small]}" "${seconds[large]}" "$(ratio "${seconds[large]}" "${seconds[small]}")"
  printf '%-22s %10s %10s %8s\n' 'most memory (MB)' "${memory[small]}" "${memory[large]}" "$(ratio "${memory[large]}" "${memory[small]}")"
  billing_messages
}

# billing_rounds NAME COUNT: medians go to seconds and memory of the caller.
billing_rounds() {
  local name=$1 round taken=() most=()
  billing_seed "$2"
  for round in $(seq 1 "$BILLING_ROUNDS"); do
    reset_peak "$API_ID"
    taken+=("$(billing_round)")
    most+=("$(peak "$API_ID")")
    say "$2 subscriptions, round $round: ${taken[-1]} s, ${most[-1]} MB"
  done
  seconds[$name]=$(median "${taken[@]}") memory[$name]=$(median "${most[@]}")
}

# billing_seed COUNT: so many subscriptions in the middle of a period, each of a tenant and a customer of its own.
billing_seed() {
  local columns
  say "seeding up to $1 subscriptions …"
  # Generated columns take no values.
  columns=$(scale_sql "select string_agg(quote_ident(attname), ', ') from pg_attribute
    where attrelid = 'subscriptions'::regclass and attnum > 0 and not attisdropped and attgenerated = ''")
  scale_sql "
    set synchronous_commit = off;
    create temporary table c as select * from customers where id = (select customer_id from tenants where id = '$TENANT');
    create temporary table t as select * from tenants where id = '$TENANT';
    create temporary table s as select * from subscriptions where tenant_id = '$TENANT';
    create temporary table n as select n, gen_random_uuid() as customer, gen_random_uuid() as tenant
      from generate_series(1 + (select count(*) from subscriptions), $1) n;
    insert into customers select (jsonb_populate_record(c, jsonb_build_object('id', customer, 'email', 'bench' || n || '@example.com'))).* from c, n;
    insert into tenants select (jsonb_populate_record(t, jsonb_build_object('id', tenant, 'customer_id', customer))).* from t, n;
    insert into tenant_members (tenant_id, customer_id, role, joined_at) select tenant, customer, 'owner', now() from n;
    insert into subscriptions ($columns) select $columns from (
      select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'tenant_id', tenant, 'customer_id', customer,
        'status', 'active', 'anchor', now() - interval '10 days', 'current_period_start', now() - interval '10 days',
        'current_period_end', now() + interval '20 days', 'remind_at', null, 'next_action_at', now() + interval '13 days'))).* from s, n) seeded;"
  scale_sql 'vacuum analyze'
}

# The invoices of the next period of 1,000 are due now: the seconds from the first that is issued to the last.
billing_round() {
  scale_sql "
    create temporary table before as select count(*) as n from invoices;
    update subscriptions set current_period_end = now() + interval '6 days', next_action_at = now() where id in (
      select id from subscriptions s where status = 'active' and next_action_at > now() + interval '10 days' limit $BILLING_DUE);
    create function pg_temp.seconds() returns numeric language plpgsql as \$\$
    declare began timestamptz;
    begin
      for n in 1 .. 60000 loop
        began := case when began is null and (select count(*) from invoices) > (select b.n from before b) then clock_timestamp() else began end;
        exit when (select count(*) from invoices) >= (select b.n + $BILLING_DUE from before b);
        perform pg_sleep(0.02);
      end loop;
      return round(extract(epoch from clock_timestamp() - began), 2);
    end \$\$;" 'select pg_temp.seconds()'
}

billing_messages() {
  local round bare=() ours=()
  scale_sql "
    create table bench_inbox (
      id uuid primary key default gen_random_uuid(), hash bytea not null unique, body text not null, received_at timestamptz not null default now());
    grant select, insert on bench_inbox to public;"
  start_baseline "$DATA/scale.json"
  say 'messages of the gateway …'
  billing_per_second "$BASELINE/inbox" >/dev/null
  billing_per_second "$BASE/api/v1/webhooks/paynow/USD" >/dev/null
  printf '%-6s %14s %14s\n' round 'bare (1/s)' 'platform (1/s)'
  for round in $(seq 1 "$BILLING_ROUNDS"); do
    bare+=("$(billing_per_second "$BASELINE/inbox")")
    ours+=("$(billing_per_second "$BASE/api/v1/webhooks/paynow/USD")")
    printf '%-6s %14s %14s\n' "$round" "${bare[-1]}" "${ours[-1]}"
  done
  printf 'ratio platform / bare: %s\n' "$(ratio "$(median "${ours[@]}")" "$(median "${bare[@]}")")"
}

# Each message is another, signed, and sent once.
billing_per_second() {
  local bodies
  bodies=$(mktemp) WRK_SCRIPT=$(mktemp)
  on_exit rm -f "$bodies" "$WRK_SCRIPT"
  dotnet "$REPO_ROOT/eng/bench-baseline/bin/Release/net10.0/SaaSOdoo.BenchBaseline.dll" --messages 60000 --key "$BILLING_KEY" >"$bodies"
  cat >"$WRK_SCRIPT" <<X
local bodies, n = {}, 0
for line in io.lines("$bodies") do bodies[#bodies + 1] = line end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
request = function()
  n = n + 1
  if bodies[n] == nil then wrk.thread:stop() end
  return wrk.format(nil, nil, nil, bodies[n] or "")
end
X
  requests_per_second "$1" 6
}
