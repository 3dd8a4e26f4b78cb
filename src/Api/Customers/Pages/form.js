// The token stands behind '#', which no browser sends: it leaves this page only in the body of a POST, after a click. It is kept for this tab,
// so that the page can be loaded again, and is not left in the address.
const forms = [...document.querySelectorAll('form')];
const message = document.querySelector('[role=status]');
const next = document.querySelector('#next');
const place = `token ${location.pathname}`;
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given) sessionStorage.setItem(place, given);
history.replaceState(null, '', location.pathname);
const token = sessionStorage.getItem(place);

const words = {
  'token.invalid': 'This link does not work any more: it was used, or it is too old.',
  'invitation.invalid': 'This invitation is for another e-mail address, or it is not valid any more. Ask the person who invited you for a new one.',
  'invalid_credentials': 'The e-mail address or the password is wrong. After several wrong passwords you have to wait some minutes.',
  'second_factor_required': 'Your account is protected by a second step: enter the code of your authenticator as well.',
  'second_factor_invalid': 'The code is wrong or was used before. Wait for the next one.',
  'customer.email_taken': 'There is an account with this address already: log in with it.',
  'too_many_requests': 'These were many attempts in a short time. Wait a minute, then try again.',
  'overloaded': 'Many people are logging in just now. Try again in a few seconds.',
};
const unknown = 'Something went wrong on our side. Try again in a moment.';

const say = (text, kind = '') => { message.textContent = text; message.className = kind; };
const wrong = content => {
  const fields = Object.values(content.errors ?? {}).flat();
  const text = words[content.code] ?? (fields.length > 0 ? [...new Set(fields)].join(' ') : content.detail ?? unknown);
  return Object.assign(new Error(text), { code: content.code });
};
const post = async (path, body, bearer) => {
  const headers = { 'Content-Type': 'application/json' };
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw wrong(content);
  return content;
};

const send = async form => {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
  if (fields.repeated !== undefined && fields.repeated !== fields.new_password) throw new Error('The two passwords differ.');
  delete fields.repeated;
  if (form.dataset.again !== undefined) return post(form.dataset.action, fields);
  if (!form.dataset.login) return post(form.dataset.action, { token, ...fields });

  if (form.dataset.register) await post(form.dataset.register, { ...fields, accept_terms: true });
  const { email, password, code } = fields;
  const session = await post(form.dataset.login, code ? { email, password, code } : { email, password });
  try {
    return await post(form.dataset.action, { token }, session.access_token);
  } finally {
    await post(form.dataset.logout, {}, session.access_token).catch(() => {});
  }
};

const offerNewLink = () => {
  sessionStorage.removeItem(place);
  for (const form of forms) form.hidden = form.dataset.again === undefined;
};

if (!token) {
  offerNewLink();
  say(forms.some(form => !form.hidden) ? '' : 'This link is not complete. Open it from the mail again, or ask for a new one.', 'wrong');
}

for (const button of document.querySelectorAll('[data-shows]')) {
  button.addEventListener('click', () => {
    document.getElementById(button.dataset.shows).hidden = false;
    button.closest('form').hidden = true;
    say('');
  });
}

for (const form of forms) {
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const button = form.querySelector('[type=submit]');
    button.disabled = true;
    say('One moment …');
    try {
      await send(form);
      form.reset();
      form.hidden = true;
      if (form.dataset.again === undefined) sessionStorage.removeItem(place);
      say(form.dataset.done, 'right');
      next.hidden = false;
      message.focus();
    } catch (error) {
      if (error.code === 'token.invalid') offerNewLink();
      // Registered by an attempt before that went no further.
      if (error.code === 'customer.email_taken' && form.id) { form.hidden = true; forms[0].hidden = false; }
      say(error instanceof TypeError ? 'The platform does not answer. Check your connection and try again.' : error.message, 'wrong');
    } finally {
      button.disabled = false;
    }
  });
}
