/** One record: its journey, and what each destination would get of it. */
import { byId, h, update } from './dom.js';
import { ApiError, api } from './api.js';
import { Mistake, ask, field, tick } from './dialogs.js';
import { fields } from './fields.js';
import { counted } from './format.js';
import { timeline } from './journey.js';
import { mayAct, model } from './model.js';
import { details, say } from './notices.js';
import { state } from './states.js';

const OUTCOMES = { row: ['sent', 'good'], skipped: ['skipped', 'calm'], 'not-listed': ['not listed', 'calm'], failed: ['failed', 'bad'] };
let asked = 0;

/** Draws the resources to choose from. */
export function drawRecordForm() {
  update(byId('record-resource'), model.resources.map((it) => h('option', { value: it.name }, it.name)));
  byId('record-empty').hidden = model.resources.length > 0;
  byId('record-form').hidden = model.resources.length === 0;
  update(byId('record-purge'), mayAct() ? h('button.quiet-danger', { type: 'button', 'data-do': 'purge' }, 'Erase traces…') : null);
}

/** Offers some ids of the chosen resource. */
export async function offerIds() {
  const resource = byId('record-resource').value;
  if (resource) {
    const { items } = await api.records(resource, { limit: 20 });
    update(byId('record-ids'), items.map((it) => h('option', { value: it.id })));
    byId('record-id').placeholder = items.length ? `such as ${items[0].id}` : 'there are no records yet';
  }
}

/** Fills the form in, as for a record that was clicked on. */
export function choose(resource, id) {
  byId('record-resource').value = resource;
  byId('record-id').value = id;
}

function chosen() {
  const id = byId('record-id').value;
  if (id === '') {
    byId('record-id').focus();
    throw new Mistake('Type the id of a record first.');
  }
  return { resource: byId('record-resource').value, id };
}

/** Shows an answer unless something else was asked meanwhile. */
async function show(title, read) {
  asked += 1;
  const mine = asked;
  const place = byId('record-result');
  place.setAttribute('aria-busy', 'true');
  let content;
  try {
    content = await read();
  } catch (error) {
    content = h('div.trouble.is-bad', h('p', error.message), error instanceof ApiError ? details(error) : null);
  }
  if (mine === asked) {
    place.removeAttribute('aria-busy');
    place.replaceChildren(h('h3', { tabindex: '-1', id: 'record-title' }, title), ...[content].flat(Infinity).filter(Boolean));
  }
}

/** What happened to it. */
export async function explain() {
  const { resource, id } = chosen();
  await show(['The journey of ', h('span.mono', `${resource}/${id}`)], async () => timeline(await api.explain(resource, id)));
}

/** What each destination would get of it. */
export async function preview() {
  const { resource, id } = chosen();
  const operation = byId('record-operation').value;
  await show([`If this was ${{ insert: 'inserted', update: 'updated', delete: 'deleted' }[operation]}: `, h('span.mono', `${resource}/${id}`)], async () => {
    const record = await api.record(resource, id);
    const { destinations } = await api.transform(resource, operation === 'update' ? { id, operation, before: record } : { id, operation });
    return previews(record, destinations);
  });
}

function previews(record, destinations) {
  return [
    h('p.hint', 'Nothing is sent. “Now” in a transform is the time of the change.'),
    h('div.previews', h('section', h('h4', 'The record'), fields(record, 'The record')), destinations.map((it) => destination(record, it))),
    destinations.length ? null : h('p.empty', 'No destination carries this resource.'),
  ];
}

function destination(record, it) {
  const [word, kind] = OUTCOMES[it.outcome] ?? [it.outcome, 'open'];
  const left = it.data ? Object.keys(record).filter((name) => !(name in it.data)) : [];
  return h(
    'section',
    { 'aria-label': `${it.replicator} ${it.target}` },
    h('h4', it.replicator, ' ', h('span.mono.rest', it.target), state(word, kind)),
    it.error ? h('p.trouble.is-bad', it.error) : null,
    it.outcome === 'skipped' ? h('p.hint', 'The transform returns null: nothing is sent.') : null,
    it.outcome === 'not-listed' ? h('p.hint', 'The actions of the route do not list this operation.') : null,
    it.data ? fields(it.data, `What ${it.replicator} would get`) : null,
    left.length ? h('p.hint', 'Not under its own name: ', left.join(', ')) : null,
  );
}

/** Erases what is left of it outside the source. */
export function purge() {
  const { resource, id } = chosen();
  ask({
    title: 'Erase the traces of this record?',
    body: [
      h('p', 'Every image of ', h('code', `${resource}/${id}`), ' is erased from the journal, the state, the log and the claims. The record in the source and the rows at the destinations stay.'),
      h('p', h('strong', 'This cannot be taken back.')),
      tick('existing', 'true', 'The record is still there: erase its traces all the same', false),
      tick('force', 'true', 'Erase changes that are still to be sent, too', false, 'The destinations never get them, and differ from the source from then on.'),
      field('Type the id to go on', h('input', { name: 'typed', autocomplete: 'off', autofocus: true, spellcheck: 'false' })),
    ],
    verb: 'Erase for good',
    danger: true,
    act: async (data) => {
      if (data.get('typed') !== id) {
        throw new Mistake('That is not the id.');
      }
      const report = await api.purge(resource, id, { existing: data.has('existing'), force: data.has('force') });
      say(`The traces of ${resource}/${id} are erased.`);
      await show(['What was erased of ', h('span.mono', `${resource}/${id}`)], async () => erased(report));
    },
  });
}

function erased(report) {
  const parts = [
    [report.journal, 'change', 'in the journal'],
    [report.parked, 'parked change', ''],
    [report.deadLetters, 'dead letter', ''],
    [report.rowKeys, 'key', 'of rows'],
    [report.logLines, 'line', 'of the log'],
    [report.claims, 'content', 'of large messages'],
  ].filter(([number]) => number > 0);
  return [
    parts.length ? h('ul', parts.map(([number, name, where]) => h('li', counted(number, name), ' ', where))) : h('p', 'There was nothing to erase.'),
    Object.entries(report.dropped ?? {}).map(([id, changes]) => h('p', `${id} never gets ${counted(changes, 'change')}.`)),
    (report.remarks ?? []).map((each) => h('p', each)),
  ];
}
