/** The live tail: what happens, as it happens. */
import { byId, h, update } from './dom.js';
import { api } from './api.js';
import { count } from './format.js';
import { mark } from './states.js';
import { at } from './times.js';

const MOST = 300;
const PROBLEMS = 'replicator_error,dead_lettered,state_changed,warned,detached';
const KINDS = {
  '': 'Everything',
  'replicated,redriven,superseded,skipped': 'Deliveries',
  [PROBLEMS]: 'Problems',
  'sync_changed,verified': 'Jobs',
};
const TYPES = ['replicated', 'replicator_error', 'dead_lettered', 'skipped', 'superseded', 'redriven', 'state_changed', 'warned', 'sync_changed', 'verified', 'detached'];
const MARKS = { replicated: 'good', redriven: 'good', verified: 'good', replicator_error: 'warn', warned: 'warn', dead_lettered: 'bad', detached: 'bad' };

const tail = { source: null, paused: false, entries: [], fresh: [], drawn: false, serial: 0, retry: 0, pause: 1000, replicator: '', type: '', text: '', onChange: () => {} };

/** Begins to listen; onChange is called when a destination's state changes. */
export function startTail(onChange) {
  tail.onChange = onChange;
  connect();
  draw();
}

/** Ends it. */
export function stopTail() {
  clearTimeout(tail.retry);
  tail.source?.close();
  tail.source = null;
}

function connect() {
  stopTail();
  const source = new EventSource(api.events({ replicator: tail.replicator, type: tail.type }));
  tail.source = source;
  source.addEventListener('hello', () => {
    tail.pause = 1000;
    status('live');
  });
  TYPES.forEach((type) => source.addEventListener(type, (event) => take(JSON.parse(event.data))));
  source.onerror = () => {
    source.close();
    status('interrupted');
    tail.retry = setTimeout(connect, tail.pause);
    tail.pause = Math.min(tail.pause * 2, 15_000);
  };
}

/** Listens again at once, as after the daemon came back. */
export function reconnectTail() {
  if (tail.source && tail.source.readyState === EventSource.CLOSED) {
    tail.pause = 1000;
    connect();
  }
}

function status(word) {
  update(byId('tail-status'), mark(word === 'live' ? 'good' : 'warn'), word);
}

function take(event) {
  tail.serial += 1;
  const entry = { ...event, key: tail.serial };
  (tail.paused ? tail.fresh : tail.entries).unshift(entry);
  tail.entries.length = Math.min(tail.entries.length, MOST);
  tail.fresh.length = Math.min(tail.fresh.length, MOST);
  if (event.type === 'state_changed' || event.type === 'dead_lettered' || event.type === 'verified' || event.type === 'sync_changed') {
    tail.onChange();
  }
  if (!tail.drawn) {
    tail.drawn = true;
    setTimeout(draw, 100); // many events are drawn at once
  }
}

/** Holds the list still, or lets it go on. */
export function toggleTail() {
  tail.paused = !tail.paused;
  if (!tail.paused) {
    tail.entries = [...tail.fresh, ...tail.entries].slice(0, MOST);
    tail.fresh = [];
  }
  draw();
}

/** Empties the list. */
export function clearTail() {
  Object.assign(tail, { entries: [], fresh: [] });
  draw();
}

/** Chooses what to listen to: the daemon sends only that. */
export function chooseTail(what, wanted) {
  Object.assign(tail, { [what]: wanted, entries: [], fresh: [] });
  connect();
  draw();
}

/** Shows only what holds a text. */
export function filterTail(text) {
  tail.text = text.trim().toLowerCase();
  draw();
}

function draw() {
  tail.drawn = false;
  const fits = tail.entries.filter((entry) => tail.text === '' || words(entry).toLowerCase().includes(tail.text));
  const pause = byId('tail-pause');
  pause.setAttribute('aria-pressed', String(tail.paused));
  update(pause, tail.paused ? `Go on${tail.fresh.length ? ` (${count(tail.fresh.length)} new)` : ''}` : 'Hold');
  update(byId('tail-list'), fits.length ? fits.map(line) : h('li.empty', { 'data-key': 'empty' }, tail.text && tail.entries.length ? 'Nothing that was seen holds this text.' : 'Nothing has happened since this page was opened. Changes appear here as they are delivered.'));
}

/** The destinations to choose from. */
export function drawTailChoices(replicators) {
  update(byId('tail-replicator'), h('option', { value: '' }, 'Every destination'), replicators.map((it) => h('option', { value: it.id }, it.id)));
  update(byId('tail-type'), Object.entries(KINDS).map(([value, name]) => h('option', { value }, name)));
}

function line(entry) {
  const record = entry.record === undefined ? null : h('button.link.mono', { type: 'button', 'data-do': 'explain', 'data-resource': entry.resource, 'data-record': entry.record, title: 'Explain its journey' }, `${entry.resource}/${entry.record}`);
  const detail = what(entry);
  return h(
    'li',
    { 'data-key': entry.key },
    h('div.tail-head', at(entry.at), mark(MARKS[entry.type] ?? 'open'), h('span.type', entry.type.replaceAll('_', ' ')), h('span.to', entry.replicator)),
    record || detail ? h('div.tail-body', entry.operation ? `${entry.operation} ` : null, record, detail ? h('p', detail) : null) : null,
  );
}

function what(entry) {
  switch (entry.type) {
    case 'replicator_error':
      return `${entry.error}${entry.willRetry ? ' It is tried again.' : ''}`;
    case 'dead_lettered':
      return entry.error;
    case 'state_changed':
      return `${entry.route ? `${entry.route}: ` : ''}${entry.from} → ${entry.to}${entry.reason ? `. ${entry.reason}` : ''}`;
    case 'warned':
      return `${entry.subject}: ${entry.message}`;
    case 'sync_changed':
      return `${entry.sync} is ${entry.state}${entry.reason ? `. ${entry.reason}` : ''}`;
    case 'verified':
      return entry.certificate;
    case 'detached':
      return `${count(entry.changes)} changes are not delivered: ${entry.reason}`;
    default:
      return entry.attempts > 1 ? `with attempt ${entry.attempts}` : null;
  }
}

function words(entry) {
  return `${entry.type} ${entry.replicator} ${entry.operation ?? ''} ${entry.resource ?? ''}/${entry.record ?? ''} ${what(entry) ?? ''}`;
}
