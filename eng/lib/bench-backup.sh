# eng/bench backup. Needs bench.sh, bench-provision.sh, http.sh, demo.sh, postgres.sh.

BACKUP_ROWS=1000000   # of about 500 bytes

bench_backup() {
  local rounds=$1 round instance database bare=() ours=()
  find_postgres
  ensure_packages zip=zip
  on_exit rm -f "$DATA/bare.zip"
  instance=$(order_instance backup | jq -r .id)
  wait_for 300 "the instance" instance_is "$instance" running || fail "there is no instance to back up"
  database=$(instance_field "$instance" database)
  fill_database "$database"
  say "warming up …"
  time_dump "$database" >/dev/null
  time_backup "$instance" >/dev/null
  reset_peak "$API_ID"
  printf '%-6s %18s %14s\n' round 'pg_dump | zip (s)' 'platform (s)'
  for round in $(seq 1 "$rounds"); do
    bare+=("$(time_dump "$database")")
    ours+=("$(time_backup "$instance")")
    printf '%-6s %18s %14s\n' "$round" "$(seconds "${bare[-1]}")" "$(seconds "${ours[-1]}")"
  done
  printf '%-6s %18s %14s\n' median "$(seconds "$(median "${bare[@]}")")" "$(seconds "$(median "${ours[@]}")")"
  printf 'speed of the platform / pg_dump | zip: %s\n' "$(ratio "$(median "${bare[@]}")" "$(median "${ours[@]}")")"
  printf 'most memory of the platform meanwhile: %s MB\n' "$(peak "$API_ID")"
  terminate_instance "$instance"
}

# Text that a zip makes a third of, as it does of Odoo's own tables. It belongs to the instance's role, which dumps it.
fill_database() {
  say "filling the database with 500 MB …"
  sql "$1" <<<"create table bench_rows as select g as id, repeat('Quotation sent to the customer, waiting for an answer. ', 6)
      || md5(g::text) || md5((g * 7)::text) || md5((g * 13)::text) || md5((g * 17)::text) as body from generate_series(1, $BACKUP_ROWS) g;
    alter table bench_rows owner to \"$1\";
    analyze bench_rows;"
}

time_dump() {
  local started file="$DATA/bare.zip"
  rm -f "$file"
  started=$(now_ms)
  PGPASSWORD=$S_PASSWORD "$POSTGRES_BIN/pg_dump" --no-owner -h "$S_HOST" -p "$S_PORT" -U "$S_USER" "$1" | zip -1 -q "$file" -
  echo $(($(now_ms) - started))
}

# From the order to the archive that is written, read back and recorded.
time_backup() {
  local started backup status
  started=$(now_ms)
  backup=$(ask "order a backup" POST "/instances/$1/backups" <<<'{}' | jq -r .backup_id)
  until status=$(backup_field "$backup" status); [ "$status" = completed ]; do
    [ "$status" != failed ] || fail "the backup failed: $(backup_field "$backup" error_message)"
    sleep 0.1
  done
  echo $(($(now_ms) - started))
  call DELETE "/backups/$backup" </dev/null >/dev/null
}
backup_field() { get "/backups/$1" | jq -r ".$2 // empty"; }
