/** Numbers, sizes and times as people read them. */

const THIN = '\u202f';
let ahead = 0; // how far the daemon's clock is ahead of this one, in milliseconds

/** Takes the daemon's clock for "now": the two machines may disagree. */
export function setClock(info) {
  const theirs = Date.parse(info.startedAt) + info.uptimeSeconds * 1000;
  ahead = Number.isFinite(theirs) ? theirs - Date.now() : 0;
}

/** Now, by the daemon's clock. */
function now() {
  return Date.now() + ahead;
}

/** 12345 as "12 345", with thin spaces. */
export function count(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** "1 change", "12 changes". */
export function counted(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A rate: as many digits as mean something. */
export function rate(value) {
  return value >= 100 || value === 0 ? count(value) : String(Number(value.toFixed(value >= 10 ? 1 : 2)));
}

/** Bytes in steps of 1024. */
export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let step = 0;
  let rest = value;
  while (rest >= 1024 && step < units.length - 1) {
    rest /= 1024;
    step += 1;
  }
  return `${step === 0 || rest >= 100 ? count(rest) : rest.toFixed(1)}${THIN}${units[step]}`;
}

/** Seconds as "4 ms", "3.5 s", "12 min", "3 h 20 min", "5 d 3 h". */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return '–';
  }
  if (seconds < 1) {
    const millis = seconds * 1000;
    return `${millis >= 10 || millis === 0 ? count(millis) : Number(millis.toFixed(1))}${THIN}ms`;
  }
  if (seconds < 120) {
    return `${seconds < 10 ? Number(seconds.toFixed(1)) : count(seconds)}${THIN}s`;
  }
  return steps(seconds);
}

function steps(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) {
    return `${minutes}${THIN}min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return minutes % 60 ? `${hours}${THIN}h ${minutes % 60}${THIN}min` : `${hours}${THIN}h`;
  }
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${count(days)}${THIN}d ${hours % 24}${THIN}h` : `${count(days)}${THIN}d`;
}

/** "just now", "12 s ago", "in 8 s". */
export function relative(iso) {
  const seconds = (now() - Date.parse(iso)) / 1000;
  if (seconds < -0.5) {
    return `in ${duration(Math.max(1, Math.round(-seconds)))}`;
  }
  return seconds < 2 ? 'just now' : `${duration(Math.floor(seconds))} ago`;
}

/** The local time with its offset, and UTC: what the title of a time says. */
export function absolute(iso) {
  const time = new Date(iso);
  const pad = (value, digits = 2) => String(value).padStart(digits, '0');
  const offset = -time.getTimezoneOffset();
  const zone = `${offset < 0 ? '−' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  const local =
    `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} ` +
    `${clock(iso)} ${zone}`;
  return offset === 0 ? `${local} (UTC)` : `${local} (${time.toISOString().replace('T', ' ').replace('Z', '')} UTC)`;
}

/** The local time of day with milliseconds. */
export function clock(iso) {
  const time = new Date(iso);
  const pad = (value, digits = 2) => String(value).padStart(digits, '0');
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`;
}

/** A value of a record, so that 1 and "1" are not the same. */
export function value(any) {
  return any === undefined ? '' : JSON.stringify(any);
}
