# Which Debian packages make which Odoo, and how a root folder is made of them. Sourced by build; the
# hash of this file and of the files it puts into the image names the result, so a change here builds anew.

# recipe_of VERSION: sets BASE_SUITE, ODOO_PACKAGE, ODOO_SUITE and EXTRA_PACKAGES.
recipe_of() {
  EXTRA_PACKAGES=(ca-certificates)
  case "$1" in
    19.0)
      # The package is in sid only, but sid's Python is too new for Odoo 19: its dependencies are taken
      # from trixie. pytz asks for time zone names that only tzdata-legacy has.
      BASE_SUITE=trixie ODOO_PACKAGE=odoo-19 ODOO_SUITE=sid
      EXTRA_PACKAGES+=(tzdata-legacy)
      ;;
    14.0) BASE_SUITE=bullseye ODOO_PACKAGE=odoo-14 ODOO_SUITE=bullseye ;;
    *) fail "there is no recipe for Odoo $1 (there are 19.0 and 14.0)" ;;
  esac
}

# make_root FOLDER MIRROR LANGUAGES: the installed system, without what an instance never reads.
make_root() {
  local root=$1 mirror=$2 languages=$3 packages
  packages=$(IFS=,; echo "${EXTRA_PACKAGES[*]}")
  debootstrap --variant=minbase --include="$packages" "$BASE_SUITE" "$root" "$mirror"
  write_dpkg_settings "$root" "$languages"
  write_sources "$root" "$mirror"
  # The user has fixed ids, so that files put into a container can be given to it.
  in_root "$root" groupadd --system --gid 101 odoo
  in_root "$root" useradd --system --uid 101 --gid 101 --home-dir /var/lib/odoo --shell /usr/sbin/nologin odoo
  in_root "$root" apt-get -q update
  in_root "$root" apt-get -q -y install "$ODOO_PACKAGE" postgresql-client
  clean_root "$root"
}

# dpkg leaves these out while unpacking, which is quicker than deleting them: translations alone are
# more than two thirds of Odoo's add-ons.
write_dpkg_settings() {
  local root=$1 language
  {
    echo force-unsafe-io
    printf 'path-exclude=%s\n' '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*' \
      '/usr/share/lintian/*' '*/odoo/addons/*/i18n/*' '*/odoo/addons/*/i18n_extra/*'
    echo 'path-include=/usr/share/doc/*/copyright'
    for language in $2; do printf 'path-include=*/odoo/addons/*/i18n*/%s.po\n' "$language"; done
  } >"$root/etc/dpkg/dpkg.cfg.d/image"
  # Nothing may start a service while it is installed here.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
}

write_sources() {
  local root=$1 mirror=$2 suite
  rm -f "$root/etc/apt/sources.list.d"/*
  for suite in $(printf '%s\n' "$BASE_SUITE" "$ODOO_SUITE" | sort -u); do
    echo "deb $mirror $suite main"
  done >"$root/etc/apt/sources.list"
  # Where a second suite is needed, only the Odoo package may come from it.
  if [ "$ODOO_SUITE" != "$BASE_SUITE" ]; then
    printf 'Package: *\nPin: release n=%s\nPin-Priority: -1\n\nPackage: %s\nPin: release n=%s\nPin-Priority: 990\n' \
      "$ODOO_SUITE" "$ODOO_PACKAGE" "$ODOO_SUITE" >"$root/etc/apt/preferences.d/odoo"
  fi
  # A mirror that is not renewed any more, or renewed rarely, must not stop the build.
  printf '%s\n' 'Acquire::Check-Valid-Until "false";' 'Acquire::Languages "none";' \
    'APT::Install-Recommends "false";' >"$root/etc/apt/apt.conf.d/90image"
}

in_root() {
  local root=$1
  shift
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    chroot "$root" "$@" </dev/null
}

clean_root() {
  local root=$1
  # What debootstrap unpacked before the exclusions above were there.
  rm -rf "$root/usr/share/man"/* "$root/usr/share/info"/* "$root/usr/share/locale"/*
  find "$root/usr/share/doc" -type f ! -name copyright -delete
  # The package installs the Python files of all add-ons a second time, beside odoo/, where nothing reads them.
  rm -rf "$root/usr/lib/python3/dist-packages/addons"
  # The build machine's addresses do not belong into an image.
  rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/preferences.d/odoo" "$root/var/lib/apt/lists"/* \
    "$root/var/cache/apt"/* "$root/var/cache/debconf"/*-old "$root/var/log"/* "$root/tmp"/* "$root/etc/hostname" \
    "$root/etc/resolv.conf" "$root/usr/sbin/policy-rc.d" "$root/var/lib/odoo"
  install -d -o 101 -g 101 "$root/var/lib/odoo" "$root/mnt/extra-addons" "$root/etc/odoo"
  install -m 755 "$RECIPE_DIR/entrypoint" "$root/entrypoint.sh"
  install -m 640 -o 101 -g 101 "$RECIPE_DIR/odoo.conf" "$root/etc/odoo/odoo.conf"
}

# What the image says about itself, one instruction a line.
image_settings() {
  cat <<SETTINGS
ENV LANG=C.UTF-8
ENV ODOO_RC=/etc/odoo/odoo.conf
ENV ODOO_VERSION=$1
VOLUME ["/var/lib/odoo", "/mnt/extra-addons"]
EXPOSE 8069 8071 8072
USER odoo
ENTRYPOINT ["/entrypoint.sh"]
CMD ["odoo"]
SETTINGS
}
