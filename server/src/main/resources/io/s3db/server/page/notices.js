/** What just happened, said at the edge of the page and to screen readers. */
import { byId, h } from './dom.js';
import { ApiError } from './api.js';

const STAYS = 6_000;

/** Something was done. */
export function say(text) {
  const note = h('p.notice', text);
  byId('notices').append(note);
  setTimeout(() => note.remove(), STAYS);
}

/** Something failed: it stays until it is dismissed. */
export function complain(error, attempted) {
  const box = h(
    'div.notice.is-bad',
    h(
      'div',
      h('p', attempted ? h('strong', `${attempted}: `) : null, error.message),
      error instanceof ApiError ? details(error) : null,
    ),
    h('button.plain', { type: 'button', 'data-do': 'dismiss' }, 'Dismiss'),
  );
  byId('alerts').append(box);
  while (byId('alerts').children.length > 3) {
    byId('alerts').firstElementChild.remove();
  }
}

/** The suggestion of the API, and what else it said. */
export function details(error) {
  return [
    error.suggestion ? h('p.suggestion', error.suggestion) : null,
    error.problems.length
      ? h('ul', error.problems.map((each) => h('li', h('code', each.field), ` ${each.message}`)))
      : null,
    h('p.small', error.code, error.reference ? ` · in the log under ${error.reference}` : ''),
  ];
}

/** Takes a complaint away. */
export function dismiss(button) {
  button.closest('.notice').remove();
  byId('main').focus();
}
