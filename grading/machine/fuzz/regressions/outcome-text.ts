/** What a machine made of a case, as text: how it ended, its traps, each with what has changed since the last, and memory. */
import { hex, registerNames } from '../../../../src/machine/index.js';
import { type Case, CONTEXT, loggedCsrs, number, areaBytes, Status } from '../case/index.js';
import type { Outcome, TrapLog } from '../harness/index.js';

type State = Readonly<Record<string, number>>;

export function outcomeText(test: Case, { status, traps, memory }: Outcome): string {
  const before = new DataView(areaBytes(test).buffer);
  const after = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  const offsets = Array.from({ length: CONTEXT / 4 }, (_, index) => 4 * index);
  let state = startOf(test);
  return [
    `status ${Object.entries(Status).find(([, value]) => value === status)?.[0]}`,
    ...traps.map((trap) => {
      const [last, next] = [state, stateOf(trap)];
      state = next;
      const changes = Object.entries(next).filter(([name, value]) => value !== last[name]);
      return ['trap', ...changes.map(([name, value]) => `${name} ${hex(value)}`)].join(' ');
    }),
    ...offsets
      .filter((offset) => before.getUint32(offset, true) !== after.getUint32(offset, true))
      .map((offset) => `after ${hex(offset)} ${hex(after.getUint32(offset, true))}`),
  ].join('\n');
}

/** The same from its lines, without comments. */
export function readOutcomeLines(lines: readonly (readonly string[])[], test: Case): Outcome {
  const memory = areaBytes(test).slice(0, CONTEXT);
  const view = new DataView(memory.buffer);
  const traps: TrapLog[] = [];
  let status: number | undefined;
  let state = startOf(test);
  for (const [keyword = '', ...rest] of lines) {
    if (keyword === 'trap') {
      state = { ...state, ...pairs(rest) };
      traps.push(logOf(state, test));
    } else if (keyword === 'after') {
      view.setUint32(number(rest[0]), number(rest[1]), true);
    } else if (keyword === 'status') {
      status = Object.entries(Status).find(([name]) => name === rest[0])?.[1];
    } else {
      throw new Error(`no line of a regression file begins with ${keyword}`);
    }
  }
  if (status === undefined) {
    throw new Error('no line says how it ended: status finished');
  }
  return { status, traps, memory };
}

/** All that a trap logs, by name. */
function stateOf({ vector, registers, csrs }: TrapLog): State {
  return {
    vector,
    ...csrs,
    ...Object.fromEntries(registerNames.map((name, index) => [name, registers[index]!])),
  };
}

function logOf(state: State, { features }: Case): TrapLog {
  return {
    vector: state['vector']!,
    registers: registerNames.map((name) => state[name]!),
    csrs: Object.fromEntries(loggedCsrs(features).map((name) => [name, state[name]!])),
  };
}

/** What the first trap is compared with. */
function startOf({ features, registers, csrs }: Case): State {
  const all = Object.fromEntries(loggedCsrs(features).map((name) => [name, (csrs[name] ?? 0) >>> 0]));
  return stateOf({ vector: 0, registers: registers.map((value) => value >>> 0), csrs: all });
}

function pairs(words: readonly string[]): State {
  return Object.fromEntries(
    Array.from({ length: Math.ceil(words.length / 2) }, (_, index) => [
      words[2 * index]!,
      number(words[2 * index + 1]),
    ]),
  );
}
