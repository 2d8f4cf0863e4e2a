/** A rig takes the parts of one submission, one after another. What can one of them leave to the next? */
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import { detectSandbox, type SandboxedProcess, Workspace } from '../sandbox/index.js';
import { bundleRigs } from './bundle.js';
import { CallFailed, RigClient } from './client.js';
import { startRig } from './start.js';
import { RigStock } from './stock.js';

const workspace = new Workspace();
const bundle = join(workspace.folder, 'probes.js');
let started: SandboxedProcess[];
let stock: RigStock;

beforeAll(() => {
  const probe = './grading/rig/fixtures/probe-rig.js';
  return bundleRigs(labRoot(), { first: probe, second: probe }, bundle);
});
beforeEach(() => {
  started = [];
  stock = new RigStock(() => {
    const rig = startRig(bundle, detectSandbox());
    started.push(rig);
    return rig;
  }, 1);
});
afterEach(() => stock.close());
afterAll(() => workspace.remove());

/** Calls the part `(input) => { body }` of `submission` with each input, and leaves the rig as a suite thread does. */
async function run(
  submission: number,
  rig: string,
  body: string,
  inputs: readonly unknown[] = [null],
  callMilliseconds = 10_000,
): Promise<unknown[]> {
  const script = `(function (layers, exports, tick) { "use strict"; exports.part = (input) => { ${body} }; })`;
  const client = new RigClient(
    () => stock.take(submission),
    { rig, script, exportName: 'part' },
    { callMilliseconds },
  );
  const answers: unknown[] = [];
  for (const input of inputs) {
    const answer = client.call('echo', input).then(({ value }) => value);
    answers.push(await answer.catch((error: unknown) => (error as CallFailed).failure.kind));
  }
  client.leave();
  return answers;
}

test('the next part of a submission finds the same process, its own scenarios, and nothing of the part before', async () => {
  const traces =
    'return [typeof left, Object.keys(globalThis).includes("left"), [].left, ({}).left, Math.left ?? null];';
  const leave = `for (const shared of [globalThis, Array.prototype, Object.prototype, Math]) { try { shared.left = 1; } catch {} }
    return "left";`;
  expect(await run(1, 'first', leave)).toEqual(['left']);
  expect(await run(1, 'second', traces)).toEqual([['undefined', false, null, null, null]]);
  expect(started).toHaveLength(1);
});

test('another submission finds another process, and that of one that has ended is gone', async () => {
  await run(1, 'first', 'return 1;');
  await run(2, 'first', 'return 1;');
  stock.end(1);
  expect(started.map(({ alive }) => alive)).toEqual([false, true]);
});

test.each([
  ['throws', 'if (input) throw 1; return 1;', 'threw'],
  ['never ends', 'while (input) tick(1); return 1;', 'endless'],
  ['hangs where nothing counts', 'return input ? /^(?=a)(a+)+$/.test("a".repeat(40) + "b") : 1;', 'died'],
])('a process in which a part %s serves no other part', async (_what, body, kind) => {
  expect(await run(1, 'first', body, [true, false], 1500)).toEqual([kind, 1]);
  expect(started.filter(({ alive }) => alive)).toEqual([]);
  expect(await run(1, 'second', 'return 2;')).toEqual([2]);
});

test('a process that a part has filled serves no other part', async () => {
  const fill = 'for (let n = 0; n < 10; n++) Symbol.for("x".repeat(1 << 24) + n); return "full";';
  expect(await run(1, 'first', fill)).toEqual(['full']);
  expect(await run(1, 'second', 'return "x".repeat(1 << 24).length;')).toEqual([1 << 24]);
  expect(started.map(({ alive }) => alive)).toEqual([false, true]);
});

test('a part that names no rig is our fault, and says so', async () => {
  expect(await run(1, 'third', 'return 1;')).toEqual(['rig']);
});
