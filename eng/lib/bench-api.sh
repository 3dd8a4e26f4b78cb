# eng/bench api. Needs bench.sh, http.sh, dotnet.sh, wrk.

bench_api() {
  local rounds=$1 round instance bare=() ours=() path
  ensure_packages wrk=wrk
  build_solution eng/bench-baseline/SaaSOdoo.BenchBaseline.csproj
  instance=$(order_instance api | jq -r .id)
  wait_for 300 "the instance" instance_is "$instance" running || fail "there is no instance to read"
  path="/api/v1/instances/$instance"
  start_baseline "$DATA/settings.json"
  write_wrk_script

  say "warming up …"
  requests_per_second "$BASE$path" 10 >/dev/null
  requests_per_second "$BASELINE$path" 5 >/dev/null
  printf '%-6s %14s %14s\n' round 'bare (req/s)' 'platform (req/s)'
  for round in $(seq 1 "$rounds"); do
    bare+=("$(requests_per_second "$BASELINE$path" 8)")
    ours+=("$(requests_per_second "$BASE$path" 8)")
    printf '%-6s %14s %14s\n' "$round" "${bare[-1]}" "${ours[-1]}"
  done
  printf '%-6s %14s %14s\n' median "$(median "${bare[@]}")" "$(median "${ours[@]}")"
  printf 'ratio platform / bare: %s\n' "$(ratio "$(median "${ours[@]}")" "$(median "${bare[@]}")")"
  printf 'memory of the platform afterwards: %s MB\n' "$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$API_ID/status")"
  terminate_instance "$instance"
}

# start_baseline SETTINGS: against the database that they name.
start_baseline() {
  local port id
  port=$(free_port)
  BASELINE="http://127.0.0.1:$port"
  dotnet "$REPO_ROOT/eng/bench-baseline/bin/Release/net10.0/SaaSOdoo.BenchBaseline.dll" \
    --settings "$1" --listen "$BASELINE" >"$DATA/baseline.log" 2>&1 </dev/null &
  id=$!
  on_exit stop_process "$id" 10
  wait_for 30 "the bare endpoint" port_answers "$port" || { tail -n 10 "$DATA/baseline.log" >&2; fail "the bare endpoint does not start"; }
}
port_answers() { ! port_is_free "$1"; }

# The token goes to wrk in a script, because its arguments are visible to all users.
write_wrk_script() {
  WRK_SCRIPT=$(mktemp)
  on_exit rm -f "$WRK_SCRIPT"
  printf 'wrk.headers["Authorization"] = "Bearer %s"\n' "$TOKEN" >"$WRK_SCRIPT"
}

# A request that is refused would be quick: then the figure means nothing.
requests_per_second() {
  local output
  output=$(wrk --threads 1 --connections 16 --duration "$2s" --script "$WRK_SCRIPT" "$1")
  ! grep -qE 'Non-2xx|Socket errors' <<<"$output" || { printf '%s\n' "$output" >&2; fail "$1 did not answer every request"; }
  awk '/^Requests\/sec/ { print $2 }' <<<"$output"
}
