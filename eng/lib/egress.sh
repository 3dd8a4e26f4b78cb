# What instances may reach: their PostgreSQL and the internet; nothing else of this host, nothing on private or link-local addresses.
# Needs common.sh, apt.sh, users.sh, postgres.sh (the subnet). Rules of iptables:
#
#   filter INPUT   → SAASODOO-IN    what instances send to this host itself is refused
#   mangle FORWARD → SAASODOO-OUT   what they send through it is dropped
#
# The second stands in a table of its own, before the one where an engine puts what it allows in front whenever it makes a network.
# SAASODOO_EGRESS_INTERNET=no   closes the internet, too
# SAASODOO_EGRESS_ALLOW         opens more: addresses or subnets with a TCP port, "10.1.2.3:5432 192.168.7.0/24:443"

EGRESS_IN=SAASODOO-IN EGRESS_OUT=SAASODOO-OUT
EGRESS_CHAINS=("filter INPUT SAASODOO-IN" "mangle FORWARD SAASODOO-OUT")
EGRESS_CLOSED=(0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 198.18.0.0/15 224.0.0.0/3)

# ensure_egress ADDRESS PORT [keep]: true when instances reach PostgreSQL there and are shut off from the rest. The opening goes at exit; the
# walls stay, because instances on the machine's own engine go on running.
ensure_egress() {
  local address=$1 port=$2 user=${3:-$(this_user)}
  is_root || { warn "egress rules need root: instances reach this host's ports and private networks"; return 1; }
  case "${DOCKER_HOST:-unix://}" in unix://*) ;; *) warn "the engine is on another machine: egress rules must be set there (eng/egress)"; return 1 ;; esac
  ensure_packages iptables=iptables
  (
    flock -w 60 9 || fail "another script has been changing the egress rules for a minute"
    egress_walls || exit 1
    egress_open "$address" "$port" "$user"
  ) 9>"$CACHE_DIR/egress.lock" || return 1
  [ "$user" = keep ] || on_exit egress_close "$address" "$port" "$user"
}

rules() { iptables --wait 10 "$@"; }
egress_opening() { printf -- '--protocol tcp --destination %s --dport %s --match comment --comment saasodoo-%s --jump RETURN' "$1" "$2" "$3"; }

egress_open() {
  local entry table chain
  for entry in "${EGRESS_CHAINS[@]}"; do
    read -r table _ chain <<<"$entry"
    # shellcheck disable=SC2046
    rules --table "$table" --check "$chain" $(egress_opening "$@") 2>/dev/null ||
      rules --table "$table" --insert "$chain" 1 $(egress_opening "$@")
  done
}
egress_close() {
  local entry table chain
  for entry in "${EGRESS_CHAINS[@]}"; do
    read -r table _ chain <<<"$entry"
    # shellcheck disable=SC2046
    rules --table "$table" --delete "$chain" $(egress_opening "$@") 2>/dev/null || true
  done
}

# egress_openings TABLE CHAIN: the openings of those who still run.
egress_openings() {
  local rule user
  while read -r rule; do
    user=${rule##*--comment saasodoo-}
    user=${user%% *}
    if user_lives "$user"; then printf '%s\n' "$rule"; fi
  done < <(rules --table "$1" --list-rules "$2" 2>/dev/null | tr -d '"' | grep -- '--comment saasodoo-' || true)
}

# Written anew as a whole, so that changed settings hold; the openings of others who run are kept.
egress_walls() {
  local openings_in openings_out
  openings_in=$(egress_openings filter $EGRESS_IN)
  openings_out=$(egress_openings mangle $EGRESS_OUT)
  {
    printf '%s\n' '*filter' ":$EGRESS_IN - [0:0]" "$openings_in"
    egress_common $EGRESS_IN
    printf '%s\n' "-A $EGRESS_IN -j REJECT --reject-with icmp-admin-prohibited" COMMIT
    printf '%s\n' '*mangle' ":$EGRESS_OUT - [0:0]" "$openings_out"
    egress_common $EGRESS_OUT
    printf -- "-A $EGRESS_OUT -d %s -j DROP\n" "${EGRESS_CLOSED[@]}"
    [ "${SAASODOO_EGRESS_INTERNET:-yes}" = yes ] || printf '%s\n' "-A $EGRESS_OUT -j DROP"
    printf '%s\n' COMMIT
  } | iptables-restore --wait 10 --noflush || return 1
  local entry
  for entry in "${EGRESS_CHAINS[@]}"; do
    # shellcheck disable=SC2086
    egress_hook $entry
  done
}

# What is answered may be answered; and without names there is no internet: Docker asks this host's resolvers from inside the container.
egress_common() {
  local resolver opened
  printf '%s\n' "-A $1 -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN"
  while read -r resolver; do
    printf "%s\n" "-A $1 -d $resolver -p udp --dport 53 -j RETURN" "-A $1 -d $resolver -p tcp --dport 53 -j RETURN"
  done < <(sed -nE 's/^nameserver[[:space:]]+([0-9.]+)$/\1/p' /etc/resolv.conf | grep -v '^127\.' || true)
  for opened in ${SAASODOO_EGRESS_ALLOW:-}; do
    printf '%s\n' "-A $1 -d ${opened%:*} -p tcp --dport ${opened##*:} -j RETURN"
  done
}

egress_hook() {
  rules --table "$1" --check "$2" --source "$INSTANCES_SUBNET" --jump "$3" 2>/dev/null ||
    rules --table "$1" --insert "$2" 1 --source "$INSTANCES_SUBNET" --jump "$3"
}

egress_stands() { has iptables && rules --list "$EGRESS_IN" --numeric >/dev/null 2>&1; }
remove_unused_egress() { [ -n "$(egress_openings filter $EGRESS_IN)" ] || remove_egress; }

# Takes everything down again.
remove_egress() {
  local entry table hook chain
  for entry in "${EGRESS_CHAINS[@]}"; do
    read -r table hook chain <<<"$entry"
    while rules --table "$table" --delete "$hook" --source "$INSTANCES_SUBNET" --jump "$chain" 2>/dev/null; do :; done
    rules --table "$table" --flush "$chain" 2>/dev/null || true
    rules --table "$table" --delete-chain "$chain" 2>/dev/null || true
  done
}
