# Calls the platform's API. Needs common.sh, curl, jq. BASE is its address, TOKEN the session once there is one.

# call METHOD PATH: sends standard input as JSON, if there is any; prints the answer. False unless 2xx.
# STATUS_FILE holds the status then. Token and body never become arguments.
call() {
  local method=$1 path=$2 answer status
  answer=$(mktemp)
  status=$(curl --silent --show-error --max-time 60 --request "$method" --output "$answer" --write-out '%{http_code}' \
    --config <(call_headers "$method") --data-binary @- "$BASE/api/v1$path") || status=000
  cat "$answer"
  rm -f "$answer"
  printf '%s' "$status" >"$STATUS_FILE"
  [[ $status == 2?? ]]
}
call_headers() {
  echo 'header = "Content-Type: application/json"'
  [ "$1" != POST ] || echo "header = \"Idempotency-Key: $(random_secret)\""
  [ -z "${TOKEN:-}" ] || echo "header = \"Authorization: Bearer $TOKEN\""
}
get() { call GET "$1" </dev/null; }

# problem ANSWER: one line for people out of problem details.
problem() {
  jq -r '"\(.title // "error") (\(.code // .status // "?")): \(.detail // "") \(if .errors then (.errors | tostring) else "" end)"' \
    2>/dev/null <<<"$1" || printf '%s\n' "${1:0:300}"
}
