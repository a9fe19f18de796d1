/** The connection to the daemon: asks again and again, says when it is lost, and notices when it is back. */
import { byId, h, update } from './dom.js';
import { ApiError, Unreachable } from './api.js';
import { drawAge } from './overview.js';
import { ago } from './times.js';
import { complain, say } from './notices.js';

const EVERY = 2_000;
const LONGEST = 15_000;

export class Link {
  #read;
  #onSignedOut;
  #onBack;
  #timer = 0;
  #pause = EVERY;
  #lastGood = null;
  #lostSince = null;
  #running = null;
  #stopped = false;

  /** read asks the daemon for everything and draws it. */
  constructor({ read, onSignedOut, onBack }) {
    this.#read = read;
    this.#onSignedOut = onSignedOut;
    this.#onBack = onBack;
    this.visible = () => (document.hidden ? clearTimeout(this.#timer) : this.now());
    document.addEventListener('visibilitychange', this.visible);
  }

  /** Asks at once; several calls at a time are one. */
  async now() {
    clearTimeout(this.#timer);
    this.#running ??= this.#once().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.visible);
    this.#show(null);
  }

  async #once() {
    try {
      await this.#read();
      this.#good();
    } catch (error) {
      this.#bad(error);
    }
    clearTimeout(this.#timer);
    if (!this.#stopped && !document.hidden) {
      this.#timer = setTimeout(() => this.now(), this.#pause);
    }
  }

  #good() {
    this.#lastGood = new Date().toISOString();
    this.#pause = EVERY;
    if (this.#lostSince) {
      this.#lostSince = null;
      this.#show(null);
      say('The daemon answers again.');
      this.#onBack();
    }
  }

  #bad(error) {
    if (error instanceof ApiError && error.status === 401) {
      this.#onSignedOut();
      return;
    }
    const away = error instanceof Unreachable || (error instanceof ApiError && error.status === 503);
    if (!away) {
      complain(error, 'Reading from the daemon');
      this.#pause = LONGEST;
      return;
    }
    this.#lostSince ??= new Date().toISOString();
    this.#show(error);
    this.#pause = Math.min(this.#pause * 1.5, LONGEST);
  }

  #show(error) {
    const banner = byId('lost');
    banner.hidden = error === null;
    document.body.classList.toggle('is-lost', error !== null);
    drawAge(error === null ? null : this.#lastGood);
    update(
      banner,
      error === null
        ? null
        : [
            h('p', h('strong', error.message), ' Lost ', ago(this.#lostSince), '. It is tried again every few seconds.'),
            h('button', { type: 'button', 'data-do': 'try-now' }, 'Try now'),
          ],
    );
  }
}
