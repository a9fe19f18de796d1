/** Times on the page: relative, with the whole truth in the title, and kept up to date. */
import { h } from './dom.js';
import { absolute, clock, relative } from './format.js';

/** "12 s ago", or "in 8 s". */
export function ago(iso) {
  return h('time', { datetime: iso, title: absolute(iso), 'data-relative': true }, relative(iso));
}

/** The time of day. */
export function at(iso) {
  return h('time', { datetime: iso, title: absolute(iso) }, clock(iso));
}

/** Brings all relative times up to date, once a second. */
export function tick() {
  for (const time of document.querySelectorAll('time[data-relative]')) {
    const text = relative(time.dateTime);
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}
