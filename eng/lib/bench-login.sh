# eng/bench login. Needs bench.sh, clusters.sh, dotnet.sh, settings.sh, platform.sh, http.sh; neither Docker nor Odoo.

bench_login() {
  local pairs=$1 pair known=() unknown=() run
  start_login_api
  run=$(random_secret | cut -c1-8)
  say "registering $(((pairs + 3) / 4)) accounts: four wrong passwords each, since the fifth locks …"
  for pair in $(seq 0 4 $((pairs - 1))); do
    jq --null-input --arg email "known-$run-$((pair / 4))@example.com" \
      '{ email: $email, password: "Correct-Horse-7", first_name: "Tendai", last_name: "Moyo", accept_terms: true }' |
      ask "register" POST /auth/register >/dev/null || fail "there is nobody to log in"
  done

  say "warming up …"
  for pair in 1 2 3 4; do
    login_ms "warm-up-$run-$pair@example.com" >/dev/null
  done
  # Which comes first alternates as well: the second of two may find warmer caches.
  for pair in $(seq 0 $((pairs - 1))); do
    [ $((pair % 2)) -eq 1 ] || known+=("$(login_ms "known-$run-$((pair / 4))@example.com")")
    unknown+=("$(login_ms "nobody-$run-$((pair / 4))@example.com")")
    [ $((pair % 2)) -eq 0 ] || known+=("$(login_ms "known-$run-$((pair / 4))@example.com")")
  done

  printf '%-16s %14s %14s\n' "$pairs pairs" 'unknown (ms)' 'known (ms)'
  printf '%-16s %14s %14s\n' 'first quarter' "$(quantile 0.25 "${unknown[@]}")" "$(quantile 0.25 "${known[@]}")"
  printf '%-16s %14s %14s\n' 'median' "$(median "${unknown[@]}")" "$(median "${known[@]}")"
  printf '%-16s %14s %14s\n' 'third quarter' "$(quantile 0.75 "${unknown[@]}")" "$(quantile 0.75 "${known[@]}")"
  awk -v a="$(median "${known[@]}")" -v b="$(median "${unknown[@]}")" \
    'BEGIN { printf "known / unknown at the median: %.3f (%+.1f %%)\n", a / b, (a / b - 1) * 100 }'
}

# The API alone, on a database of the benchmark's own.
start_login_api() {
  require_dotnet
  claim_data_folder "$DATA"
  ensure_packages curl=curl jq=jq setpriv=util-linux
  ensure_clusters "$DATA"
  ensure_certificate "$DATA"
  DOCKER_HOST=unix:///nonexistent write_settings "$DATA/login.json" "$PORT" "$(platform_name "$DATA")" "$VERSION"
  build_platform
  BASE="http://127.0.0.1:$PORT" STATUS_FILE=$(mktemp)
  on_exit rm -f "$STATUS_FILE"
  say "starting the API …"
  # All attempts come from one address.
  (umask 077; : >"$DATA/login.log")
  (cd "$API_FOLDER" && Roles=api RateLimits__Permits=1000000 exec setpriv --pdeathsig TERM dotnet SaaSOdoo.Api.dll --settings "$DATA/login.json") \
    >"$DATA/login.log" 2>&1 </dev/null &
  on_exit stop_process $! 40
  wait_for 120 "the API" answers_200 "$BASE/health/live" || { tail -n 10 "$DATA/login.log" >&2; fail "the API does not start"; }
}

# login_ms EMAIL: milliseconds from the open connection to the end of the refusal.
login_ms() {
  local answer
  answer=$(printf '{"email":"%s","password":"Wrong-Horse-7"}' "$1" |
    curl --silent --max-time 30 --output /dev/null --header 'Content-Type: application/json' --data-binary @- \
      --write-out '%{http_code} %{time_total} %{time_pretransfer}' "$BASE/api/v1/auth/login")
  [[ $answer == 401\ * ]] || fail "a login with a wrong password answered ${answer%% *}"
  awk '{ printf "%.2f", ($1 - $2) * 1000 }' <<<"${answer#* }"
}

quantile() { printf '%s\n' "${@:2}" | sort -n | awk -v q="$1" '{ v[NR] = $1 } END { print v[int((NR - 1) * q) + 1] }'; }
