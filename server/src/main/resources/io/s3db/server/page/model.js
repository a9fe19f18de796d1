/** What the page knows. One object, changed in place by whoever learns something. */
export const model = {
  /** What this caller may do: none, read or full. */
  access: 'none',
  tokenRequired: false,
  /** The daemon, as of the last answer; null before the first. */
  info: null,
  resources: [],
  replicators: [],
  jobs: [],
  /** The latest trouble of each destination while this page was open: { reason, at }. */
  troubles: new Map(),
};

/** Whether this caller may change something. */
export function mayAct() {
  return model.access === 'full';
}

/** The destination with an id. */
export function replicator(id) {
  return model.replicators.find((each) => each.id === id);
}

const DIRE = new Set(['denied', 'stalled', 'needs-sync']);
const STUCK_AFTER = 60; // seconds, as the daemon's own default

/** How a destination is: bad (somebody must act), warn (watch it), calm (somebody's wish), good. */
export function severity(it) {
  if (DIRE.has(it.state) || it.routes.some((route) => DIRE.has(route.state))) {
    return 'bad';
  }
  if (it.state === 'retrying' || isBehind(it) || it.deadLetters > 0 || it.routes.some((route) => route.state === 'retrying')) {
    return 'warn';
  }
  return it.state === 'running' && it.routes.every((route) => route.state === 'running') ? 'good' : 'calm';
}

/** Whether a destination is said to run, and does not get on. */
export function isBehind(it) {
  return it.state === 'running' && it.lag.events > 0 && it.lag.seconds > STUCK_AFTER;
}

/** Remembers why destinations were in trouble, for after they recovered. */
export function rememberTroubles(at) {
  for (const it of model.replicators) {
    if (it.reason && it.state !== 'paused' && it.state !== 'disabled' && it.state !== 'starting') {
      model.troubles.set(it.id, { reason: it.reason, at: new Date(at).toISOString() });
    }
  }
}
