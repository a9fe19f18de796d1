/** Questions before something is done. The dialog is the browser's own: it holds the focus, and gives it back. */
import { byId, h, update } from './dom.js';
import { ApiError, Unreachable } from './api.js';
import { details } from './notices.js';

/**
 * Asks, with fields if there are any, and does it. The dialog stays open, with the error, until it was done.
 *
 * @param title what is about to happen
 * @param body nodes that say what it means, and the fields
 * @param verb what the button says
 * @param danger whether it cannot be taken back
 * @param act is given the form's data; a promise
 */
export function ask({ title, body, verb, danger = false, act }) {
  const dialog = byId('dialog');
  const trouble = h('div', { role: 'alert' });
  const form = h(
    'form',
    { method: 'dialog' },
    h('h2', { id: 'dialog-title' }, title),
    body,
    trouble,
    h(
      'div.buttons',
      h('button', { type: 'button', 'data-do': 'close-dialog' }, 'Cancel'),
      h(danger ? 'button.danger' : 'button.primary', { type: 'submit', 'data-verb': true }, verb),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(dialog, form, trouble, act);
  });
  dialog.replaceChildren(form);
  dialog.showModal();
  (form.querySelector('[autofocus]') ?? form.querySelector('[data-do=close-dialog]')).focus();
}

async function submit(dialog, form, trouble, act) {
  const button = form.querySelector('[data-verb]');
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  button.setAttribute('aria-disabled', 'true');
  trouble.replaceChildren();
  try {
    await act(new FormData(form));
    dialog.close();
  } catch (error) {
    update(trouble, h('div.trouble.is-bad', h('p', error.message), error instanceof ApiError ? details(error) : null));
    if (!(error instanceof ApiError || error instanceof Unreachable || error instanceof Mistake)) {
      throw error;
    }
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/** What was typed cannot be sent. */
export class Mistake extends Error {}

/** Closes what is open. */
export function closeDialog() {
  byId('dialog').close();
}

/** A labelled field. */
export function field(label, input, hint) {
  const id = `field-${input.getAttribute('name')}`;
  input.setAttribute('id', id);
  if (hint) {
    input.setAttribute('aria-describedby', `${id}-hint`);
  }
  return h('div.field', h('label', { for: id }, label), input, hint ? h('p.hint', { id: `${id}-hint` }, hint) : null);
}

/** A labelled box to tick. */
export function tick(name, value, label, checked, hint) {
  const box = h('input', { type: 'checkbox', name, value, checked });
  return h('label.tick', box, h('span', label, hint ? h('span.hint', hint) : null));
}

/** Boxes for the resources of a destination; with one resource there is nothing to choose. */
export function resourceChoice(replicator) {
  const names = [...new Set(replicator.routes.map((route) => route.resource))];
  if (names.length < 2) {
    return null;
  }
  return h('fieldset', h('legend', 'Resources'), names.map((name) => tick('resources', name, name, true)));
}

/** The ticked resources; undefined for all. */
export function chosenResources(data, replicator) {
  const all = new Set(replicator.routes.map((route) => route.resource));
  if (all.size < 2) {
    return undefined;
  }
  const chosen = data.getAll('resources');
  if (chosen.length === 0) {
    throw new Mistake('Tick one resource at least.');
  }
  return chosen.length === all.size ? undefined : chosen;
}
