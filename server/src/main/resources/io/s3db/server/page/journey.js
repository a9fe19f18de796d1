/** The journey of one record, as a timeline: each change, and what became of it at each destination. */
import { h } from './dom.js';
import { fields } from './fields.js';
import { mark, state } from './states.js';
import { ago } from './times.js';

const VERDICTS = {
  delivered: ['delivered', 'good'],
  superseded: ['superseded', 'calm'],
  settled: ['settled', 'good'],
  'not-listed': ['not listed', 'calm'],
  skipped: ['skipped', 'calm'],
  'not-for-this': ['not for this', 'calm'],
  waiting: ['waiting', 'open'],
  parked: ['parked', 'warn'],
  'dead-lettered': ['dead letter', 'bad'],
  missed: ['missed', 'bad'],
};
const OUTCOMES = { applied: 'good', void: 'calm', in_doubt: 'warn' };

/** The whole of it. */
export function timeline(explanation) {
  if (!explanation.known) {
    return h('p.empty', `Nothing is known of ${explanation.resource}/${explanation.recordId}: there is no such record, and neither the journal nor a destination has a trace of it.`);
  }
  const changes = withLost(explanation);
  return [
    h(
      'ol.timeline',
      changes.map((change) => entry(change, explanation.journeys)),
      h('li.now', mark(explanation.source.kind === 'present' ? 'good' : 'calm'), h('div', h('strong', 'In the source now'), h('p', explanation.source.sentence, '.'))),
    ),
    h('p.hint', 'The journal: ', explanation.journal.sentence, '.'),
    explanation.journeys.filter((it) => it.remark || it.reason).map(remark),
  ];
}

/** The journal's changes, behind those that only a destination still knows. */
function withLost({ journal, journeys }) {
  const ids = new Set(journal.changes.map((change) => change.id));
  const lost = new Set(journeys.flatMap((it) => it.steps.map((step) => step.change)).filter((id) => !ids.has(id)));
  return [...[...lost].map((id) => ({ id, operation: null })), ...journal.changes];
}

function entry(change, journeys) {
  const steps = journeys.flatMap((way) => way.steps.filter((step) => step.change === change.id).map((step) => ({ way, step })));
  return h(
    'li',
    mark(OUTCOMES[change.outcome] ?? 'open'),
    h(
      'div',
      h('p', h('strong', change.operation ?? 'An earlier change'), ' ', change.changedAt ? ago(change.changedAt) : 'that the journal does not hold any more', change.outcome && change.outcome !== 'applied' ? state(change.outcome.replace('_', ' '), OUTCOMES[change.outcome]) : null),
      h('p.rest.mono', [change.version, change.position ? `journal ${change.position}` : 'not in the journal', change.recipient ? `for ${change.recipient} alone` : null].filter(Boolean).join(' · ')),
      h('ul.ways', steps.map(({ way, step }) => stop(way, step))),
    ),
  );
}

function stop(way, step) {
  const [word, kind] = VERDICTS[step.kind] ?? [step.kind, 'open'];
  return h(
    'li',
    h('span.to', way.replicator, way.target ? h('span.mono.rest', way.target) : null),
    h('div', state(word, kind), h('p', step.sentence, '.'), step.row ? h('details', h('summary', 'What is sent'), fields(step.row, `What ${way.replicator} gets`)) : null),
  );
}

function remark(way) {
  return h('p.hint', h('strong', way.replicator), ': ', [way.reason, way.remark].filter(Boolean).join(' '));
}
