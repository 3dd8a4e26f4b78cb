# Installs Debian packages when something is missing and we may; else says exactly what to install.
# Needs common.sh.

# ensure_packages COMMAND=PACKAGE...: installs the packages whose command is missing. A command with a
# slash is a path.
ensure_packages() {
  local pair command missing=()
  for pair in "$@"; do
    command=${pair%%=*}
    if ! has "$command" && [[ " ${missing[*]} " != *" ${pair#*=} "* ]]; then missing+=("${pair#*=}"); fi
  done
  [ ${#missing[@]} -eq 0 ] && return
  install_packages "${missing[@]}"
}

install_packages() {
  local log
  if ! is_root || ! has apt-get; then
    fail "missing on this machine: $*. Install it first, for example: sudo apt-get install --no-install-recommends $*"
  fi
  say "installing $* …"
  log=$(mktemp)
  # The lists may be absent (fresh machine) or old (a package moved on), hence the second try.
  if ! apt_install "$@" >"$log" 2>&1; then
    { apt-get update && apt_install "$@"; } >"$log" 2>&1 || {
      tail -n 20 "$log" >&2
      rm -f "$log"
      fail "apt-get could not install: $*"
    }
  fi
  rm -f "$log"
}

# RUNLEVEL=1 keeps a package from starting its service at once where init scripts are used: the scripts
# here start private ones.
apt_install() {
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

# Prints the address of the Debian archive this machine itself installs from. apt knows both file formats
# and, from the signed release files, which of its sources is Debian: other vendors use Debian's suite
# names too.
debian_mirror() {
  local uri
  uri=$(find_debian_mirror)
  if [ -z "$uri" ]; then
    # Without package lists apt cannot tell yet.
    apt-get update -q >/dev/null 2>&1 || true
    uri=$(find_debian_mirror)
  fi
  case "$uri" in
    mirror+file:*) uri=$(grep -m1 -oE '^https?://[^[:space:]]+' "${uri#mirror+file:}") ;;
  esac
  [ -n "$uri" ] || fail "apt on this machine has no source of Debian itself (Origin: Debian), so nothing can be built from its packages"
  printf '%s\n' "${uri%/}"
}
find_debian_mirror() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "Debian" && $3 !~ /-/ && $4 == "main" { print $5; exit }'
}
