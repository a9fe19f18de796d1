/** The last five minutes of a destination, drawn from the kept samples. */
import { svg } from './dom.js';
import { count, duration } from './format.js';

const STEPS = 60;
const HEIGHT = 28;

/** Bars, the newest at the right; what failed is drawn over what was delivered, from below. */
export function sparkline(history) {
  const delivered = history.delivered.slice(-STEPS);
  const failed = history.failed.slice(-STEPS);
  const most = Math.max(1, ...delivered, ...failed);
  return svg(
    'svg.spark',
    {
      viewBox: `0 0 ${STEPS * 3} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': words(delivered, failed, history.seconds),
    },
    svg('path.spark-base', { d: `M0 ${HEIGHT - 0.5}H${STEPS * 3}` }),
    svg('path.spark-good', { d: bars(delivered, most) }),
    svg('path.spark-bad', { d: bars(failed, most) }),
  );
}

function bars(samples, most) {
  const first = STEPS - samples.length;
  return samples
    .map((value, i) => (value > 0 ? bar((first + i) * 3, Math.max(2, (value / most) * (HEIGHT - 2))) : ''))
    .join('');
}

function bar(x, height) {
  const top = (HEIGHT - height).toFixed(1);
  return `M${x} ${HEIGHT}V${top}H${x + 2}V${HEIGHT}Z`;
}

function words(delivered, failed, seconds) {
  const sum = (samples) => samples.reduce((a, b) => a + b, 0);
  const time = duration(delivered.length * seconds);
  return `${count(sum(delivered))} delivered and ${count(sum(failed))} failed in the last ${time}`;
}
