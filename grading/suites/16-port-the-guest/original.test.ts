/** What the task page says about the original kernel. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../../../src/assembler/index.js';
import { deskKernel } from '../../../src/guests/index.js';
import { runGuest, type Run } from '../../../src/hypervisor/index.js';
import { legacy, strict } from '../../../src/machine/index.js';
import { kernel as port } from '../../../solutions/16-port-the-guest/kernel.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { labRoot } from '../../lab-root.js';
import { changedLines } from './count-lines.js';
import { MEMORY_BYTES, imageOf, linesOf } from './read-text.js';

const page = readFileSync(join(labRoot(), 'exercises/16-port-the-guest/README.md'), 'utf8');
const { image } = assemble(deskKernel);
const options = { image, memoryBytes: MEMORY_BYTES, budget: 100_000 };
const indented = (text: string) => text.trimEnd().replace(/^/gm, '    ');

test('the task page shows what the original prints on the bare machine', () => {
  const run = runGuest({ ...options, mode: 'bare', profile: strict });
  expect(run.stop).toEqual({ kind: 'finished', code: 0 });
  expect(page.includes(indented(run.console))).toBe(true);
});

test('the task page shows what becomes of the original when it is deprivileged on legacy', () => {
  const run: Run = runGuest({ ...options, mode: 'full/trap-and-emulate', profile: legacy }, referenceParts);
  expect(page.includes(indented(run.console))).toBe(true);
});

test('the task page tells the numbers of lines', () => {
  const { lines, of } = changedLines(linesOf(deskKernel), linesOf(port));
  expect(page.includes(`${of} lines`)).toBe(true);
  expect(page.includes(`at most ${Math.floor(of / 50)}`)).toBe(true);
  expect(lines).toBeLessThanOrEqual(Math.floor(of / 50));
});

test('the port runs on a machine that traps whatever is privileged, if it leaves nothing to fail silently', () => {
  const text = port
    .replace('        csrs    sie, t0\n', '')
    .replace('        csrc    sstatus, t0\n', '')
    .replace('        csrs    sstatus, t0\n', '');
  const run = runGuest({ ...options, image: imageOf(text), mode: 'para', profile: strict }, referenceParts);
  expect(run.stop).toEqual({ kind: 'finished', code: 0 });
});
