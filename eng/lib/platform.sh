# Builds and starts the platform (API and workers in one process) with all it needs. Needs all the other
# libraries but http.sh and demo.sh.

API_PROJECT=src/Api/SaaSOdoo.Api.csproj
API_FOLDER="$REPO_ROOT/src/Api/bin/Release/net10.0"

# platform_up FOLDER PORT VERSION: everything from nothing to ready, and stopped again at exit. The folder's
# path is absolute.
platform_up() {
  local folder=$1 port=$2 version=$3 versions
  require_dotnet
  claim_data_folder "$folder"
  port_is_free "$port" || fail "port $port is used by another program: choose another with --port"
  ensure_packages curl=curl jq=jq setpriv=util-linux
  ensure_docker
  ensure_odoo_image "$version"
  # Before PostgreSQL, which listens on its gateway.
  ensure_instances_network "$(platform_name "$folder")"
  if [ -n "${ConnectionStrings__Platform:-}" ]; then
    use_given_database
  else
    ensure_clusters "$folder"
  fi
  ensure_certificate "$folder"
  ensure_egress "$S_INSTANCE_HOST" "$S_INSTANCE_PORT" || warn "instances are NOT shut off from this host and private networks"
  [ "${FAKE_PAYNOW:-no}" = no ] || start_fake_paynow "$folder" "$port"
  mapfile -t versions < <(image_versions)
  write_settings "$folder/settings.json" "$port" "$(platform_name "$folder")" "${versions[@]}"
  build_platform
  start_platform "$folder/settings.json" "$port" "$folder/api.log"
}

# One platform per data folder: two would share a database cluster and stop it under each other.
claim_data_folder() {
  # Somebody else's folder keeps its mode; what is secret in it is a file for its owner only.
  [ -d "$1/users" ] || [ -n "$(ls -A "$1")" ] || chmod 700 "$1"
  mkdir -p "$1/users"
  [ -z "$(live_users "$1/users")" ] || fail "eng/run is already running on $1: stop it first, or choose another folder with --data"
  touch "$1/users/$(this_user)"
  on_exit rm -f "$1/users/$(this_user)"
}

# The versions customers may choose: those whose image is here.
image_versions() { docker image ls --format '{{.Tag}}' odoo | grep -E '^[0-9]+\.0$' | sort -rV; }

# Names what this platform makes in the engine, so that another data folder's does not take it for its own.
platform_name() { printf 'run-%s' "$(printf '%s' "$1" | sha256sum | cut -c1-8)"; }

# A second start must not wait for a build that would change nothing.
build_platform() {
  local built="$API_FOLDER/SaaSOdoo.Api.dll"
  if [ -e "$built" ] && [ -z "$(find "$REPO_ROOT"/src "$REPO_ROOT"/*.props "$REPO_ROOT/global.json" \
    -name bin -prune -o -name obj -prune -o -type f -newer "$API_FOLDER/.built" -print -quit 2>&1)" ]; then
    return
  fi
  build_solution "$API_PROJECT"
  touch "$API_FOLDER/.built"
}

# start_platform SETTINGS PORT LOG: sets API_ID; true when it is ready. It is stopped at exit.
start_platform() {
  local settings=$1 port=$2 log=$3
  [ ! -e "$log" ] || mv "$log" "$log.1"
  say "starting the platform (log: $log) …"
  # In a session of its own, so that Ctrl-C reaches it from here and in order; and it goes with this
  # script even when that is killed.
  (umask 077; : >"$log")
  (cd "$API_FOLDER" && exec setsid setpriv --pdeathsig TERM dotnet SaaSOdoo.Api.dll --settings "$settings") \
    >"$log" 2>&1 </dev/null &
  API_ID=$!
  on_exit stop_platform "$API_ID"
  wait_for 120 "the platform" platform_ready_or_gone "http://127.0.0.1:$port" || true
  platform_ready "http://127.0.0.1:$port" || { show_why "$port" "$log"; fail "the platform does not get ready (see above, and $log)"; }
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
platform_ready() { curl --silent --fail --max-time 5 --output /dev/null "$1/health/ready"; }
platform_ready_or_gone() { process_gone "$API_ID" || platform_ready "$1"; }
show_why() {
  tail -n 15 "$2" >&2
  curl --silent --max-time 5 "http://127.0.0.1:$1/health/ready" >&2 || true
}
stop_platform() {
  process_gone "$1" || { say "stopping the platform …"; stop_process "$1" 40; }
}
