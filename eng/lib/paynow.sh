# A payment gateway for development that speaks PayNow's protocol, with a page on which a person plays the payer:
# the one of the tests, as a program. It remembers nothing beyond its end. Needs common.sh, dotnet.sh, platform.sh.

PAYNOW_PROJECT=tests/FakePaynow/SaaSOdoo.FakePaynow.csproj
PAYNOW_FOLDER="$REPO_ROOT/tests/FakePaynow/bin/Release/net10.0"

# start_fake_paynow FOLDER PORT: for the platform on PORT; sets S_PAYNOW, the platform's settings for it. It is stopped at exit.
start_fake_paynow() {
  local folder=$1 port=$(($2 + 1)) settings="$1/paynow.json" log="$1/paynow.log"
  build_solution "$PAYNOW_PROJECT"
  port_is_free "$port" || port=$(free_port)
  rm -f "$settings"
  (cd "$PAYNOW_FOLDER" && umask 077 && exec setsid setpriv --pdeathsig TERM \
    dotnet SaaSOdoo.FakePaynow.dll "$port" "http://127.0.0.1:$2" "$settings") >"$log" 2>&1 </dev/null &
  PAYNOW_ID=$!
  on_exit stop_process "$PAYNOW_ID" 10
  wait_for 30 "the payment gateway" fake_paynow_ready_or_gone "$settings" || true
  [ -s "$settings" ] || { tail -n 15 "$log" >&2; fail "the payment gateway does not start (see above, and $log)"; }
  S_PAYNOW=$(cat "$settings")
  say "payments are not real: play the payer at http://127.0.0.1:$port"
}
# It writes the file when it listens.
fake_paynow_ready_or_gone() { process_gone "$PAYNOW_ID" || [ -s "$1" ]; }
