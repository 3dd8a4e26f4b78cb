# Provisions a demonstration instance the way a customer would: through the API. Needs http.sh and mails.sh.
# FILE keeps the demo customer's login (mode 0600), so that the next start finds the same instance.

# ask WHAT METHOD PATH: like call, but says what was refused.
ask() {
  local what=$1 answer
  shift
  answer=$(call "$@") || { warn "$what: $(problem "$answer")"; return 1; }
  printf '%s\n' "$answer"
}

demo_instance() {
  local file=$1 version=$2 tenant instance
  demo_login "$file" || return 1
  tenant=$(demo_tenant) || return 1
  demo_subscription "$tenant" || return 1
  instance=$(get "/instances?tenant_id=$tenant" | jq -r '[.items[] | select(.status != "terminated" and .status != "terminating")][0].id // empty')
  if [ -n "$instance" ]; then
    settle_instance "$instance"
  else
    create_demo_instance "$tenant" "$version"
  fi
}

# An earlier start may have been interrupted, or its instance may have failed: go on where it stands.
settle_instance() {
  local instance=$1 status operation
  status=$(get "/instances/$instance/status") || return 1
  operation=$(jq -r '.operation_id // empty' <<<"$status")
  if [ "$(jq -r .status <<<"$status")" = error ]; then
    say "the demonstration instance is in error ($(jq -r .error_message <<<"$status")); trying again …"
    operation=$(echo '{ "action": "retry" }' | ask "retry" POST "/instances/$instance/actions" | jq -r .operation_id) || return 1
  fi
  [ -z "$operation" ] || follow_operation "$operation" || return 1
  show_instance "$instance"
  show_credentials "$instance"
}

demo_login() {
  local file=$1 answer
  if [ -e "$file" ] && answer=$(call POST /auth/login <"$file"); then
    demo_proof "$file" "$answer"
    return
  fi
  say "registering a demonstration customer …"
  # Written before it is used: an interrupted start must not lose the password. A new address each time,
  # because an account whose password is lost keeps its own.
  (umask 077; EMAIL="demo-$(random_secret | cut -c1-8)@example.com" PASSWORD="Demo-$(random_secret | cut -c1-24)" \
    jq --null-input '{ email: env.EMAIL, password: env.PASSWORD }' >"$file")
  jq '. + { first_name: "Demo", last_name: "Customer", accept_terms: true }' "$file" |
    ask "register" POST /auth/register >/dev/null || return 1
  answer=$(ask "log in" POST /auth/login <"$file") || return 1
  demo_proof "$file" "$answer"
}

# demo_proof FILE LOGIN: follows the link in the customer's first mail, unless it was followed before: nothing that costs is given to an
# address that nobody has proven. The mails lie beside FILE.
demo_proof() {
  local folder email file
  TOKEN=$(jq -r .access_token <<<"$2")
  [ "$(jq -r .customer.email_verified <<<"$2")" = false ] || return 0
  folder=$(dirname "$1")/mail email=$(jq -r .email "$1")
  wait_for 30 "the mail to $email" newest_mail "$folder" welcome_and_verify "$email" || {
    warn "$email is not proven: its mail did not become a file in $folder"
    return 1
  }
  file=$(newest_mail "$folder" welcome_and_verify "$email")
  TOKEN_MAILED=$(mail_token "$file") jq --null-input '{ token: env.TOKEN_MAILED }' | ask "prove the address" POST /auth/verify-email >/dev/null
}

demo_tenant() {
  local tenant
  tenant=$(get /tenants | jq -r '.items[0].id // empty')
  [ -n "$tenant" ] || tenant=$(echo '{ "name": "Demonstration" }' | ask "open a tenant" POST /tenants | jq -r .id) || return 1
  printf '%s\n' "$tenant"
}

demo_subscription() {
  local tenant=$1 answer
  [ "$(get "/tenants/$tenant" | jq -r '.plan // empty')" = "" ] || return 0
  say "starting the trial of the plan starter …"
  answer=$(jq --null-input --arg tenant "$tenant" '{ tenant_id: $tenant, plan: "starter", billing_period: "monthly", trial: true }' |
    call POST /subscriptions) || [ "$(cat "$STATUS_FILE")" = 409 ] || { warn "subscribe: $(problem "$answer")"; return 1; }
}

create_demo_instance() {
  local tenant=$1 version=$2 answer instance
  say "ordering an Odoo $version instance …"
  answer=$(jq --null-input --arg tenant "$tenant" --arg version "$version" --arg email "$(jq -r .email "$DEMO_FILE")" \
    --arg subdomain "demo-$(random_secret | cut -c1-6)" '{
      tenant_id: $tenant, name: "Demonstration", description: "Made by eng/run", odoo_version: $version,
      instance_type: "development", cpu_limit: 1.0, memory_limit: "1G", storage_limit: "2G", admin_email: $email,
      demo_data: false, database_name: "demo", subdomain: $subdomain, custom_addons: [], disabled_modules: [],
      environment_vars: {}, metadata: {} }' | ask "order an instance" POST /instances) || return 1
  instance=$(jq -r .id <<<"$answer")
  follow_operation "$(jq -r .operation_id <<<"$answer")" || return 1
  show_instance "$instance"
  show_credentials "$instance"
}

show_credentials() {
  local answer
  if answer=$(call POST "/instances/$1/credentials" </dev/null); then
    jq -r '"  login:    \(.login)\n  password: \(.password)   (shown once)"' <<<"$answer"
  elif [ "$(cat "$STATUS_FILE")" = 409 ]; then
    say "(its password was shown when it was made)"
  else
    warn "credentials: $(problem "$answer")"
    return 1
  fi
}

# Shows what each step is doing and that it has finished, with its time, until the operation ends. Steps may run
# beside each other, so a line is known by its text and shown once.
follow_operation() {
  local id=$1 answer line deadline=$((SECONDS + 900))
  local -A shown=()
  while [ "$SECONDS" -lt "$deadline" ]; do
    answer=$(get "/operations/$id") || { warn "operation: $(problem "$answer")"; return 1; }
    while IFS= read -r line; do
      [ -z "$line" ] || [ -n "${shown[$line]:-}" ] || printf '%s\n' "$line" >&2
      [ -z "$line" ] || shown[$line]=yes
    done < <(jq -r '.steps[] |
      def seconds: capture("^(?<whole>[^.+Z]*)(?<part>[.][0-9]+)?") | ("\(.whole)Z" | fromdate) + ("0\(.part // ".0")" | tonumber);
      if .status == "running" and .detail then "  … \(.name): \(.detail)"
      elif .status == "succeeded" and .started_at and .finished_at
        then "  ✓ \(.name)  \(((.finished_at | seconds) - (.started_at | seconds)) * 10 | round / 10) s"
      else "" end' <<<"$answer")
    case "$(jq -r .status <<<"$answer")" in
      succeeded) return ;;
      failed | cancelled) warn "$(jq -r '"\(.error_code // .status): \(.error_detail // "")"' <<<"$answer")"; return 1 ;;
    esac
    sleep 0.3
  done
  warn "the operation is not finished after 15 minutes; it goes on"
  return 1
}

show_instance() {
  get "/instances/$1" | jq -r '"Demonstration instance (\(.status)): \(.external_url)"'
}
