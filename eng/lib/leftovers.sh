# Removes what a crashed test left in the engine: only things labelled as managed by a platform whose
# name starts with "test-". Needs a DOCKER_HOST that answers.

remove_test_leftovers() {
  local id
  for id in $(test_resources container ps --all); do remove_leftover docker rm --force --volumes "$id"; done
  for id in $(test_resources network network ls); do remove_leftover docker network rm "$id"; done
  for id in $(test_resources volume volume ls); do remove_leftover docker volume rm --force "$id"; done
}
# What something else still uses stays, which is no reason not to run the tests.
remove_leftover() { "$@" >/dev/null || warn "left: $*"; }

# test_resources KIND LIST-COMMAND...: docker can filter by a label's value, but not by its beginning.
test_resources() {
  local kind=$1 id labels='{{index .Labels "com.saasodoo.platform"}}'
  shift
  [ "$kind" != container ] || labels='{{index .Config.Labels "com.saasodoo.platform"}}'
  for id in $(docker "$@" --quiet --filter label=com.saasodoo.managed=true --filter label=com.saasodoo.platform); do
    case "$(docker "$kind" inspect --format "$labels" "$id" 2>/dev/null)" in test-*) echo "$id" ;; esac
  done
}
