# Mails that the platform wrote as files: the links in them, for scripts that follow them. Needs common.sh.

# newest_mail FOLDER TEMPLATE ADDRESS: the newest mail of the template that went to the address; false when there is none.
newest_mail() {
  local file found=
  for file in "$1"/*-"$2"-*.eml; do
    [ ! -e "$file" ] || ! grep -i '^To:' "$file" | grep -qiF "$3" || found=$file
  done
  [ -n "$found" ] && printf '%s\n' "$found"
}

# With quoted-printable undone, as far as a link needs it.
mail_token() {
  tr -d '\r' <"$1" | sed -e ':a' -e '/=$/{N;s/=\n//;ba' -e '}' -e 's/=3D/=/g' | grep -oE '#token=[A-Za-z0-9_-]+' | head -n 1 | cut -d= -f2
}
