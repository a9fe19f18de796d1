/** Talks to the daemon. */

/** The daemon said no, and why. */
export class ApiError extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.suggestion = error.suggestion ?? null;
    this.problems = error.problems ?? [];
    this.reference = error.reference ?? null;
  }
}

/** No answer came: the daemon is gone, or the network is. */
export class Unreachable extends Error {
  constructor() {
    super('The daemon does not answer.');
  }
}

const PATIENCE = 15_000;

async function call(method, path, body) {
  let response;
  let text;
  try {
    response = await fetch(`api/v1/${path}`, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(PATIENCE),
    });
    text = await response.text();
  } catch {
    throw new Unreachable();
  }
  const answer = parsed(text);
  if (!response.ok) {
    throw new ApiError(response.status, answer?.error ?? unknown(response.status));
  }
  return answer;
}

function parsed(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function unknown(status) {
  return {
    code: 'UNKNOWN',
    message: `The daemon answered with status ${status}, without a word.`,
    suggestion: 'Something between this page and the daemon may have answered in its place.',
  };
}

/** A part of a path: names and ids may hold anything. */
const part = encodeURIComponent;

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

export const api = {
  session: () => call('GET', 'session'),
  signIn: (token) => call('POST', 'session', { token }),
  signOut: () => call('DELETE', 'session'),
  info: () => call('GET', 'info'),
  resources: () => call('GET', 'resources'),
  records: (resource, parameters) => call('GET', `resources/${part(resource)}${query(parameters)}`),
  record: (resource, id) => call('GET', `resources/${part(resource)}/${part(id)}`),
  replicators: () => call('GET', 'replicators'),
  operate: (replicator, action) => call('POST', `replicators/${part(replicator)}/${action}`),
  start: (replicator, kind, body) => call('POST', `replicators/${part(replicator)}/${kind}`, body),
  jobs: () => call('GET', 'jobs'),
  cancel: (job) => call('DELETE', `jobs/${part(job)}`),
  deadLetters: (parameters) => call('GET', `dead-letters${query(parameters)}`),
  redrive: (body) => call('POST', 'dead-letters/redrive', body),
  transform: (resource, body) => call('POST', `transform/${part(resource)}`, body),
  explain: (resource, id) => call('GET', `explain/${part(resource)}/${part(id)}`),
  purge: (resource, id, options) => call('POST', `purge/${part(resource)}/${part(id)}`, options),
  events: (parameters) => `api/v1/events${query(parameters)}`,
};
