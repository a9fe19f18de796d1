/** The destinations, one row each. */
import { byId, h, update } from './dom.js';
import { count, counted, duration, rate } from './format.js';
import { jobPanels } from './jobs.js';
import { isBehind, mayAct, model, severity } from './model.js';
import { sparkline } from './sparkline.js';
import { kindOf, state } from './states.js';
import { ago } from './times.js';

/** Draws them. */
export function drawDestinations() {
  const rows = model.replicators.map(row);
  update(byId('destination-list'), rows.length ? rows : empty());
  update(byId('nav-destinations'), count(rows.length));
}

function empty() {
  return h(
    'p.empty',
    { 'data-key': 'empty' },
    'No destination is configured. Add one under ',
    h('code', 'replicator'),
    ' in the configuration file, and start the daemon again.',
  );
}

function row(it) {
  const title = `destination-${it.id}`;
  return h(
    `article.destination.is-${severity(it)}`,
    { 'data-key': it.id, 'aria-labelledby': title },
    h(
      'header',
      h('div.who', h('h3', { id: title }, it.id), state(it.state, kindOf(it.state)), h('p.target', address(it))),
      mayAct() ? buttons(it) : null,
    ),
    reason(it),
    h('dl.figures', waiting(it), freshness(it), rates(it), refused(it)),
    jobPanels(it),
    routes(it),
  );
}

/** The driver's name is in front only where the address does not say it already. */
function address(it) {
  return it.target.startsWith(`${it.driver}:`) || it.target === it.driver ? it.target : `${it.driver} · ${it.target}`;
}

function button(it, action, text, kind = 'button') {
  return h(kind, { type: 'button', 'data-do': action, 'data-replicator': it.id, 'data-key': action, 'aria-label': `${text.replace('…', '')} ${it.id}` }, text);
}

function buttons(it) {
  const sync = it.state === 'needs-sync' ? 'button.primary' : 'button';
  return h(
    'div.buttons',
    first(it),
    it.state === 'disabled' ? null : button(it, 'sync', 'Sync…', sync),
    it.state === 'disabled' ? null : button(it, 'verify', 'Verify…'),
  );
}

/** The button that fits the state. */
function first(it) {
  switch (it.state) {
    case 'paused':
      return button(it, 'resume', 'Resume', 'button.primary');
    case 'disabled':
      return button(it, 'enable', 'Enable', 'button.primary');
    case 'stalled':
      return [button(it, 'resume', 'Start again', 'button.primary'), button(it, 'pause', 'Pause')];
    case 'needs-sync':
    case 'stopped':
      return null;
    default:
      return button(it, 'pause', 'Pause');
  }
}

function reason(it) {
  if (it.reason) {
    return h('p.reason', { 'data-key': 'reason' }, it.reason, it.nextRetryAt ? [' Next try ', ago(it.nextRetryAt), '.'] : null);
  }
  if (isBehind(it)) {
    return h('p.reason', { 'data-key': 'reason' }, `The oldest change has waited for ${duration(it.lag.seconds)}, although the destination runs.`);
  }
  const past = model.troubles.get(it.id);
  return past ? h('p.past', { 'data-key': 'past' }, 'Last trouble ', ago(past.at), ': ', past.reason) : null;
}

function figure(name, main, rest, kind = '') {
  return h(`div${kind}`, { 'data-key': name }, h('dt', name), h('dd', h('span.main', main), h('span.rest', rest)));
}

function waiting(it) {
  const { events, seconds } = it.lag;
  const rest = events > 0 ? `the oldest for ${duration(seconds)}` : 'nothing behind';
  return figure('Waiting', counted(events, 'change'), [rest, it.parked > 0 ? ` · ${count(it.parked)} parked` : null]);
}

function freshness(it) {
  const { count: measured, p50, p99 } = it.freshness;
  return measured > 0
    ? figure('Freshness', duration(p50), `99 of 100 in ${duration(p99)}`)
    : figure('Freshness', '–', 'nothing in the last minute');
}

function rates(it) {
  const { delivered, failed } = it.rates;
  const wrong = failed > 0 ? h('span.is-bad', ` · ${rate(failed)} failed`) : null;
  return figure('Rate', [rate(delivered), h('span.unit', ' in a second'), wrong], sparkline(it.history), '.wide');
}

function refused(it) {
  const main = it.deadLetters > 0 ? h('a', { href: '#letters', 'data-do': 'show-letters', 'data-replicator': it.id }, count(it.deadLetters)) : '0';
  return figure('Dead letters', main, it.deadLetters > 0 ? 'wait to be redriven' : 'none was refused');
}

function routes(it) {
  const odd = it.routes.filter((route) => route.state !== it.state);
  return h(
    'details.more',
    { 'data-key': 'more' },
    h('summary', counted(it.routes.length, 'route'), odd.length ? h('span.is-bad', ` · ${odd.map((route) => `${route.name} is ${route.state}`).join(', ')}`) : null, ' · counters'),
    h(
      'ul.routes',
      it.routes.map((route) =>
        h('li', { 'data-key': route.name }, h('span.mono', `${route.resource} → ${route.target}`), state(route.state, kindOf(route.state)), route.reason ? h('p', route.reason) : null),
      ),
    ),
    h(
      'dl.counters',
      Object.entries(it.counters).map(([name, value]) => h('div', { 'data-key': name }, h('dt', name), h('dd', count(value)))),
      it.writeLatency.count > 0 ? h('div', h('dt', 'one write takes'), h('dd', `${duration(it.writeLatency.p50)} · 99 of 100 in ${duration(it.writeLatency.p99)}`)) : null,
    ),
    mayAct() && it.state !== 'disabled' && it.state !== 'stopped' ? button(it, 'disable', 'Disable…', 'button.quiet-danger') : null,
  );
}
