import { join } from 'node:path';
import * as assembler from '../../src/assembler/index.js';
import * as hypervisor from '../../src/hypervisor/index.js';
import * as machine from '../../src/machine/index.js';
import { Workspace } from '../sandbox/workspace.js';
import { labRoot } from '../lab-root.js';
import { bundleRigs } from '../rig/bundle.js';
import { RigClient } from '../rig/client.js';
import { guestOf, type SentGuest } from '../rig/both-sides/index.js';
import { startRig } from '../rig/start.js';
import { detectSandbox } from '../sandbox/detect.js';
import { Truths } from './truths.js';
import { RecordingLab } from './lab.js';

const truths = new Truths({ assembler, hypervisor, machine });
const workspace = new Workspace();
const bundle = join(workspace.folder, 'probe.js');
const HANG = 'if (input === "hang") /^(?=a)(a+)+$/.test("a".repeat(40) + "b"); return input;';
const script = `(function (layers, exports) { "use strict"; exports.part = (input) => { ${HANG} }; })`;
const session = { exercise: 'probe', seed: 1 };
let rig: RigClient;

beforeAll(() => bundleRigs(labRoot(), { probe: './grading/rig/fixtures/probe-rig.js' }, bundle));
beforeEach(
  () =>
    (rig = new RigClient(() => startRig(bundle, detectSandbox()), {
      rig: 'probe',
      script,
      exportName: 'part',
    })),
);
afterEach(() => rig.close());
afterAll(() => workspace.remove());

test('all calls of a check share one limit of time, and the next check has its own', async () => {
  const lab = new RecordingLab(rig, session, truths, 1000);
  expect(rig.repeatable).toBe(true);
  await expect(lab.call('echo', 'hang')).rejects.toThrow(/no answer within \d+ ms/);
  await expect(lab.call('echo', 'fine')).rejects.toThrow('the time that the calls of a check have together');
  expect(await new RecordingLab(rig, session, truths).call('echo', 'fine')).toBe('fine');
  expect(rig.repeatable).toBe(false); // once a clock has decided
});

test('a call with no time left is not made, and that was decided by a clock as well', async () => {
  await expect(new RecordingLab(rig, session, truths, 0).call('echo', 'fine')).rejects.toThrow(
    'no answer within',
  );
  expect(rig.repeatable).toBe(false);
});

test('a check that was given up can call no more', async () => {
  const lab = new RecordingLab(rig, session, truths);
  lab.close();
  await expect(lab.call('echo', 'fine')).rejects.toThrow('this check is over');
});

test('guests reach the rig as the images of their sources, and each source is assembled once for all', async () => {
  const assembled: string[] = [];
  const assemble = (source: string) => {
    assembled.push(source);
    return assembler.assemble(source);
  };
  const counting = new Truths({ assembler: { assemble }, hypervisor, machine });
  const lab = new RecordingLab(rig, session, counting);
  const [source, other] = [
    '_start: la a0, text\n wfi\n .data\ntext: .asciz "hello"\n .bss\n .space 100',
    'nop',
  ];
  const one = await lab.call<SentGuest>('echo', { source, budget: 7 });
  expect(guestOf(one)).toEqual({ image: assembler.assemble(source).image, budget: 7 });
  const { guests } = await lab.call<{ guests: SentGuest[] }>('echo', {
    guests: [{ source: other }, { source }],
  });
  expect(guests.map((guest) => guestOf(guest).image)).toEqual(
    [other, source].map((each) => assembler.assemble(each).image),
  );
  lab.bare({ source, memoryBytes: 4096, budget: 2 });
  expect(assembled).toEqual([source, other]);
});

test('what has no source is sent as it is', async () => {
  const lab = new RecordingLab(rig, session, truths);
  const inputs = [null, 5, 'nop', [{ source: 'nop' }], { guests: 3, source: 4 }, { guests: ['nop', null] }];
  for (const input of inputs) {
    expect(await lab.call('echo', input)).toEqual(input);
  }
  expect(() => guestOf({} as SentGuest)).toThrow('names no guest');
});

test('an answer that is the input of calls and of other oracles is made, spelt and asked about once for all', async () => {
  let spelt = 0;
  const asked: string[] = [];
  const inOneCheck = async (exercise: string) => {
    const lab = new RecordingLab(rig, { exercise, seed: 1 }, own);
    const input = lab.once('the input', 3, (n) => {
      asked.push(`${exercise} makes`);
      return { n, source: 'nop', toJSON: () => ({ n, spelt: (spelt += 1) }) };
    });
    const double = lab.once('twice', input, ({ n }) => {
      asked.push(`${exercise} doubles`);
      return 2 * n;
    });
    const [, item] = lab.once('the list', input, ({ n }) => [n, { ...input }] as const);
    return [double, await lab.call('echo', item)];
  };
  const own = new Truths({ assembler, hypervisor, machine });
  expect(await inOneCheck('a')).toEqual([6, { n: 3, spelt: 1 }]);
  expect(await inOneCheck('a')).toEqual([6, { n: 3, spelt: 1 }]);
  expect(asked).toEqual(['a makes', 'a doubles']);
  await inOneCheck('b'); // whose names are its own
  expect(asked).toEqual(['a makes', 'a doubles', 'b makes', 'b doubles']);
});

test('guests in an answer reach the rig assembled as well, and another scenario is another call', async () => {
  const lab = new RecordingLab(rig, session, truths);
  const input = lab.once('guests', null, () => ({ guests: [{ source: 'nop' }] }));
  const { guests } = await lab.call<{ guests: SentGuest[] }>('echo', input);
  expect(guests.map((guest) => guestOf(guest).image)).toEqual([assembler.assemble('nop').image]);
  await expect(lab.call('no such scenario', input)).rejects.toThrow("no scenario 'no such scenario'");
});
