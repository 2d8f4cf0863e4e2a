/** What sort of object a value is, asked of the language itself and not of the value, and what it holds. */

export interface Kind {
  /** `Map(2)`; empty for plain objects and arrays. */
  readonly prefix: string;
  readonly open: '[' | '{';
  readonly close: ']' | '}';
  /** Built into the language, and no plain data: its content would be lost on the way to JSON. */
  readonly exotic: boolean;
  readonly holds: 'fields' | 'items' | 'pairs' | 'members';
  /** The whole of what has no entries: a date, an error. */
  readonly text?: string;
}

export interface Entry {
  /** With its colon: `size: `. */
  readonly name?: string;
  readonly mapKey?: unknown;
  readonly value?: unknown;
  /** In place of a value: a hole, a getter. */
  readonly text?: string;
}

/** Entries beyond these are only counted. */
const MAX_ENTRIES = 1000;
/** Of an error's name or message: more than anybody shows. */
const MAX_FIELD = 4000;

const plain: Kind = { prefix: '', open: '{', close: '}', exotic: false, holds: 'fields' };

export function kindOf(value: object): Kind {
  if (Array.isArray(value)) {
    return { prefix: '', open: '[', close: ']', exotic: false, holds: 'items' };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) {
    return plain; // nearly all are; asking further is slow
  }
  for (const probe of probes) {
    const found = probe(value);
    if (found !== undefined) {
      return found;
    }
  }
  return { ...plain, prefix: className(prototype as object) };
}

export function entriesOf(value: object, { holds }: Kind): { list: readonly Entry[]; count: number } {
  switch (holds) {
    case 'pairs': {
      const pairs = first(mapEntries.call(value) as Iterator<[unknown, unknown]>);
      return {
        list: pairs.map(([mapKey, inner]) => ({ mapKey, value: inner })),
        count: sizeOf(mapSize, value)!,
      };
    }
    case 'members': {
      const members = first(setValues.call(value) as Iterator<unknown>);
      return { list: members.map((inner) => ({ value: inner })), count: sizeOf(setSize, value)! };
    }
    case 'items':
      return itemsOf(value as readonly unknown[]);
    case 'fields':
      return fieldsOf(value);
  }
}

// Taken from the language before any part runs.
type Built = (this: unknown) => unknown;
const built = (prototype: object, name: PropertyKey, part: 'get' | 'value'): Built =>
  (({ ...Object.getOwnPropertyDescriptor(prototype, name) }) as Record<string, Built>)[part]!;
const getter = (prototype: object, name: PropertyKey) => built(prototype, name, 'get');
const method = (prototype: object, name: PropertyKey) => built(prototype, name, 'value');
const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const typedName = getter(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag);
const bufferLength = getter(ArrayBuffer.prototype, 'byteLength');
const mapEntries = method(Map.prototype, 'entries');
const setValues = method(Set.prototype, 'values');
const getTime = method(Date.prototype, 'getTime');
const toISOString = method(Date.prototype, 'toISOString');
const regExpSource = getter(RegExp.prototype, 'source');
const regExpFlags = getter(RegExp.prototype, 'flags');

const exotic = (prefix: string, open: Kind['open'], holds: Kind['holds']): Kind => {
  return { prefix, open, close: open === '[' ? ']' : '}', exotic: true, holds };
};
const wholly = (text: string): Kind => ({ ...exotic('', '{', 'fields'), text });

/** Each knows one kind by asking for what only that kind has. */
const probes: readonly ((value: object) => Kind | undefined)[] = [
  (value) => {
    const size = sizeOf(mapSize, value);
    return size === undefined ? undefined : exotic(`Map(${size})`, '{', 'pairs');
  },
  (value) => {
    const size = sizeOf(setSize, value);
    return size === undefined ? undefined : exotic(`Set(${size})`, '{', 'members');
  },
  (value) => {
    const name = typedName.call(value);
    return typeof name === 'string'
      ? exotic(`${name}(${(value as Uint8Array).length})`, '[', 'items')
      : undefined;
  },
  (value) => {
    const time = attempt(() => getTime.call(value) as number);
    return time === undefined
      ? undefined
      : wholly(Number.isNaN(time) ? 'Invalid Date' : (toISOString.call(value) as string));
  },
  (value) => {
    // The prototype itself has a source too.
    const source = value === RegExp.prototype ? undefined : attempt(() => regExpSource.call(value) as string);
    return source === undefined
      ? undefined
      : wholly(`/${source}/${attempt(() => regExpFlags.call(value) as string) ?? ''}`);
  },
  (value) => {
    const length = sizeOf(bufferLength, value);
    return length === undefined ? undefined : wholly(`ArrayBuffer(${length})`);
  },
  (value) => (value instanceof Error ? wholly(errorText(value)) : undefined),
  (value) => (value instanceof Promise ? wholly('Promise {}') : undefined),
  (value) => (value instanceof WeakMap ? wholly('WeakMap {}') : undefined),
  (value) => (value instanceof WeakSet ? wholly('WeakSet {}') : undefined),
];

/** `TypeError: no`. Its fields may be anything; only texts are taken, and the language's own words in place of others. */
export function errorText(error: Error): string {
  const field = (name: 'name' | 'message') => {
    const value = attempt(() => error[name] as unknown);
    return typeof value === 'string' ? value.slice(0, MAX_FIELD) : undefined;
  };
  const name = field('name') || 'Error';
  const message = field('message');
  return message === '' ? name : `${name}: ${message ?? '(its message is no text)'}`;
}

function itemsOf(value: readonly unknown[]): { list: Entry[]; count: number } {
  const { length } = value;
  const dense = firstItems(value, length);
  if (dense.length >= Math.min(length, MAX_ENTRIES)) {
    return { list: dense, count: length };
  }
  const list: Entry[] = [];
  let at = 0;
  let count = 0;
  // By its keys, since an array may be nearly empty and of any length.
  for (const key of Object.keys(value)) {
    const index = Number(key);
    if (!(index >= at && index < length)) {
      continue; // a field that somebody gave to an array
    }
    if (list.length >= MAX_ENTRIES) {
      count += 1;
      continue;
    }
    list.push(...holes(index - at), propertyEntry(value, key));
    at = index + 1;
  }
  if (count === 0) {
    list.push(...holes(length - at));
  }
  return { list, count: list.length + count };
}

/** Up to the first hole. So a full array of any length is never asked for all its keys, which no meter would count. */
function firstItems(value: readonly unknown[], length: number): Entry[] {
  const list: Entry[] = [];
  while (list.length < Math.min(length, MAX_ENTRIES) && Object.hasOwn(value, list.length)) {
    list.push(propertyEntry(value, String(list.length)));
  }
  return list;
}

function holes(count: number): Entry[] {
  return count > 0 ? [{ text: `<${count} empty ${count === 1 ? 'item' : 'items'}>` }] : [];
}

function fieldsOf(value: object): { list: Entry[]; count: number } {
  const names = Object.keys(value);
  const list = names.slice(0, MAX_ENTRIES).map((name) => {
    const shown = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name.slice(0, 200));
    return { ...propertyEntry(value, name), name: `${shown}: ` };
  });
  return { list, count: names.length };
}

function propertyEntry(value: object, name: string): Entry {
  const property = Object.getOwnPropertyDescriptor(value, name);
  return property === undefined || 'value' in property
    ? { value: property?.value as unknown }
    : { text: '[getter]' };
}

/** `Frame` for an instance of such a class. */
function className(prototype: object): string {
  const made = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown;
  const name: unknown =
    typeof made === 'function' ? Object.getOwnPropertyDescriptor(made, 'name')?.value : undefined;
  return typeof name === 'string' && name !== 'Object' ? name.slice(0, 40) : '';
}

function first<T>(entries: Iterator<T>): T[] {
  const list: T[] = [];
  for (let next = entries.next(); !next.done && list.length < MAX_ENTRIES; next = entries.next()) {
    list.push(next.value);
  }
  return list;
}

function sizeOf(size: (this: unknown) => unknown, value: object): number | undefined {
  return attempt(() => size.call(value) as number);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
