# The first operator's account. Needs http.sh, mails.sh and demo.sh (ask). The settings name the address; the platform makes the
# account an operator's when its password is reset by mail, because only then does the password belong to the mailbox.

# operator_account EMAIL FOLDER: registers the account and follows the link in its mail, when mails are written to files.
operator_account() {
  local folder=$2 answer file token
  local -x EMAIL=$1 PASSWORD TOKEN_MAILED
  PASSWORD="Op-$(random_secret | cut -c1-24)-7"
  answer=$(jq --null-input '{ email: env.EMAIL, password: env.PASSWORD, first_name: "Platform", last_name: "Operator", accept_terms: true }' |
    call POST /auth/register) || {
    [ "$(cat "$STATUS_FILE")" = 409 ] || { warn "register the operator: $(problem "$answer")"; return 1; }
    say "$EMAIL has an account: if it is no operator's yet, reset its password with the mail of POST /auth/password-reset"
    return
  }
  jq --null-input '{ email: env.EMAIL }' | ask "ask for the operator's mail" POST /auth/password-reset >/dev/null || return 1
  wait_for 30 "the operator's mail" newest_mail "$folder/mail" password_reset "$EMAIL" || {
    say "$EMAIL is an operator's as soon as its password is reset with the link in the mail"
    return
  }
  file=$(newest_mail "$folder/mail" password_reset "$EMAIL")
  TOKEN_MAILED=$(mail_token "$file")
  jq --null-input '{ token: env.TOKEN_MAILED, new_password: env.PASSWORD }' |
    ask "set the operator's password" POST /auth/password-reset/complete >/dev/null || return 1
  printf 'Operator: %s   password: %s   (shown once)\n' "$EMAIL" "$PASSWORD"
  say "an operator changes nothing without a second factor: enrol one now (POST /auth/second-factor, then …/confirm)"
}
