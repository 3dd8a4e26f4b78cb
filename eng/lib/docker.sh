# Finds a Docker engine or starts a private one below the cache folder. Needs common.sh, apt.sh and users.sh.
#
# The private engine is shared by all scripts that run at the same time: each notes itself as a user,
# the last one that leaves stops it.

ENGINE_DIR="$CACHE_DIR/engine"
ENGINE_SOCKET="$ENGINE_DIR/docker.sock"
ENGINE_PID_FILE="$ENGINE_DIR/docker.pid"

engine_answers() { DOCKER_HOST="${1:-${DOCKER_HOST:-}}" timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

ensure_docker() {
  if [ -n "${DOCKER_HOST:-}" ]; then
    if [ "$DOCKER_HOST" != "unix://$ENGINE_SOCKET" ]; then
      ensure_docker_client
      engine_answers || fail "DOCKER_HOST is $DOCKER_HOST, but no engine answers there. Start it, or unset DOCKER_HOST to let this script find or start one"
      return
    fi
  elif has docker && engine_answers unix:///var/run/docker.sock; then
    export DOCKER_HOST=unix:///var/run/docker.sock
    return
  fi

  ensure_packages dockerd=docker.io iptables=iptables
  ensure_docker_client
  # On a machine with systemd the package has started its engine just now.
  if [ -d /run/systemd/system ] && wait_for 10 "the engine of docker.io" engine_answers unix:///var/run/docker.sock; then
    export DOCKER_HOST=unix:///var/run/docker.sock
    return
  fi
  is_root || fail "no Docker engine answers, and only root can start one. Start it (sudo systemctl start docker), join the group docker, or set DOCKER_HOST"
  use_private_engine
  export DOCKER_HOST="unix://$ENGINE_SOCKET"
}

# Newer Debian has the client in a package of its own.
ensure_docker_client() {
  has docker || ensure_packages dockerd=docker.io
  has docker || install_packages docker-cli
}

use_private_engine() {
  local user
  mkdir -p "$ENGINE_DIR/users"
  user="$ENGINE_DIR/users/$(this_user)"
  # The lock is held only for this moment and not inherited by the engine.
  (
    flock -w 120 9 || fail "another script has been starting or stopping the engine for two minutes"
    touch "$user"
    start_private_engine 9>&- || { rm -f "$user"; exit 1; }
  ) 9>"$ENGINE_DIR/lock" || exit 1
  on_exit leave_private_engine "$user"
}

start_private_engine() {
  local pid
  engine_answers "unix://$ENGINE_SOCKET" && return
  # A Unix socket's path is limited to 107 bytes, and containerd's is longer than ours.
  [ ${#ENGINE_DIR} -le 60 ] || fail "the folder $ENGINE_DIR is too long for a socket; set SAASODOO_CACHE to a shorter one"
  say "starting a private Docker engine in $ENGINE_DIR …"
  # No default bridge: it would fight with the one of another engine. Containers use named networks.
  setsid dockerd --bridge=none --host "unix://$ENGINE_SOCKET" --data-root "$ENGINE_DIR/data" \
    --exec-root "$ENGINE_DIR/exec" --pidfile "$ENGINE_PID_FILE" --log-level warn \
    >"$ENGINE_DIR/log" 2>&1 </dev/null &
  pid=$!
  wait_for 60 "the private Docker engine" engine_started "$pid"
  engine_answers "unix://$ENGINE_SOCKET" || { tail -n 15 "$ENGINE_DIR/log" >&2; fail "the private Docker engine does not start (see above)"; }
}
engine_started() { engine_answers "unix://$ENGINE_SOCKET" || process_gone "$1"; }

leave_private_engine() {
  (
    flock -w 120 9 || exit 0
    rm -f "$1"
    [ -n "$(live_users "$ENGINE_DIR/users")" ] || stop_private_engine 9>&-
  ) 9>"$ENGINE_DIR/lock"
}

stop_private_engine() {
  local pid
  pid=$(cat "$ENGINE_PID_FILE" 2>/dev/null) || return 0
  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ] || return 0
  say "stopping the private Docker engine …"
  stop_process "$pid" 60
}
