/** What was found once is run again, and what is kept comes back from its file as it was. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeProfile } from '../../../src/hypervisor/index.js';
import { difference } from './compare.js';
import { randomGuest, sourceOf } from './guest/index.js';
import { randomHoles } from './random-holes.js';
import { keep, regressions } from './regressions/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hyperlab-regressions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kept = regressions().map(({ name, regression }) => [name, regression] as const);

test('there are regressions', () => {
  expect(kept.length).toBeGreaterThan(0);
});

test.each(kept)('%s: the guest cannot tell any more', (_, { guest, mode, hardware }) => {
  expect(difference(guest, mode, hardware)).toBeUndefined();
});

test('a guest, its mode and its hardware come back from the file', () => {
  for (const [seed, mode, hardware] of [
    [3, 'full/trap-and-emulate', homeProfile('full/trap-and-emulate')],
    [4, 'full/hardware-assisted', homeProfile('full/hardware-assisted')],
    [5, 'full/binary-translation', randomHoles(5)],
  ] as const) {
    const guest = randomGuest(seed, seed - 2);
    keep('one', { notes: ['a', 'b\nc'], mode, hardware, guest }, folder);
    const [{ name, regression } = { name: '', regression: undefined }] = regressions(folder);
    expect([name, regression?.notes, regression?.mode]).toEqual(['one', ['a', 'b', 'c'], mode]);
    expect(regression?.hardware).toEqual(hardware);
    expect(wordsOf(sourceOf(regression!.guest))).toEqual(wordsOf(sourceOf(guest)));
  }
});

test.each([
  ['mode full/magic\nharts 1\n', /one\.txt: mode full\/magic: the modes are/],
  ['mode para\n', /one\.txt: harts : a guest has 1 to 4/],
  ['mode para\nharts 9\n', /one\.txt: harts 9: /],
  ['mode para\nharts 1\nholes deep\n', /one\.txt: holes deep: there are/],
  ['mode para\nmode para\n', /one\.txt: 'mode para' is no line/],
  ['  nop\n', /one\.txt: '  nop' is no line/],
])('a file that is none is told with its line: %j', (text, words) => {
  writeFileSync(join(folder, 'one.txt'), text);
  expect(() => regressions(folder)).toThrow(words);
});

const wordsOf = (source: string) => source.split(/\s+/);
