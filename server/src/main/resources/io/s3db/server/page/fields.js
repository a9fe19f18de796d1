/** Records as fields, so that what changed can be seen. */
import { h } from './dom.js';
import { value } from './format.js';

/** Two states of a record beside each other; either may be null. */
export function comparison(before, after) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return h(
    'div.scroll',
    { tabindex: '0', role: 'region', 'aria-label': 'The record before and after' },
    h(
      'table.fields',
      h('thead', h('tr', h('th', { scope: 'col' }, 'Field'), before ? h('th', { scope: 'col' }, 'Before') : null, after ? h('th', { scope: 'col' }, 'After') : null)),
      h(
        'tbody',
        names.map((name) => {
          const changed = before && after && value(before[name]) !== value(after[name]);
          return h(
            changed ? 'tr.changed' : 'tr',
            { 'data-key': name },
            h('th', { scope: 'row' }, name),
            before ? h('td', value(before[name])) : null,
            after ? h('td', value(after[name]), changed ? h('span.chip', 'changed') : null) : null,
          );
        }),
      ),
    ),
  );
}

/** One record. */
export function fields(record, label) {
  return h(
    'div.scroll',
    { tabindex: '0', role: 'region', 'aria-label': label },
    h('table.fields', h('tbody', Object.entries(record).map(([name, any]) => h('tr', { 'data-key': name }, h('th', { scope: 'row' }, name), h('td', value(any)))))),
  );
}
