/** Long work: how far it is, and what came of it. */
import { h } from './dom.js';
import { count, counted, duration } from './format.js';
import { mayAct, model } from './model.js';
import { state } from './states.js';
import { ago } from './times.js';

const KINDS = { sync: 'Sync', verify: 'Verification', redrive: 'Redrive' };
const STATES = { running: 'open', waiting: 'warn', halted: 'bad', finished: 'good', cancelled: 'calm', failed: 'bad' };

/** Whether a job goes on. */
function isActive(job) {
  return job.state === 'running' || job.state === 'waiting';
}

/** The latest sync and the latest verification of a destination. */
export function jobPanels(it) {
  return [it.sync, it.verify].filter(Boolean).map(panel);
}

/** The redrives: under way, and the last that ended. */
export function redrivePanels() {
  const redrives = model.jobs.filter((job) => job.kind === 'redrive');
  const ended = redrives.filter((job) => !isActive(job)).sort((a, b) => b.endedAt.localeCompare(a.endedAt));
  return [...redrives.filter(isActive), ...ended.slice(0, 1)].map(panel);
}

function panel(job) {
  return h(
    'div.job',
    { 'data-key': job.kind === 'redrive' ? job.id : job.kind, 'data-job': job.id },
    h(
      'div.job-head',
      h('span', h('strong', KINDS[job.kind] ?? job.kind), job.kind === 'redrive' && job.replicator ? ` of ${job.replicator}` : null),
      state(job.state, STATES[job.state] ?? 'open'),
      h('span.when', isActive(job) ? ['since ', ago(job.startedAt)] : ago(job.endedAt ?? job.startedAt)),
      isActive(job) && mayAct() ? h('button', { type: 'button', 'data-do': 'cancel-job', 'data-job': job.id, 'aria-label': `Cancel the ${KINDS[job.kind] ?? job.kind}` }, 'Cancel') : null,
    ),
    isActive(job) ? progress(job) : null,
    job.reason ? h('p', job.reason) : null,
    outcome(job),
  );
}

function progress(job) {
  const { done, total, fraction } = job.progress;
  const bar = { 'aria-label': `${KINDS[job.kind] ?? job.kind}: progress`, max: fraction === null ? null : 1, value: fraction };
  return h('div.progress', h('progress', bar), h('span', total === null ? counted(done, job.kind === 'verify' ? 'row' : 'record') : `${count(done)} of ${count(total)}`));
}

function outcome(job) {
  if (job.kind === 'sync') {
    return isActive(job) ? null : synced(job);
  }
  if (!job.result) {
    return null;
  }
  return job.kind === 'verify' ? verified(job) : redriven(job.result);
}

function synced({ progress: it, startedAt, endedAt }) {
  const rest = [
    it.superseded > 0 ? `${count(it.superseded)} changed meanwhile` : '',
    it.filtered > 0 ? `${count(it.filtered)} filtered` : '',
    it.unreadable > 0 ? `${count(it.unreadable)} unreadable` : '',
    endedAt ? `in ${duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)}` : '',
  ].filter(Boolean);
  return h('p', `${counted(it.copied, 'record')} copied`, rest.length ? `, ${rest.join(', ')}` : '', '.');
}

function verified({ result }) {
  return [
    h('p', state(result.equal ? 'equal' : 'different', result.equal ? 'good' : 'bad'), ' ', h('span.mono.wrap', result.certificate)),
    result.routes.map(difference),
    result.journal ? reconciled(result.journal) : null,
  ];
}

/** Of a destination of events: what became of the changes that the journal still holds. */
function reconciled({ routes, miscounted, notes }) {
  const found = (route) =>
    ['accepted', 'skipped', 'deadLetters', 'redriven', 'parked', 'waiting', 'unknown']
      .filter((name) => route[name] > 0)
      .map((name) => `${count(route[name])} ${name === 'deadLetters' ? 'dead letters' : name}`);
  return [
    routes.map((route) => h('p', { 'data-key': route.name }, h('span.mono', route.target), `: ${found(route).join(', ') || 'no changes in the journal'}`)),
    miscounted === 0 ? null : h('p.is-bad', `${count(Math.abs(miscounted))} ${miscounted > 0 ? 'more' : 'fewer'} changes in the journal than were counted`),
    notes.length ? h('details', h('summary', 'What cannot be known'), h('ul.examples', notes.map((note) => h('li', note)))) : null,
  ];
}

function difference(route) {
  const found = ['missing', 'extra', 'different', 'failed', 'moving', 'repaired']
    .filter((name) => route[name] > 0)
    .map((name) => `${count(route[name])} ${name}`);
  return found.length
    ? h(
        'div',
        { 'data-key': route.name },
        h('p', h('span.mono', route.target), `: ${found.join(', ')}`),
        h('ul.examples', route.examples.map((each) => h('li', h('span.chip', each.kind), ' ', h('code', each.key), each.detail ? ` ${each.detail}` : ''))),
      )
    : null;
}

function redriven({ counts, results }) {
  const said = Object.entries(counts).filter(([, value]) => value > 0).map(([name, value]) => `${count(value)} ${name}`);
  const wrong = results.filter((each) => each.outcome !== 'redriven');
  return [
    h('p', said.length ? said.join(', ') : 'There was nothing to redrive.'),
    wrong.length
      ? h('details', h('summary', `Why ${counted(wrong.length, 'was', 'were')} not`), h('ul.examples', wrong.slice(0, 50).map((each) => h('li', h('code', each.id), ` ${each.outcome}: ${each.detail}`))))
      : null,
  ];
}
