/** The sentence at the top, and the source. */
import { byId, h, update } from './dom.js';
import { absolute, bytes, count, counted, duration } from './format.js';
import { mark, state } from './states.js';
import { isBehind, model, severity } from './model.js';
import { ago } from './times.js';

/** Draws it. */
export function drawOverview() {
  const { kind, text, rest } = verdict();
  update(byId('verdict'), mark(kind), h('span', text));
  update(byId('verdict-rest'), rest);
  update(byId('source'), source(model.info));
  update(byId('name'), model.info.database.name);
  const worst = kind === 'bad' || kind === 'warn';
  document.title = `${worst ? '\u26a0 ' : ''}${model.info.database.name} · S3DB`;
  byId('icon').setAttribute('href', worst ? 'icon-alert.svg' : 'icon.svg');
}

/** What somebody who was just woken up wants to know. */
function verdict() {
  const all = model.replicators;
  if (!model.info.replication.enabled || all.length === 0) {
    return { kind: 'open', text: 'Nothing is replicated.', rest: 'The configuration names no destinations.' };
  }
  const bad = all.filter((it) => severity(it) === 'bad');
  const warn = all.filter((it) => severity(it) === 'warn');
  if (bad.length) {
    return { kind: 'bad', text: `${names(bad)} ${bad.length === 1 ? 'needs' : 'need'} you.`, rest: others(all, bad) };
  }
  if (warn.length) {
    return { kind: 'warn', text: worry(warn), rest: others(all, warn) };
  }
  const idle = all.filter((it) => it.state !== 'running');
  if (idle.length) {
    return { kind: 'calm', text: `${names(idle)} ${idle.length === 1 ? 'does' : 'do'} not deliver.`, rest: others(all, idle) };
  }
  return { kind: 'good', text: all.length === 1 ? 'The destination is up to date.' : `All ${all.length} destinations are up to date.`, rest: waiting(all) };
}

function worry(warn) {
  const troubled = warn.filter((it) => it.state === 'retrying');
  if (troubled.length) {
    return `${names(troubled)} cannot be reached.`;
  }
  const behind = warn.filter(isBehind);
  if (behind.length) {
    return `${names(behind)} ${behind.length === 1 ? 'does' : 'do'} not get on.`;
  }
  const letters = warn.reduce((sum, it) => sum + it.deadLetters, 0);
  return letters > 0 ? `${counted(letters, 'change')} ${letters === 1 ? 'was' : 'were'} refused.` : `${names(warn)} cannot be reached in part.`;
}

function names(list) {
  const ids = list.map((it) => it.id);
  return ids.length <= 3
    ? ids.join(', ').replace(/, ([^,]*)$/, ' and $1')
    : `${ids.slice(0, 2).join(', ')} and ${ids.length - 2} more`;
}

/** The rest, by what they do: "2 others are fine, partners is paused". */
function others(all, some) {
  const rest = all.filter((it) => !some.includes(it));
  const fine = rest.filter((it) => severity(it) === 'good').length;
  const said = rest.filter((it) => severity(it) !== 'good').map(trouble);
  if (fine > 0) {
    said.unshift(`${count(fine)} ${fine === 1 ? 'other is' : 'others are'} fine`);
  }
  return [said.length ? `${said.join(', ').replace(/, ([^,]*)$/, ' and $1')}. ` : '', waiting(all)];
}

function trouble(it) {
  if (it.state !== 'running') {
    return `${it.id} is ${it.state}`;
  }
  return it.deadLetters > 0 ? `${it.id} has ${counted(it.deadLetters, 'dead letter')}` : `${it.id} does not get on`;
}

function waiting(all) {
  const events = all.reduce((sum, it) => sum + it.lag.events, 0);
  const oldest = Math.max(...all.map((it) => it.lag.seconds));
  return events === 0
    ? 'No change waits.'
    : `${counted(events, 'change')} ${events === 1 ? 'waits' : 'wait'}, the oldest for ${duration(oldest)}.`;
}

function source({ database, replication, uptimeSeconds, startedAt, version }) {
  return [
    item('Source', h('span.mono', database.address)),
    replication.enabled ? journal(replication) : null,
    item('Up for', h('span', { title: absolute(startedAt) }, duration(uptimeSeconds))),
    item('Version', version),
  ];
}

function journal({ writes, journalBytes, inDoubt, unresolved, droppedEvents }) {
  return [
    item('Writes', h('span', { title: 'of replicated resources, since the start' }, count(writes))),
    item('Journal', bytes(journalBytes)),
    item('Writes in doubt', inDoubt > 0 ? state(count(inDoubt), 'warn') : 'none', inDoubt > 0 ? 'The store is asked whether they took effect.' : null),
    unresolved > 0 ? item('Writes never resolved', state(count(unresolved), 'warn'), 'Later writes cover them. Verify the destinations.') : null,
    droppedEvents > 0 ? item('Events missed', count(droppedEvents), 'A listener was too slow. Replication is not affected.') : null,
  ];
}

function item(name, value, hint) {
  return h('div', { 'data-key': name }, h('dt', name), h('dd', value, hint ? h('span.hint', hint) : null));
}

/** How old what is shown is: while the daemon does not answer. */
export function drawAge(since) {
  update(byId('as-of'), since ? ['What is shown is from ', ago(since), '.'] : null);
}
