/** What is measured is what the lecture shows; each relation is decided by numbers; parts of a student can be put in. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { labRoot } from '../../../lab-root.js';
import { Workspace } from '../../../sandbox/index.js';
import { computers } from '../index.js';
import { updateCosts } from './batches.js';
import { withTables } from './lecture-tables.js';
import { loadParts } from './load-parts.js';
import { measureAll, type Measured } from './measure.js';
import { measureMicro } from './micro.js';
import { relationsOf } from './relations.js';
import { filesOf } from './report.js';
import { walkReferences } from './walks.js';

const read = (file: string) => readFileSync(join(labRoot(), 'exercises', file), 'utf8');
const workspace = new Workspace();
afterAll(() => workspace.remove());

describe('the committed tables and pictures', () => {
  let all: readonly Measured[];
  beforeAll(() => {
    all = measureAll(referenceParts);
  }, 240_000);

  // If this fails after a change of a mode or of the costs: npm run bench:modes -- --write
  test('are what is measured today', () => {
    const files = filesOf(all, relationsOf(all, walkReferences()), 'the reference');
    for (const [name, content] of Object.entries(files)) {
      expect(read(`figures/${name}`)).toBe(content);
    }
    const lecture = read('lecture.md');
    expect(withTables(lecture, all)).toBe(lecture);
  });

  test('miss no mode: what could not be measured is told nowhere', () => {
    expect(all.map(({ mode, problem }) => [mode, problem])).toEqual(
      [...new Set(computers().map(({ mode }) => mode))].map((mode) => [mode, undefined]),
    );
  });
});

test('a lecture without a place for the tables is refused', () => {
  expect(() => withTables('# Notes\n', [])).toThrow("no place for the table 'operations'");
});

const costs = (micro: Record<string, number>, lines: Record<string, number>, exitsForFault = 0) => ({
  micro,
  kernel: { lines, build: 1, exitsForFault },
  problem: undefined,
});
const bare = {
  mode: 'bare',
  profile: 'strict',
  ...costs({ 'privileged write': 4, syscall: 100 }, { fork_exit: 100 }),
};
const trapping = {
  mode: 'full/trap-and-emulate',
  profile: 'strict',
  ...costs({ 'privileged write': 2000 }, { fork_exit: 900 }),
};
const para = { mode: 'para', profile: 'strict', ...costs({}, { fork_exit: 200 }, 2) };
const walks = { oneTable: 2, twoTables: 8 };

/** The verdict of the relation whose name begins so. */
function verdictOf(name: string, all: readonly Measured[], references = walks): string {
  const relation = relationsOf(all, references).find((one) => one.name.startsWith(name));
  return relation === undefined ? 'there is none' : relation.verdict;
}
const withCosts = (mode: string, micro: Record<string, number>): Measured => ({
  mode,
  profile: 'strict',
  ...costs(micro, {}),
});

test.each([
  ['translation beats trap and emulate by an order of magnitude: privileged write', 200, 201],
  ['translation can beat native', 3, 4],
])('%s: with %d cycles it holds, with %d not', (name, enough, tooMany) => {
  const measured = (cycles: number) => [
    bare,
    trapping,
    withCosts('full/binary-translation', { 'privileged write': cycles }),
  ];
  expect(verdictOf(name, measured(enough))).toBe('holds');
  expect(verdictOf(name, measured(tooMany))).toBe('does not hold');
});

test('hardware equals native where it is as fast, give or take a tenth', () => {
  const measured = (cycles: number) => [bare, withCosts('full/hardware-assisted', { syscall: cycles })];
  expect(verdictOf('hardware equals native: syscall', measured(110))).toBe('holds');
  expect(verdictOf('hardware equals native: syscall', measured(111))).toBe('does not hold');
});

test('para is compared with native and with the VMM that shadows', () => {
  expect(verdictOf('para is within 2.6 of native: fork', [bare, para])).toBe('holds');
  const slow = { ...para, ...costs({}, { fork_exit: 301 }, 3) };
  expect(verdictOf('para is within 2.6 of native: fork', [bare, slow])).toBe('does not hold');
  expect(verdictOf('para is far below a VMM with shadow tables: fork', [trapping, para])).toBe('holds');
  expect(verdictOf('para is far below a VMM with shadow tables: fork', [trapping, slow])).toBe(
    'does not hold',
  );
  expect(verdictOf('para enters the VMM about twice', [para])).toBe('holds');
  expect(verdictOf('para enters the VMM about twice', [slow])).toBe('does not hold');
});

test('a batch of updates is compared with as many calls', () => {
  const batch = 'a change of a page table in a batch of 2,048';
  const measured = (inBatch: number) => [{ ...para, updates: { alone: 100, inBatch } }];
  expect(verdictOf(batch, measured(10))).toBe('holds');
  expect(verdictOf(batch, measured(11))).toBe('does not hold');
  expect(verdictOf(batch, [para])).toBe('not measured');
  const { alone, inBatch } = updateCosts(referenceParts);
  expect(alone / inBatch).toBeGreaterThan(10);
});

test('a relation about a mode that is not there was not measured', () => {
  expect(verdictOf('para is within 2.6 of native: fork', [bare, trapping])).toBe('not measured');
  expect(verdictOf('hardware equals native: syscall', [bare])).toBe('not measured');
});

test('a walk reads 2 entries of one table, and 8 of two', () => {
  expect(walkReferences()).toEqual({ oneTable: 2, twoTables: 8 });
  expect(verdictOf('a two-dimensional walk', [], { oneTable: 2, twoTables: 6 })).toBe('does not hold');
});

describe('parts from a folder', () => {
  const exercise = '08-trap-and-emulate';
  const folderWith = (name: string, text: string) => {
    mkdirSync(workspace.path(`${name}/${exercise}`), { recursive: true });
    writeFileSync(workspace.path(`${name}/${exercise}/emulate.ts`), text);
    return workspace.path(name);
  };
  const trapAndEmulate = computers().find(({ mode }) => mode === 'full/trap-and-emulate')!;

  test('take the place of the reference, and are told', () => {
    const refuses = `
      import { inject, type EmulatePart } from '../../src/hypervisor/index.js';
      import { Cause } from "../../src/machine/index.js";
      export const emulate: EmulatePart = () => inject(Cause.IllegalInstruction, 7);`;
    const { parts, told } = loadParts(folderWith('refuses', refuses));
    expect(told).toContain(`${exercise} from `);
    expect(told).toContain('run unsandboxed and as no grade; the others are the reference');
    expect(parts.shadow).toBe(referenceParts.shadow);
    expect(parts.emulate({} as never, {} as never)).toEqual({ kind: 'inject', cause: 2, tval: 7 });
    expect(() => measureMicro(trapAndEmulate, parts)).toThrow(/^the guest of '.*' ended with /);
  });

  test('are refused in one line where there are none, or one is wrong', () => {
    mkdirSync(workspace.path('empty'));
    expect(() => loadParts(workspace.path('empty'))).toThrow('has no part of the VMM');
    expect(() => loadParts(folderWith('broken', 'export const emulate = ;'))).toThrow('cannot be compiled');
    expect(() => loadParts(folderWith('other', 'export const other = 1;'))).toThrow(
      'does not export emulate',
    );
  });

  test('are taken for each exercise whose part a VMM has', () => {
    const { parts, told } = loadParts(join(labRoot(), 'solutions'));
    expect(Object.keys(parts).sort()).toEqual(Object.keys(referenceParts).sort());
    expect(told).toMatch(/^02-frame-allocator, 08-trap-and-emulate, .*13-hypercalls.* from /);
  });
});
