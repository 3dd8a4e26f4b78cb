// The token stands behind '#', which no browser sends: it leaves this page only in the body of a POST, after a click.
const form = document.querySelector('form');
const button = form.querySelector('button');
const message = document.querySelector('[role=status]');
const token = new URLSearchParams(location.hash.slice(1)).get('token');
history.replaceState(null, '', location.pathname);

const say = text => { message.textContent = text; };
const post = async (path, body, bearer) => {
  const headers = { 'Content-Type': 'application/json' };
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  const content = text ? JSON.parse(text) : {};
  if (!answer.ok) throw new Error([content.detail, ...Object.values(content.errors ?? {}).flat()].filter((t, i, all) => all.indexOf(t) === i).join(' '));
  return content;
};

const send = async () => {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
  if (fields.repeated !== undefined && fields.repeated !== fields.new_password) throw new Error('The two passwords differ.');
  delete fields.repeated;
  if (!form.dataset.login) return post(form.dataset.action, { token, ...fields });

  const session = await post(form.dataset.login, fields);
  try {
    return await post(form.dataset.action, { token }, session.access_token);
  } finally {
    await post(form.dataset.logout, {}, session.access_token);
  }
};

if (!token) {
  form.hidden = true;
  say('This link is not complete. Open it from the mail again, or ask for a new one.');
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  button.disabled = true;
  say('One moment …');
  try {
    await send();
    form.reset();
    form.hidden = true;
    say(form.dataset.done);
  } catch (error) {
    button.disabled = false;
    say(error instanceof TypeError ? 'The platform does not answer. Try again.' : error.message);
  }
});
