# The first operator's account. Needs http.sh. The settings name the address: the platform makes it an operator's
# when the address is verified.

# operator_account EMAIL FOLDER: registers the account if there is none, and follows the link in its mail when mails are
# written to files.
operator_account() {
  local email=$1 folder=$2 password answer token file
  local -x EMAIL=$email PASSWORD
  password="Op-$(random_secret | cut -c1-24)-7"
  PASSWORD=$password
  answer=$(jq --null-input '{ email: env.EMAIL, password: env.PASSWORD, first_name: "Platform", last_name: "Operator", accept_terms: true }' |
    call POST /auth/register) || {
    [ "$(cat "$STATUS_FILE")" = 409 ] || { warn "register the operator: $(problem "$answer")"; return 1; }
    say "$email has an account: it is an operator's once its address is verified"
    return
  }
  say "Operator: $email   password: $password   (shown once; change it)"
  if wait_for 30 "the operator's mail" verification_mail "$folder/mail" "$email"; then
    file=$(verification_mail_of "$folder/mail" "$email")
    token=$(mail_token "$file")
    jq --null-input --arg token "$token" '{ token: $token }' | ask "verify the address" POST /auth/verify-email >/dev/null || return 1
    say "its address is verified"
  else
    say "verify the address with the link in the mail to $email"
  fi
}

# The newest welcome mail to the address, as a file.
verification_mail_of() {
  local file
  for file in $(ls -r "$1"/*.eml 2>/dev/null); do
    if grep -i '^To:' "$file" | grep -qiF "$2" && grep -q 'verify-email' <(mail_text "$file"); then
      printf '%s\n' "$file"
      return
    fi
  done
  return 1
}
verification_mail() { verification_mail_of "$1" "$2" >/dev/null; }

# mail_text FILE: with quoted-printable undone, as far as a link needs it.
mail_text() { tr -d '\r' <"$1" | sed -e ':a' -e '/=$/{N;s/=\n//;ba' -e '}' -e 's/=3D/=/g'; }
mail_token() { mail_text "$1" | grep -oE '#token=[A-Za-z0-9_-]+' | head -n 1 | cut -d= -f2; }
