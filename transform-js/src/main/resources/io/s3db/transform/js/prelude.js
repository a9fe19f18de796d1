// What every transform finds besides the language itself. Evaluated once in each context; then everything
// reachable is frozen, so that no record leaves a trace for the next one.
(function (host) {
  'use strict';
  const { parse, stringify } = JSON;
  const { freeze, defineProperty, getOwnPropertyDescriptor, getOwnPropertyDescriptors, getPrototypeOf, entries } = Object;
  const { split } = String.prototype;
  const { apply, construct, ownKeys } = Reflect;
  const hide = (target, name, value) =>
    defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });

  let now = 0;
  let random = 0;
  let lines = 0;

  // "Now" is the time of the change.
  const RealDate = Date;
  const Clock = function Date(...parts) {
    if (!new.target) return new RealDate(now).toString();
    return construct(RealDate, parts.length === 0 ? [now] : parts, new.target);
  };
  defineProperty(Clock, 'length', { value: 7, configurable: true });
  defineProperty(Clock, 'prototype', { value: RealDate.prototype, writable: false });
  hide(Clock, 'now', function () { return now; });
  hide(Clock, 'parse', RealDate.parse);
  hide(Clock, 'UTC', RealDate.UTC);
  hide(RealDate.prototype, 'constructor', Clock);
  hide(globalThis, 'Date', Clock);

  const formats = Intl.DateTimeFormat.prototype;
  const format = getOwnPropertyDescriptor(formats, 'format').get;
  defineProperty(formats, 'format', {
    configurable: true,
    get() {
      const bound = apply(format, this, []);
      return (date) => bound(date === undefined ? now : date);
    },
  });
  const formatToParts = formats.formatToParts;
  hide(formats, 'formatToParts', function (date) {
    return apply(formatToParts, this, [date === undefined ? now : date]);
  });

  // Chance is a function of the change (mulberry32), so that the row can be computed again.
  const draw = () => {
    random = (random + 0x6d2b79f5) | 0;
    let mixed = Math.imul(random ^ (random >>> 15), 1 | random);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  hide(Math, 'random', function () {
    return ((draw() >>> 5) * 0x4000000 + (draw() >>> 6)) / 0x20000000000000;
  });

  const hex = (digits) => (draw() >>> (32 - 4 * digits)).toString(16).padStart(digits, '0');
  const ALGORITHMS = new Map([
    ['md5', 'MD5'], ['sha1', 'SHA-1'], ['sha256', 'SHA-256'], ['sha384', 'SHA-384'], ['sha512', 'SHA-512'],
  ]);
  const ENCODINGS = ['hex', 'base64', 'base64url'];
  const crypto = {
    createHash(name) {
      const algorithm = ALGORITHMS.get(String(name).toLowerCase().replace('-', ''));
      if (algorithm === undefined) throw new Error(`There is no hash '${name}': there are md5, sha1, sha256, sha384, sha512`);
      let text = '';
      let done = false;
      const open = () => {
        if (done) throw new Error('Digest already called');
      };
      return {
        update(data) {
          open();
          if (typeof data !== 'string') {
            throw new TypeError(`The "data" argument must be of type string. Received ${data === null ? 'null' : typeof data}`);
          }
          text += data;
          return this;
        },
        digest(encoding) {
          open();
          if (!ENCODINGS.includes(encoding)) {
            throw new TypeError(`digest() needs an encoding: 'hex', 'base64' or 'base64url', not ${String(encoding)}`);
          }
          done = true;
          return host.digest(algorithm, text.toWellFormed(), encoding);
        },
      };
    },
    randomUUID() {
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[draw() >>> 30]}${hex(3)}-${hex(8)}${hex(4)}`;
    },
  };
  hide(globalThis, 'crypto', crypto);

  const shown = (value) => {
    if (typeof value === 'string') return value;
    try {
      return typeof value === 'object' && !(value instanceof Error) ? stringify(value) : String(value);
    } catch (e) {
      return String(e);
    }
  };
  const line = (level) => (...values) => {
    if (lines++ < 20) host.log(level, values.map(shown).join(' '));
    else if (lines === 21) host.log('warn', 'further lines for this record are left out');
  };
  hide(globalThis, 'console', {
    debug: line('debug'), log: line('info'), info: line('info'), warn: line('warn'), error: line('error'),
  });

  for (const name of ['eval', 'WeakRef', 'FinalizationRegistry', 'Proxy', 'ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array',
    'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array', 'Float32Array',
    'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
    delete globalThis[name];
  }

  // Freezing a prototype would also forbid objects that inherit from it a property of the same name by
  // assignment. Errors are given names, and rows any name at all: there, assignment defines.
  const assignable = (prototype) => {
    for (const name of ownKeys(prototype)) {
      const { value, writable, configurable } = getOwnPropertyDescriptor(prototype, name);
      if (!writable || !configurable) continue;
      defineProperty(prototype, name, {
        configurable: false,
        enumerable: false,
        get() { return value; },
        set(other) {
          if (this === prototype) throw new TypeError(`Cannot assign to '${String(name)}': what all records share is read-only`);
          defineProperty(this, name, { value: other, writable: true, enumerable: true, configurable: true });
        },
      });
    }
  };
  for (const type of [Object, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError]) {
    assignable(type.prototype);
  }

  const seen = new Set();
  const harden = (value) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.add(value);
    freeze(value);
    harden(getPrototypeOf(value));
    const properties = getOwnPropertyDescriptors(value);
    for (const name of ownKeys(properties)) {
      const { value: member, get, set } = properties[name];
      harden(member);
      harden(get);
      harden(set);
    }
  };
  [
    globalThis,
    async function () {}, function* () {}, async function* () {}, (function* () {})(), (async function* () {})(),
    [][Symbol.iterator](), ''[Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](),
    /./[Symbol.matchAll](''), Iterator.from({ next() {} }), [].values().map((x) => x), new Intl.Segmenter().segment(''),
    new Intl.Segmenter().segment('')[Symbol.iterator](), (function () { return arguments; })(),
    getOwnPropertyDescriptor((function () { return arguments; })(), 'callee').get,
  ].forEach(harden);

  // Evaluates a script: what it gives, or exports, is a function or an object that has it.
  const fresh = (make) => {
    const module = { exports: {} };
    const it = make(module, module.exports);
    return typeof it === 'object' && it !== null ? it.transform ?? it.default : it;
  };

  // Secrets are there for who names them, and for nobody else: not in copies, lists of names, or JSON.
  const beside = (data, aside) => {
    for (const [path, value] of entries(aside)) {
      const names = apply(split, path, ['.']);
      let target = data;
      for (let i = 0; i < names.length - 1; i++) target = target[names[i]];
      hide(target, names[names.length - 1], value);
    }
    return data;
  };

  // Stands for a promise.
  const pending = freeze(() => undefined);
  let settled;
  const settle = (promise) => {
    settled = undefined;
    promise.then(
      (value) => { settled = { value }; },
      (error) => { settled = { error }; });
    return pending;
  };

  return {
    // Runs a transform: `make` gives a fresh one, so that it keeps nothing from one record to the next.
    run(make, json, aside, operation, changedAt, resource, seed) {
      now = changedAt;
      random = seed | 0;
      lines = 0;
      const transform = fresh(make);
      const result = transform(beside(parse(json), parse(aside)), { operation, changedAt: new RealDate(changedAt), resource });
      return result !== null && typeof result === 'object' && typeof result.then === 'function' ? settle(result) : result;
    },
    // What the promise came to, once all that waited has run; itself if it did not settle.
    settled() {
      const result = settled;
      settled = undefined;
      if (result === undefined) return pending;
      if ('error' in result) throw result.error;
      return result.value;
    },
    pending,
    kind(make) {
      return typeof fresh(make);
    },
  };
})
