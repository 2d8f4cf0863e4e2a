/** Parts handed in without the folders of their exercises, and archives inside archives. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFiles, openSubmission } from './index.js';
import { nearlyPart } from './layout.js';
import { makeZip } from './files/make-archives.js';

const lab = {
  beside: [],
  exercises: [
    { id: '01-bursty-tenants', partFile: 'capacity.ts', handoutFiles: [] },
    { id: '08-trap-and-emulate', partFile: 'emulate.ts', handoutFiles: [] },
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'loose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

function written(files: Record<string, string | Buffer>): string {
  const top = join(folder, `work-${++count}`);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(top, dirname(path)), { recursive: true });
    writeFileSync(join(top, path), content);
  }
  return top;
}

const texts = async (path: string): Promise<string[]> =>
  [...(await openSubmission(path, lab)).parts].map(([id, { file, text }]) => `${id}/${file}: ${text}`);

test('files called like parts are these parts, in a folder, an archive, or alone', async () => {
  const parts = { 'emulate.ts': 'x', 'capacity.ts': 'y', 'plan.pdf': '' };
  const both = ['01-bursty-tenants/capacity.ts: y', '08-trap-and-emulate/emulate.ts: x'];
  const entries = Object.entries(parts).map(([path, content]) => ({ path, content }));
  const top = written({ ...parts, 'wrapped.zip': '' });
  rmSync(join(top, 'wrapped.zip'));
  expect(await texts(top)).toEqual(both);
  expect((await openSubmission(top, lab)).passedOver).toEqual(['plan.pdf']);
  expect(await texts(join(written({ 'w.zip': makeZip(entries) }), 'w.zip'))).toEqual(both);
  expect(await texts(written({ 'me/work/emulate.ts': 'x' }))).toEqual(['08-trap-and-emulate/emulate.ts: x']);
  expect(await texts(join(top, 'emulate.ts'))).toEqual(['08-trap-and-emulate/emulate.ts: x']);
});

test('files from several places are taken by the names they were handed in under', async () => {
  const top = written({ 'ada_1_2_emulate-1.ts': 'x', 'ada_1_3_capacity.ts': 'y' });
  const files = [
    { name: 'emulate.ts', path: join(top, 'ada_1_2_emulate-1.ts') },
    { name: 'capacity.ts', path: join(top, 'ada_1_3_capacity.ts') },
  ];
  const { parts } = await openFiles('ada', files, lab);
  expect([...parts.keys()].sort()).toEqual(['01-bursty-tenants', '08-trap-and-emulate']);
});

const zip = (path: string, content: Buffer | string): Buffer => makeZip([{ path, content }]);

test.each<[string, Record<string, string | Buffer>, string, RegExp]>([
  [
    'one part in two places',
    { 'a/emulate.ts': 'x', 'b/emulate.ts': 'y' },
    '',
    /holds emulate\.ts twice, a\/emulate\.ts and b\/emulate\.ts: keep one/,
  ],
  [
    'a part beside an archive',
    { 'emulate.ts': 'x', 'w.zip': zip('emulate.ts', 'y') },
    '',
    /holds a part and an archive, emulate\.ts and w\.zip: keep one of them$/,
  ],
  ['a file that is no part', { 'help.ts': 'x' }, 'help.ts', /holds no exercise folder: hand in your files/],
  [
    'archives in archives without end',
    { 'a.zip': zip('b.zip', zip('c.zip', zip('d.zip', zip('emulate.ts', 'x')))) },
    'a.zip',
    /d\.zip lies more than 2 archives deep: pack your exercise folders once$/,
  ],
  [
    'a file with nearly the name of a part',
    { 'a/Emulate.ts': 'x', 'a/plan.pdf': '', 'capacity (1).ts.txt': 'y' },
    '',
    /capacity \(1\)\.ts\.txt is not the name of a part: call it capacity\.ts\n.*a\/Emulate\.ts is .*: call it emulate\.ts$/,
  ],
  [
    'a part deeper than anybody looks',
    { 'd/d/d/d/d/d/d/d/d/emulate.ts': 'x' },
    '',
    /^[^:]*: holds no exercise folder: hand in/,
  ],
  ['a large loose part', { 'emulate.ts': 'x'.repeat(262145) }, 'emulate.ts', /larger than 256 KiB/],
])('%s is refused in one line', async (_what, files, path, words) => {
  await expect(openSubmission(join(written(files), path), lab)).rejects.toThrow(words);
});

test('beside a part, a file with nearly the name of another is passed over', async () => {
  const { parts, passedOver } = await openSubmission(
    written({ 'capacity.ts': 'x', 'b/Emulate.ts': 'y' }),
    lab,
  );
  expect([[...parts.keys()], passedOver]).toEqual([['01-bursty-tenants'], ['b/Emulate.ts']]);
});

test.each([
  'emulate.ts',
  'EMULATE.TS',
  'emulate-1.ts',
  'emulate (2).ts',
  'emulate - Copy.js',
  'emulate_copy2.ts',
])('%s is nearly the name of a part', (name) => {
  expect(nearlyPart(name, lab)).toBe('emulate.ts');
});

test.each(['help.ts', 'emulate.md', 'emulate', 'my-emulate.ts', 'emulate-old.ts'])('%s is not', (name) => {
  expect(nearlyPart(name, lab)).toBeUndefined();
});

test('an archive counts beside a file with nearly the name of a part', async () => {
  const top = written({ 'Emulate.js': 'old', 'w.zip': zip('emulate.ts', 'x') });
  expect(await texts(top)).toEqual(['08-trap-and-emulate/emulate.ts: x']);
});

test('a link in place of a loose part is refused, and what it leads to is not read', async () => {
  const top = written({ 'x.txt': '' });
  symlinkSync('/etc/passwd', join(top, 'emulate.ts'));
  await expect(openSubmission(top, lab)).rejects.toThrow('emulate.ts is a symbolic link');
  const files = [{ name: 'emulate.ts', path: join(top, 'emulate.ts') }];
  await expect(openFiles(top, files, lab)).rejects.toThrow('emulate.ts is a symbolic link');
});
