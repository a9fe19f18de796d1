/** What an operator does to a destination. */
import { h } from './dom.js';
import { api } from './api.js';
import { Mistake, ask, chosenResources, field, resourceChoice, tick } from './dialogs.js';
import { counted } from './format.js';
import { replicator } from './model.js';
import { say } from './notices.js';

const DONE = { pause: 'is paused', resume: 'goes on', enable: 'is enabled', disable: 'is disabled' };

/** Pause, resume, enable. */
export async function operate(id, action) {
  await api.operate(id, action);
  say(`${id} ${DONE[action]}.`);
}

/** Switches a destination off. */
export function disable(id, refresh) {
  const it = replicator(id);
  ask({
    title: `Disable ${id}?`,
    body: [
      h('p', `Nothing waits for ${id} any more: the journal forgets what it has not got, ${counted(it.lag.events, 'change')} at the moment. When it is enabled after the journal was trimmed, it must be synced.`),
      h('p', 'To keep the changes for later, pause it instead.'),
    ],
    verb: `Disable ${id}`,
    danger: true,
    act: async () => {
      await operate(id, 'disable');
      await refresh();
    },
  });
}

/** Copies the existing records. */
export function sync(id, refresh) {
  const it = replicator(id);
  ask({
    title: `Sync ${id}`,
    body: [
      h('p', `Copies the existing records to ${id}, while writes go on. It can be cancelled, and outlives a restart.`),
      resourceChoice(it),
      field('Only those where', h('input', { name: 'where', spellcheck: 'false', placeholder: '{"region":"eu"}' }), 'A query as a JSON object; empty for all.'),
      field('Only those changed since', h('input', { name: 'changedSince', type: 'datetime-local', step: '1' }), 'Your local time; empty for all.'),
      field('Records in a second, at most', h('input', { name: 'rateLimit', type: 'number', min: '1', inputmode: 'numeric' }), 'Empty for as fast as it goes.'),
    ],
    verb: 'Start the sync',
    act: async (data) => {
      await api.start(id, 'sync', {
        resources: chosenResources(data, it),
        where: query(data.get('where')),
        changedSince: data.get('changedSince') ? new Date(data.get('changedSince')).toISOString() : undefined,
        rateLimit: data.get('rateLimit') ? Number(data.get('rateLimit')) : undefined,
      });
      say(`The sync of ${id} has begun.`);
      await refresh();
    },
  });
}

function query(text) {
  if (text.trim() === '') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Mistake(`The query is no JSON: ${error.message}`);
  }
}

/** Compares a destination with the source. */
export function verify(id, refresh) {
  const it = replicator(id);
  ask({
    title: `Verify ${id}`,
    body: [
      h('p', `Compares every row of ${id} with what the source makes of it, while writes go on.`),
      resourceChoice(it),
      field('Columns to pass over', h('input', { name: 'ignore', spellcheck: 'false', placeholder: 'synced_at, updated_by' }), 'With commas between them.'),
      tick('repair', 'true', 'Repair what differs', false, 'Rows that are missing or different are written again, and rows that have no record are removed from the destination. That cannot be taken back.'),
    ],
    verb: 'Start the verification',
    act: async (data) => {
      const repair = data.has('repair');
      const ignore = data.get('ignore').split(',').map((name) => name.trim()).filter(Boolean);
      await api.start(id, 'verify', { resources: chosenResources(data, it), ignore, repair });
      say(`The verification of ${id} has begun${repair ? '; it repairs what differs' : ''}.`);
      await refresh();
    },
  });
}
