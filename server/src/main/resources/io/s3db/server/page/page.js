/** The page: signs in, keeps what is shown up to date, and does what is clicked. */
import { byId, h, update } from './dom.js';
import { Unreachable, api } from './api.js';
import { closeDialog } from './dialogs.js';
import { drawDestinations } from './destinations.js';
import { setClock } from './format.js';
import { chooseLetters, drawSelection, moreLetters, redriveAll, redriveOne, redriveSelected, refreshLetters, selectAll } from './letters.js';
import { Link } from './link.js';
import { showLogin } from './login.js';
import { mayAct, model, rememberTroubles } from './model.js';
import { complain, dismiss, say } from './notices.js';
import { disable, operate, sync, verify } from './operations.js';
import { drawOverview } from './overview.js';
import { choose, drawRecordForm, explain, offerIds, preview, purge } from './record.js';
import { chooseTail, clearTail, drawTailChoices, filterTail, reconnectTail, startTail, stopTail, toggleTail } from './tail.js';
import { tick } from './times.js';

const START_AGAIN = 3_000;
let link = null;

const refresh = () => link.now();

/** What buttons do, by their data-do. */
const clicks = {
  pause: ({ replicator }) => operated(replicator, 'pause'),
  resume: ({ replicator }) => operated(replicator, 'resume'),
  enable: ({ replicator }) => operated(replicator, 'enable'),
  disable: ({ replicator }) => disable(replicator, refresh),
  sync: ({ replicator }) => sync(replicator, refresh),
  verify: ({ replicator }) => verify(replicator, refresh),
  'cancel-job': ({ job }) => cancel(job),
  'show-letters': ({ replicator }) => chooseLetters('replicator', replicator),
  'more-letters': moreLetters,
  select: drawSelection,
  'select-all': (_, box) => selectAll(box),
  'redrive-one': async (data) => {
    await redriveOne(data);
    await refresh();
  },
  'redrive-selected': async () => {
    await redriveSelected();
    await refresh();
  },
  'redrive-all': () => redriveAll(refresh),
  explain: explainThat,
  'explain-chosen': explain,
  preview,
  purge,
  'tail-pause': toggleTail,
  'tail-clear': clearTail,
  'close-dialog': closeDialog,
  dismiss: (_, button) => dismiss(button),
  'try-now': refresh,
  'sign-out': signOut,
};

/** What choices do, by their data-change. */
const choices = {
  'letters-replicator': (wanted) => chooseLetters('replicator', wanted),
  'letters-resource': (wanted) => chooseLetters('resource', wanted),
  'tail-replicator': (wanted) => chooseTail('replicator', wanted),
  'tail-type': (wanted) => chooseTail('type', wanted),
  'record-resource': offerIds,
};

async function operated(replicator, action) {
  await operate(replicator, action);
  await refresh();
}

async function cancel(job) {
  await api.cancel(job);
  say('It is cancelled.');
  await refresh();
}

async function explainThat({ resource, record }) {
  choose(resource, record);
  await explain();
  byId('record-title')?.focus({ preventScroll: true });
  byId('record').scrollIntoView();
}

async function signOut() {
  await api.signOut();
  leave('You are signed out.');
}

/** Does something, once at a time for each button, and says what went wrong. */
async function perform(element, action) {
  if (element.getAttribute('aria-disabled') === 'true') {
    return;
  }
  const holds = element.tagName === 'BUTTON';
  if (holds) {
    element.setAttribute('aria-disabled', 'true');
  }
  try {
    await action();
  } catch (error) {
    complain(error);
    if (error instanceof Unreachable) {
      link?.now();
    }
  } finally {
    if (holds) {
      element.removeAttribute('aria-disabled');
      drawSelection();
    }
  }
}

document.addEventListener('click', (event) => {
  const element = event.target.closest('[data-do]');
  if (element) {
    perform(element, () => clicks[element.dataset.do](element.dataset, element));
  }
});
document.addEventListener('change', (event) => {
  const element = event.target.closest('[data-change]');
  if (element) {
    perform(element, () => choices[element.dataset.change](element.value));
  }
});
byId('tail-text').addEventListener('input', (event) => filterTail(event.target.value));
byId('record-form').addEventListener('submit', (event) => {
  event.preventDefault();
  perform(event.submitter ?? event.target, () => clicks[event.submitter?.value === 'preview' ? 'preview' : 'explain-chosen']());
});

async function read() {
  const [info, { replicators }, { jobs }] = await Promise.all([api.info(), api.replicators(), api.jobs()]);
  setClock(info);
  Object.assign(model, { info, replicators, jobs, access: info.access });
  rememberTroubles(Date.now());
  drawOverview();
  drawDestinations();
  drawTailChoices(replicators);
  await refreshLetters();
}

async function enter() {
  const session = await api.session();
  Object.assign(model, session);
  if (session.access === 'none') {
    showLogin(enter);
    return;
  }
  model.resources = (await api.resources()).resources;
  link = new Link({ read, onSignedOut: () => leave('The session has ended. Sign in again.'), onBack: reconnectTail });
  await link.now();
  if (!model.info) {
    return; // the banner says why, and it is tried again
  }
  document.body.dataset.access = model.access;
  byId('board').hidden = false;
  byId('nav').hidden = false;
  update(byId('who'), who());
  drawRecordForm();
  startTail(() => setTimeout(refresh, 50));
  await offerIds();
}

function who() {
  return [
    mayAct() ? null : h('span.badge', 'Read only'),
    model.tokenRequired ? h('button.plain', { type: 'button', 'data-do': 'sign-out' }, 'Sign out') : null,
  ];
}

function leave(why) {
  link?.stop();
  link = null;
  stopTail();
  byId('board').hidden = true;
  byId('nav').hidden = true;
  update(byId('who'));
  Object.assign(model, { access: 'none', info: null });
  showLogin(enter, why);
}

async function start() {
  try {
    await enter();
  } catch (error) {
    update(byId('lost'), h('p', h('strong', error.message), ' It is tried again every few seconds.'));
    byId('lost').hidden = false;
    setTimeout(start, START_AGAIN);
    return;
  }
  byId('loading').hidden = true;
}

setInterval(tick, 1_000);
start();
