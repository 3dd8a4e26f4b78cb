# Writes the settings file of the platform. Needs common.sh, postgres.sh, jq.
# Secrets go to jq through the environment, never as arguments: those are visible to all users.

NETWORK_NAME=saasodoo
NETWORK_SUBNET=10.213.0.0/20
NETWORK_GATEWAY=10.213.0.1

# connection_value CONNECTION-STRING NAME...: the value of the first of these keywords that is there.
connection_value() {
  local text=$1 part name
  shift
  while IFS= read -r -d ';' part; do
    for name in "$@"; do
      [ "$(tr -d ' ' <<<"${part%%=*}" | tr '[:upper:]' '[:lower:]')" = "$name" ] || continue
      # A value in quotes keeps them out.
      sed -E "s/^[^=]*=[[:space:]]*//; s/[[:space:]]*\$//; s/^'(.*)'\$/\1/; s/^\"(.*)\"\$/\1/" <<<"$part"
      return
    done
  done <<<"$text;"
}

# use_given_database: the server named in ConnectionStrings__Platform; DatabaseServers__0__* say where it
# differs for the instances.
use_given_database() {
  local given=$ConnectionStrings__Platform
  S_PLATFORM=$given S_OWNER=${ConnectionStrings__PlatformOwner:-}
  S_HOST=${DatabaseServers__0__Host:-$(connection_value "$given" host server)}
  S_PORT=${DatabaseServers__0__Port:-$(connection_value "$given" port)}
  S_PORT=${S_PORT:-5432}
  S_USER=${DatabaseServers__0__AdminUsername:-$(connection_value "$given" username userid user uid)}
  S_PASSWORD=${DatabaseServers__0__AdminPassword:-$(connection_value "$given" password pwd)}
  S_INSTANCE_PORT=${DatabaseServers__0__InstancePort:-$S_PORT}
  S_INSTANCE_HOST=${DatabaseServers__0__InstanceHost:-}
  if [ -z "$S_INSTANCE_HOST" ]; then
    # In a container "localhost" is the container: this machine is the gateway there.
    case "$S_HOST" in localhost | 127.* | ::1 | /*) S_INSTANCE_HOST=$NETWORK_GATEWAY ;; *) S_INSTANCE_HOST=$S_HOST ;; esac
  fi
  say "using the PostgreSQL server of ConnectionStrings__Platform; instances reach it at $S_INSTANCE_HOST:$S_INSTANCE_PORT"
}

# listening_urls PORT: this machine itself always reaches it on the loopback address.
listening_urls() {
  case "${LISTEN:-127.0.0.1}" in
    127.0.0.1 | 0.0.0.0 | "[::]") printf 'http://%s:%s' "${LISTEN:-127.0.0.1}" "$1" ;;
    *) printf 'http://127.0.0.1:%s;http://%s:%s' "$1" "$LISTEN" "$1" ;;
  esac
}

# write_settings FILE PORT PLATFORM-NAME VERSION...
write_settings() {
  local file=$1 port=$2 platform=$3
  shift 3
  (
    umask 077
    export ADMIN S_PLATFORM S_OWNER S_CERTIFICATE S_CERTIFICATE_PASSWORD S_HOST S_PORT S_USER S_PASSWORD S_INSTANCE_HOST S_INSTANCE_PORT S_PAYNOW
    jq --null-input --arg port "$port" --arg docker "$DOCKER_HOST" --arg name "${DatabaseServers__0__Name:-primary}" \
      --arg capacity "${DatabaseServers__0__Capacity:-200}" --arg network "$NETWORK_NAME" --arg subnet "$NETWORK_SUBNET" \
      --arg gateway "$NETWORK_GATEWAY" --arg urls "$(listening_urls "$port")" --argjson private "${PRIVATE_WEBHOOKS:-false}" --arg platform "$platform" --arg mail "$(dirname "$file")/mail" --arg backups "$(dirname "$file")/backups" '{
        Urls: $urls,
        ConnectionStrings: ({ Platform: env.S_PLATFORM } + (env.S_OWNER // "" | if . == "" then {} else { PlatformOwner: . } end)),
        DatabaseServers: [{
          Name: $name, Host: env.S_HOST, Port: (env.S_PORT | tonumber),
          InstanceHost: env.S_INSTANCE_HOST, InstancePort: (env.S_INSTANCE_PORT | tonumber),
          AdminUsername: env.S_USER, AdminPassword: env.S_PASSWORD, Capacity: ($capacity | tonumber)
        }],
        Platform: { Id: $platform },
        Portal: { BaseUrl: "http://localhost:\($port)" },
        Mail: { Folder: $mail },
        Backups: { Path: $backups },
        Operators: { Emails: (env.ADMIN // "" | if . == "" then [] else [.] end) },
        Docker: { Endpoint: $docker },
        Webhooks: { AllowPrivateAddresses: $private },
        Paynow: (env.S_PAYNOW // "" | if . == "" then {} else fromjson end),
        Secrets: (env.S_CERTIFICATE // "" | if . == "" then {} else { Certificate: { File: ., Password: env.S_CERTIFICATE_PASSWORD } } end),
        Provisioning: {
          Image: "odoo:{version}", Versions: $ARGS.positional,
          Network: { Name: $network, Subnet: $subnet, Gateway: $gateway }
        }
      }' --args "$@" >"$file.new"
    mv "$file.new" "$file"
  )
}
