/** Signing in with a token, which the daemon turns into a cookie that no script can read. */
import { byId, h, update } from './dom.js';
import { ApiError, api } from './api.js';
import { details } from './notices.js';

/** Shows the form; onEntry is called once the daemon took the token. */
export function showLogin(onEntry, why) {
  byId('login').hidden = false;
  update(byId('login-why'), why);
  const form = byId('login-form');
  form.onsubmit = (event) => {
    event.preventDefault();
    enter(form, onEntry);
  };
  byId('token').focus();
}

async function enter(form, onEntry) {
  const token = byId('token').value;
  const trouble = byId('login-trouble');
  update(trouble);
  if (token === '') {
    update(trouble, h('p', 'Type or paste the token first.'));
    byId('token').focus();
    return;
  }
  try {
    await api.signIn(token);
    form.reset();
    byId('login').hidden = true;
    await onEntry();
  } catch (error) {
    update(trouble, h('p', error.message), error instanceof ApiError ? details(error) : null);
    byId('token').select();
  }
}
