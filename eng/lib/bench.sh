# Measuring. Needs common.sh.

now_ms() { echo $(($(date +%s%N) / 1000000)); }
median() { printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
seconds() { awk -v ms="$1" 'BEGIN { printf "%.2f", ms / 1000 }'; }

# The most memory of process $1 since reset_peak, in MB.
reset_peak() { echo 5 >"/proc/$1/clear_refs"; }
peak() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$1/status"; }

# answers_200 URL: one try.
answers_200() { [ "$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' "$1")" = 200 ]; }

# poll_until_200 URL SECONDS: quicker than wait_for, because the difference is what is measured.
poll_until_200() {
  local deadline=$((SECONDS + $2))
  until answers_200 "$1"; do
    [ "$SECONDS" -lt "$deadline" ] || { warn "$1 does not answer within $2 s"; return 1; }
    sleep 0.05
  done
}
