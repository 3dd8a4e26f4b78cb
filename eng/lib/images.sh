# Gets the Odoo image into the engine. Needs common.sh and a DOCKER_HOST that answers.

# ensure_odoo_image VERSION: any odoo:VERSION that is there will do, unless it was built here by an older
# recipe. Else it is pulled, and where that does not work, built from Debian packages.
ensure_odoo_image() {
  local version=$1 recipe
  if recipe=$(docker image inspect --format '{{index .Config.Labels "com.saasodoo.recipe"}}' "odoo:$version" 2>/dev/null); then
    [ -z "$recipe" ] || build_odoo_image "$version"
  elif ls "$CACHE_DIR/odoo-image/$version"-*.tar >/dev/null 2>&1; then
    build_odoo_image "$version"
  else
    say "pulling odoo:$version …"
    timeout 1200 docker pull --quiet "odoo:$version" >/dev/null 2>&1 || {
      say "it cannot be pulled here"
      build_odoo_image "$version"
    }
  fi
}

# A process of its own, so that its exit actions and settings stay its own.
build_odoo_image() { "$REPO_ROOT/eng/odoo-image/build" "$1"; }
