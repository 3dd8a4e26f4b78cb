# Who uses something shared: a folder with one file per script, named by process id and start time, so
# that a script that was killed does not count for ever. Needs common.sh.
# Callers hold a lock of their own where joining and leaving must not overlap.

this_user() { printf '%s.%s\n' "$$" "$(process_start_time $$)"; }
user_lives() { [ "$1" = keep ] || [ "$(process_start_time "${1%.*}")" = "${1#*.}" ]; }

# live_users FOLDER: prints the names of those that still run, forgets the others.
live_users() {
  local file
  for file in "$1"/*; do
    [ -e "$file" ] || continue
    if user_lives "${file##*/}"; then printf '%s\n' "${file##*/}"; else rm -f "$file"; fi
  done
}
