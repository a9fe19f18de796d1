/** The dead letters: changes that a destination refused for good. */
import { byId, h, update } from './dom.js';
import { api } from './api.js';
import { ask, tick } from './dialogs.js';
import { comparison } from './fields.js';
import { count, counted } from './format.js';
import { redrivePanels } from './jobs.js';
import { mayAct, model } from './model.js';
import { say } from './notices.js';
import { ago } from './times.js';

const PAGE = 50;
const shown = { replicator: '', resource: '', items: [], cursor: null, pages: 1, known: '' };

/** Reads them again if their number, or what is asked for, has changed. */
export async function refreshLetters() {
  const known = JSON.stringify([
    shown.replicator,
    shown.resource,
    shown.pages,
    model.replicators.map((it) => it.deadLetters),
    model.jobs.filter((job) => job.kind === 'redrive').map((job) => job.state),
  ]);
  if (known !== shown.known) {
    await read();
    shown.known = known;
  }
  drawLetters();
}

async function read() {
  const items = [];
  let cursor = null;
  for (let page = 0; page < shown.pages; page += 1) {
    const answer = await api.deadLetters({ replicator: shown.replicator, resource: shown.resource, limit: PAGE, cursor });
    items.push(...answer.items);
    cursor = answer.cursor;
    if (cursor === null) {
      break;
    }
  }
  Object.assign(shown, { items, cursor });
}

/** Draws them. */
function drawLetters() {
  const all = total('');
  update(byId('nav-letters'), count(all));
  byId('nav-letters').classList.toggle('is-warn', all > 0);
  update(byId('letter-filters'), filters());
  update(byId('letter-jobs'), redrivePanels());
  update(byId('letter-list'), shown.items.length ? table() : empty(all));
  drawSelection();
}

function total(id) {
  return model.replicators.filter((it) => id === '' || it.id === id).reduce((sum, it) => sum + it.deadLetters, 0);
}

function empty(all) {
  return h('p.empty', { 'data-key': 'empty' }, all === 0 ? 'Nothing was refused. Every change was delivered, or is on its way.' : 'No dead letter fits this choice.');
}

function filters() {
  const resources = [...new Set(model.replicators.flatMap((it) => it.routes.map((route) => route.resource)))];
  return [
    choice('letters-replicator', 'Destination', 'Every destination', model.replicators.map((it) => it.id)),
    choice('letters-resource', 'Resource', 'Every resource', resources),
  ];
}

function choice(id, label, every, values) {
  return h(
    'label.choice',
    { 'data-key': id },
    h('span', label),
    h('select', { id, 'data-change': id }, h('option', { value: '' }, every), values.map((it) => h('option', { value: it }, it))),
  );
}

/** Shows those of one destination, or one resource. */
export async function chooseLetters(what, wanted) {
  Object.assign(shown, { [what]: wanted, pages: 1 });
  const select = byId(`letters-${what}`);
  if (select) {
    select.value = wanted;
  }
  await refreshLetters();
}

/** Shows the next page too. */
export async function moreLetters() {
  shown.pages += 1;
  await refreshLetters();
}

function table() {
  const act = mayAct();
  return [
    h(
      'table.letters',
      { 'data-key': 'table', role: 'table', 'aria-label': 'Dead letters' },
      h(
        'thead',
        { role: 'rowgroup' },
        h(
          'tr',
          { role: 'row' },
          act ? h('th.tick-cell', head(), h('input', { type: 'checkbox', 'data-do': 'select-all', 'aria-label': 'Select all that are shown' })) : null,
          ['Record', 'Destination', 'Refused because', 'Tries'].map((name) => h('th', head(), name)),
          act ? h('th', head(), h('span.unseen', 'Redrive')) : null,
        ),
      ),
      h('tbody', { role: 'rowgroup' }, shown.items.map((letter) => line(letter, act))),
    ),
    shown.cursor ? h('button', { type: 'button', 'data-do': 'more-letters', 'data-key': 'more' }, 'Show more') : null,
  ];
}

function head() {
  return { scope: 'col', role: 'columnheader' };
}

function line(letter, act) {
  const name = `${letter.resource}/${letter.recordId}`;
  return h(
    'tr',
    { role: 'row', 'data-key': `${letter.replicator} ${letter.id}` },
    act
      ? h('td.tick-cell', { role: 'cell' }, h('input', { type: 'checkbox', name: 'letter', 'data-do': 'select', value: letter.id, 'data-replicator': letter.replicator, 'aria-label': `Select ${name} for ${letter.replicator}` }))
      : null,
    h(
      'td',
      { role: 'cell' },
      h('button.link.mono', { type: 'button', 'data-do': 'explain', 'data-resource': letter.resource, 'data-record': letter.recordId, title: 'Explain its journey' }, name),
      h('span.rest', letter.operation, ' ', ago(letter.changedAt)),
    ),
    h('td', { role: 'cell' }, letter.replicator, h('span.rest.mono', letter.target)),
    h(
      'td.why',
      { role: 'cell' },
      h('span.chip', letter.code),
      ' ',
      letter.error,
      h('span.rest', 'given up ', ago(letter.buriedAt)),
      h('details', h('summary', 'The record'), comparison(letter.before, letter.after)),
    ),
    h('td.number', { role: 'cell' }, h('span.narrow', 'tries '), count(letter.attempts)),
    act
      ? h('td.action', { role: 'cell' }, h('button', { type: 'button', 'data-do': 'redrive-one', 'data-id': letter.id, 'data-replicator': letter.replicator, 'aria-label': `Redrive ${name} to ${letter.replicator}` }, 'Redrive'))
      : null,
  );
}

function selected() {
  return [...document.querySelectorAll('input[name=letter]:checked')];
}

/** The buttons for several. */
export function drawSelection() {
  const boxes = selected();
  const of = shown.replicator ? ` of ${shown.replicator}` : '';
  const all = total(shown.replicator);
  update(
    byId('letter-buttons'),
    mayAct() && all > 0
      ? [
          h('button', { type: 'button', 'data-do': 'redrive-selected', 'data-key': 'selected', 'aria-disabled': boxes.length === 0 ? 'true' : 'false' }, `Redrive selected (${count(boxes.length)})`),
          h('button', { type: 'button', 'data-do': 'redrive-all', 'data-key': 'all' }, `Redrive all${of}…`),
        ]
      : null,
  );
  const button = document.querySelector('[data-do=redrive-selected]');
  button?.setAttribute('aria-disabled', boxes.length === 0 ? 'true' : 'false');
  const every = document.querySelector('[data-do=select-all]');
  if (every) {
    every.checked = boxes.length > 0 && boxes.length === shown.items.length;
    every.indeterminate = boxes.length > 0 && boxes.length < shown.items.length;
  }
}

/** Ticks or unticks what is shown. */
export function selectAll(box) {
  document.querySelectorAll('input[name=letter]').forEach((each) => {
    each.checked = box.checked;
  });
  drawSelection();
}

/** Sends one again. */
export async function redriveOne({ replicator, id }) {
  await api.redrive({ replicator, ids: [id] });
  say(`One dead letter of ${replicator} is being sent again.`);
}

/** Sends the ticked ones again: a job for each destination. */
export async function redriveSelected() {
  const byReplicator = Map.groupBy(selected(), (box) => box.dataset.replicator);
  let sent = 0;
  for (const [replicator, boxes] of byReplicator) {
    await api.redrive({ replicator, ids: boxes.map((box) => box.value) });
    sent += boxes.length;
    boxes.forEach((box) => {
      box.checked = false;
    });
  }
  say(`${counted(sent, 'dead letter')} ${sent === 1 ? 'is' : 'are'} being sent again.`);
  drawSelection();
}

/** Sends all of the chosen destination again, or of all destinations. */
export function redriveAll(refresh) {
  const { replicator } = shown;
  const letters = counted(total(replicator), 'dead letter');
  ask({
    title: replicator ? `Redrive all of ${replicator}?` : 'Redrive all dead letters?',
    body: [
      h('p', `${letters} ${replicator ? `of ${replicator}` : 'of all destinations'} will be sent again, those that are not shown here included.`),
      h('p', 'What is refused again stays a dead letter. A destination that is told events may act on each of them: mail may be sent, money moved.'),
      tick('late', 'true', 'Also those whose records were changed since', false, 'A destination of events then hears of an old state after a newer one. Tables refuse it.'),
    ],
    verb: `Redrive ${letters}`,
    danger: true,
    act: async (data) => {
      const late = data.has('late') ? { late: true } : {};
      await api.redrive(replicator ? { replicator, all: true, ...late } : { all: true, ...late });
      say(`${letters} ${total(replicator) === 1 ? 'is' : 'are'} being sent again.`);
      await refresh();
    },
  });
}
