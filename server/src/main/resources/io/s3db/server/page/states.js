/** States as a shape and a word: never as a colour alone. */
import { h, svg } from './dom.js';

const SHAPES = {
  good: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11Z',
  warn: 'M8 1.8 15 14H1Z',
  bad: 'M3 2.5h10a.5.5 0 0 1 .5.5v10a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5Z',
  calm: 'M4 3h3v10H4ZM9 3h3v10H9Z',
  open: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11ZM8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7Z',
};

/** A small mark: circle, triangle, square, bars, ring. */
export function mark(kind) {
  return svg(
    `svg.mark.is-${kind}`,
    { viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svg('path', { d: SHAPES[kind], 'fill-rule': 'evenodd' }),
  );
}

/** A state with its mark. */
export function state(word, kind) {
  return h(`span.state.is-${kind}`, mark(kind), word.replaceAll('-', '\u2011'));
}

const BY_STATE = {
  running: 'good',
  retrying: 'warn',
  denied: 'bad',
  stalled: 'bad',
  'needs-sync': 'bad',
  paused: 'calm',
  disabled: 'calm',
};

/** How bad a state is; those without an opinion are open. */
export function kindOf(word) {
  return BY_STATE[word] ?? 'open';
}
