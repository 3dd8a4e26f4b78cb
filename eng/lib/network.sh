# The instances' network. Needs common.sh, settings.sh and a DOCKER_HOST that answers.

# ensure_instances_network PLATFORM: its gateway must be an address of this machine before PostgreSQL listens there.
ensure_instances_network() {
  if ! docker network inspect "$NETWORK_NAME" >/dev/null 2>&1; then
    remove_stale_bridges ""
    docker network create --driver bridge --subnet "$NETWORK_SUBNET" --gateway "$NETWORK_GATEWAY" \
      --opt com.docker.network.bridge.enable_icc=false --label com.saasodoo.managed=true --label "com.saasodoo.platform=$1" \
      "$NETWORK_NAME" >/dev/null || fail "the network $NETWORK_NAME cannot be made: is its subnet $NETWORK_SUBNET used by another network?"
  else
    remove_stale_bridges "br-$(docker network inspect --format '{{slice .Id 0 12}}' "$NETWORK_NAME")"
  fi
}

# remove_stale_bridges OURS: a bridge that a killed engine left with the same gateway takes the answers to our instances.
remove_stale_bridges() {
  local bridge
  has ip || return 0
  for bridge in $(ip -4 -o address show | awk -v gateway="$NETWORK_GATEWAY" '{ split($4, a, "/"); if (a[1] == gateway) print $2 }'); do
    [ "$bridge" != "$1" ] || continue
    if is_root && [[ $bridge == br-???????????? ]] && [ -z "$(ls "/sys/class/net/$bridge/brif" 2>/dev/null)" ]; then
      say "removing the bridge $bridge, which another engine left with our gateway $NETWORK_GATEWAY"
      ip link delete "$bridge"
    else
      fail "$bridge has the address $NETWORK_GATEWAY, which the instances' network needs: another engine's network uses it. Stop that, or remove it: ip link delete $bridge"
    fi
  done
}
