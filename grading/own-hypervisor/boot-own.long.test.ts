/** The teaching kernel on hypervisors with parts of a student's: real parts, compiled and in the sandbox. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VmMode } from '../../src/hypervisor/index.js';
import type { Profile } from '../../src/machine/index.js';
import { Compiler } from '../engine/index.js';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { detectSandbox } from '../sandbox/index.js';
import { bootOwn, type OwnPart, tellBoot } from './index.js';

const root = labRoot();
const compiler = new Compiler(root, detectSandbox());
afterAll(() => compiler.close());

jest.setTimeout(300_000); // the kernel boots a few times, in a sandbox

const exercises = loadExercises(root);

/** The reference of an exercise, with one change. */
async function part(
  number: string,
  key: string,
  [from, to]: readonly [string, string] = ['', ''],
): Promise<OwnPart> {
  const { manifest } = exercises.find(({ manifest }) => manifest.id.startsWith(number))!;
  const text = readFileSync(join(root, 'solutions', manifest.id, manifest.part.file), 'utf8');
  expect(text).toContain(from);
  const compiled = await compiler.compile(manifest, text.replace(from, to));
  if (!compiled.ok) {
    throw new Error(compiled.errors[0]!.message);
  }
  return { ...compiled, id: manifest.id, key };
}

const boot = (...parts: OwnPart[]) => bootIn('full/trap-and-emulate', 'strict', ...parts);

const bootIn = async (mode: VmMode, profile: Profile['name'], ...parts: OwnPart[]) => {
  const settings = { root, mode, profile, commands: ['halt'] };
  const report = await bootOwn(settings, parts, () => undefined);
  const told = tellBoot(
    root,
    parts.map(({ id }) => id),
    report,
  );
  return { report, told };
};

test('the kernel runs on right parts, and each instruction is that of the bare machine', async () => {
  const { report, told } = await boot(
    await part('02', 'allocator'),
    await part('08', 'emulate'),
    await part('11', 'shadow'),
  );
  expect(report.culprits).toEqual([]);
  expect(told.at(-1)).toMatch(
    /ran on your hypervisor in mode full\/trap-and-emulate \(02-.*, 08-.*, 11-.*\) and halted: \d+ instructions/,
  );
});

test('a part that goes another way is named, with the instruction and its source line', async () => {
  const wrong = await part('08', 'emulate', ['~(SSTATUS_SPP | SSTATUS_SIE)', '~SSTATUS_SIE']);
  const { report, told } = await boot(wrong);
  expect(report.culprits.map(({ id }) => id)).toEqual(['08-trap-and-emulate']);
  expect(told.join('\n')).toMatch(
    /instruction: +0x8040[0-9a-f]{4}: sret \(trap\.S, line \d+\)\n {2}on the bare machine: \d+ S .*\n {2}on yours: +\d+ S /,
  );
});

test('a part that throws is named, with the line of its own file', async () => {
  const text = 'export const emulate: EmulatePart = (vcpu, instruction) => {';
  const wrong = await part('08', 'emulate', [
    text,
    `${text} if (instruction.name === 'sret') { throw new Error('later'); }`,
  ]);
  const { told } = await boot(await part('02', 'allocator'), wrong);
  expect(told.join('\n')).toMatch(
    /08-trap-and-emulate: Error: later\n {2}08-trap-and-emulate\/emulate\.ts, line \d+/,
  );
});

const others = [
  ['full/binary-translation', 'legacy', '10', 'translate'],
  ['full/hardware-assisted', 'assisted', '12', 'assist'],
  ['para', 'strict', '14', 'paging'],
] as const;

test.each(others)(
  'mode %s on %s takes the part of %s too: the kernel runs',
  async (mode, profile, number, key) => {
    const { report, told } = await bootIn(
      mode,
      profile,
      await part('02', 'allocator'),
      await part(number, key),
    );
    expect([report.culprits, report.outcome.kind]).toEqual([[], 'same']);
    expect(told.at(-1)).toMatch(
      mode === 'para'
        ? /halted: \d+ instructions, each as with the reference/
        : /halted: .* as on the bare machine/,
    );
  },
);

/** In each reference one mistake that a boot must meet. */
test.each([
  ['full/binary-translation', 'legacy', '10', 'translate', ['edited[index + 1] = TRAP;', '']],
  [
    'full/hardware-assisted',
    'assisted',
    '12',
    'assist',
    ["reached ? 'device' : 'access fault'", "'access fault'"],
  ],
  ['para', 'strict', '14', 'paging', ["rightsTo(vm, frame) !== 'own'", "rightsTo(vm, frame) === 'own'"]],
] as const)(
  'mode %s on %s, a mistake in the part of %s: it is named, with the first step',
  async (...row) => {
    const [mode, profile, number, key, mistake] = row;
    const { report, told } = await bootIn(
      mode,
      profile,
      await part('02', 'allocator'),
      await part(number, key, mistake),
    );
    expect(report.culprits.map(({ id }) => id.slice(0, 2))).toEqual([number]);
    const yardstick = mode === 'para' ? 'with the reference' : 'on the bare machine';
    const lines = told.join('\n');
    expect(lines).toMatch(new RegExp(`does not run on your hypervisor in mode ${mode} `));
    expect(lines).toMatch(
      new RegExp(`${number}-[a-z-]+: after \\d+ instructions .* not where it is ${yardstick}\\.\n`),
    );
    expect(lines).toMatch(/ {2}the instruction: +0x[0-9a-f]{8}(: |, in a program)/);
    expect(lines).toMatch(new RegExp(` {2}${yardstick}: +\\d+ [SU] .*\n {2}on yours: +\\d+ [SU] `));
  },
);
