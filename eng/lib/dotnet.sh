# Building with the .NET SDK. Needs common.sh and apt.sh.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

require_dotnet() {
  local wanted
  wanted=$(sed -n 's/.*"version"[[:space:]]*:[[:space:]]*"\([0-9]*\).*/\1/p' "$REPO_ROOT/global.json" | head -n 1)
  has dotnet || fail "the .NET SDK ${wanted:-10} is missing: install it first (dotnet --version must work)"
  # Before dotnet is asked anything: without ICU it ends at once.
  ensure_icu
  (cd "$REPO_ROOT" && dotnet --version) >/dev/null 2>&1 ||
    fail "no installed .NET SDK fits global.json (wanted: $wanted, found: $(dotnet --list-sdks | tr '\n' ' '))"
}

# .NET reads and normalises text by ICU, whose package carries the release's version in its name.
ensure_icu() {
  local package
  if [ "$(uname -s)" != Linux ] || has_icu; then return 0; fi
  package=$(icu_package)
  if [ -z "$package" ] && is_root && has apt-get; then
    # Without package lists apt does not know it yet.
    apt-get update -q >/dev/null 2>&1 || true
    package=$(icu_package)
  fi
  install_packages "${package:-libicu}"
  has_icu || fail "ICU (${package:-libicu}) is installed, but its library is not found: ldconfig -p must list libicuuc"
}
has_icu() { PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep -q 'libicuuc\.so\.'; }
icu_package() { apt-cache search --names-only '^libicu[0-9]+$' 2>/dev/null | cut -d' ' -f1 | sort -V | tail -n 1; }

# build_solution [PROJECT]: no build servers, which would outlive the script.
build_solution() {
  say "building ${1:-all projects} (Release) …"
  # With the working folder inside the repository, global.json applies wherever the script was called.
  (cd "$REPO_ROOT" && dotnet build "${1:-SaaSOdoo.sln}" --configuration Release --nologo --verbosity quiet \
    --disable-build-servers </dev/null) || fail "the build failed (see above)"
}

# check_migrations: the migrations must make what the model says; needs build_solution. No database is asked.
check_migrations() {
  local answer
  say "comparing the model with the migrations …"
  answer=$(cd "$REPO_ROOT" && dotnet tool restore 2>&1 >/dev/null && dotnet ef migrations has-pending-model-changes --no-build \
    --configuration Release --project src/Infrastructure </dev/null 2>&1) && return
  case "$answer" in
    *"Changes have been made to the model"*) fail "the model has changes that no migration makes: add one with eng/migration NAME" ;;
    *) fail "the model could not be compared with the migrations: $answer" ;;
  esac
}
