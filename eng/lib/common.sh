# Shared by every script in eng/: messages, folders, waiting, cleaning up.
# Sourced, never run. All messages go to stderr, so that stdout stays usable as a result.

REPO_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
CACHE_DIR="${SAASODOO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/saasodoo}"

say() { printf '%s\n' "• $*" >&2; }
warn() { printf '%s\n' "! $*" >&2; }
fail() { printf '%s\n' "✗ $*" >&2; exit 1; }

is_root() { [ "$(id -u)" -eq 0 ]; }
has() { command -v "$1" >/dev/null 2>&1; }

# wait_for SECONDS WHAT COMMAND...: polls COMMAND until it succeeds; false after SECONDS.
wait_for() {
  local limit=$1 what=$2 deadline
  shift 2
  deadline=$((SECONDS + limit))
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      warn "$what: not within $limit s"
      return 1
    fi
    sleep 0.1
  done
}

# on_exit COMMAND...: runs when the script ends, last added first. One trap for all libraries, because
# bash keeps only one EXIT trap and a second one would silently drop the first.
EXIT_ACTIONS=()
on_exit() { EXIT_ACTIONS=("$(printf '%q ' "$@")" "${EXIT_ACTIONS[@]}"); }
run_exit_actions() {
  local status=$? action
  # A second Ctrl-C while stopping must not leave a half-stopped database behind.
  trap '' INT TERM HUP
  set +e
  for action in "${EXIT_ACTIONS[@]}"; do eval "$action"; done
  exit "$status"
}
trap run_exit_actions EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# The time a process started: with its id it names a process for good, while an id alone is used again.
process_start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# stop_process ID SECONDS: asks, waits, then kills.
stop_process() {
  kill -TERM "$1" 2>/dev/null || return 0
  wait_for "$2" "process $1 to stop" process_gone "$1" || kill -KILL "$1" 2>/dev/null || true
}
process_gone() {
  [ ! -e "/proc/$1" ] || [ "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c1)" = Z ]
}

free_port() {
  local port
  for _ in $(seq 1 100); do
    port=$((20000 + RANDOM % 12000))
    # Nobody listens there if connecting is refused. (Below 32768: outside the range used for outgoing connections.)
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s\n' "$port"; return; }
  done
  fail "no free port found between 20000 and 32000"
}

random_secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
