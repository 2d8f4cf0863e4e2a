import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openSubmission, SubmissionError } from './index.js';
import { makeTarGz, makeZip } from './make-archives.js';
import { submissionName } from './open-submission.js';

const lab = {
  beside: ['lecture.md', 'figures'],
  exercises: [
    {
      id: '01-bursty-tenants',
      partFile: 'capacity.ts',
      handoutFiles: ['README.md', 'exercise.json', 'checks.test.ts'],
    },
    { id: '08-trap-and-emulate', partFile: 'emulate.ts', handoutFiles: ['README.md', 'figures'] },
  ],
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'submission-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

async function partsOf(path: string): Promise<Record<string, string>> {
  const { parts } = await openSubmission(join(folder, path), lab);
  return Object.fromEntries([...parts].map(([id, { file, text }]) => [`${id}/${file}`, text]));
}

async function refusal(path: string, limits = {}): Promise<string> {
  const error: unknown = await openSubmission(join(folder, path), lab, limits).catch((e: unknown) => e);
  if (!(error instanceof SubmissionError)) {
    throw new Error(`not refused as a submission: ${String(error)}`);
  }
  expect(error.message).not.toContain('\n');
  return error.message.slice(join(folder, path).length + 2);
}

const part = { '08-trap-and-emulate/emulate.ts': 'export {};\n' };

describe('what is accepted', () => {
  test('a folder of exercise folders, with what the lab ships and what systems leave behind passed over', async () => {
    write({
      'work/08-trap-and-emulate/emulate.ts': 'one',
      'work/08-trap-and-emulate/README.md': 'shipped',
      'work/08-trap-and-emulate/figures/x.svg': 'shipped',
      'work/08-trap-and-emulate/.DS_Store': 'clutter',
      'work/01-bursty-tenants/capacity.ts': '\uFEFFtwo ü',
      'work/lecture.md': 'shipped',
      'work/figures/a.svg': 'shipped',
      'work/.git/config': 'clutter',
      'work/._lecture.md': 'clutter',
    });
    expect(await partsOf('work')).toEqual({
      '08-trap-and-emulate/emulate.ts': 'one',
      '01-bursty-tenants/capacity.ts': 'two ü',
    });
    expect((await openSubmission(join(folder, 'work'), lab)).name).toBe('work');
  });

  test('a copy of the lab, of which only exercises/ is looked at', async () => {
    write({
      'lab/exercises/08-trap-and-emulate/emulate.ts': 'x',
      'lab/src/index.ts': '',
      'lab/README.md': '',
    });
    expect(await partsOf('lab')).toEqual({ '08-trap-and-emulate/emulate.ts': 'x' });
  });

  test('either of them inside one wrapping folder, as zip tools and GitHub make it', async () => {
    write({ 'a/me/08-trap-and-emulate/emulate.ts': 'x', 'a/__MACOSX/._me': '' });
    write({ 'b/lab-main/exercises/08-trap-and-emulate/emulate.ts': 'y', 'b/lab-main/package.json': '' });
    expect(await partsOf('a')).toEqual({ '08-trap-and-emulate/emulate.ts': 'x' });
    expect(await partsOf('b')).toEqual({ '08-trap-and-emulate/emulate.ts': 'y' });
  });

  test('the same in a .zip, a .tar.gz and a .tgz', async () => {
    const entries = [
      { path: 'me/' },
      { path: 'me/08-trap-and-emulate/emulate.ts', content: 'x' },
      { path: '__MACOSX/me/08-trap-and-emulate/._emulate.ts', content: '?' },
    ];
    const tarEntries = [{ path: './', type: 'Directory' as const }, ...entries.slice(1)];
    write({
      'a.zip': makeZip(entries),
      'b.tar.gz': makeTarGz(tarEntries),
      'c.TGZ': makeTarGz(tarEntries),
    });
    for (const archive of ['a.zip', 'b.tar.gz', 'c.TGZ']) {
      expect(await partsOf(archive)).toEqual({ '08-trap-and-emulate/emulate.ts': 'x' });
    }
  });

  test('names become names of folders: nothing hidden, nothing that climbs', () => {
    expect(submissionName('/x/Müller & Co.tar.gz')).toBe('Müller-Co');
    expect(submissionName('/x/..zip')).toBe('submission');
    expect(submissionName('a\nb/c\u001b[31m.ZIP')).toBe('c-31m');
    expect(submissionName('x'.repeat(500))).toHaveLength(80);
  });
});

describe('what is refused, in one line that names it', () => {
  test('a path that does not exist', async () => {
    expect(await refusal('none')).toBe('does not exist: check the path');
  });

  test('a link that leads in a circle', async () => {
    symlinkSync('loop', join(folder, 'loop'));
    expect(await refusal('loop')).toMatch(/leads in a circle/);
  });

  test('a file that is no archive, and a device', async () => {
    write({ 'emulate.ts': 'x' });
    expect(await refusal('emulate.ts')).toMatch(/a folder, a \.zip or a \.tar\.gz \(\.tgz\)$/);
    await expect(openSubmission('/dev/null', lab)).rejects.toThrow(/^\/dev\/null: is none of the three/);
  });

  test('an empty folder, an empty archive, and one without any part', async () => {
    mkdirSync(join(folder, 'empty'));
    write({
      'empty.zip': makeZip([]),
      'empty.tgz': makeTarGz([]),
      'none/08-trap-and-emulate/README.md': '',
      'notes/readme.txt': '',
    });
    const how =
      'hand in your files in folders that are named like the exercises, such as 01-bursty-tenants/capacity.ts';
    for (const path of ['empty', 'empty.zip', 'empty.tgz']) {
      expect(await refusal(path)).toBe(`is empty: ${how}`);
    }
    expect(await refusal('none')).toBe(`holds no part of any exercise: ${how}`);
    expect(await refusal('notes')).toBe(`holds no exercise folder: ${how}`);
  });

  test('a file or folder that no manifest names', async () => {
    write({ ...part, '08-trap-and-emulate/helper.ts': '' });
    expect(await refusal('.')).toMatch(
      /^08-trap-and-emulate\/helper\.ts is named by no manifest: only emulate\.ts/,
    );
    write({ 'top/08-trap-and-emulate/emulate.ts': '', 'top/notes.txt': '' });
    expect(await refusal('top')).toMatch(/^notes\.txt belongs to no exercise/);
  });

  test('an exercise that there is not', async () => {
    write({ 'a/77-foo/x.ts': '', 'b/08-emulate/emulate.ts': '', 'c/08-trap-and-emulate': '' });
    expect(await refusal('a')).toMatch(/^77-foo: exercise number 77 is unknown; known: 01, 08;/);
    expect(await refusal('b')).toMatch(
      /^08-emulate is not the name of exercise 08: call the folder 08-trap-and-emulate$/,
    );
    expect(await refusal('c')).toMatch(/^08-trap-and-emulate is a file: make it a folder/);
  });

  test('a part that is a folder, too large, of 4 GB, or not UTF-8', async () => {
    mkdirSync(join(folder, 'a/08-trap-and-emulate/emulate.ts'), { recursive: true });
    write({
      'b/08-trap-and-emulate/emulate.ts': 'x'.repeat(256 * 1024 + 1),
      'c/08-trap-and-emulate/emulate.ts': '',
      'd/08-trap-and-emulate/emulate.ts': Buffer.from([0x61, 0xff]),
      'e.zip': makeZip([{ path: '08-trap-and-emulate/emulate.ts', content: Buffer.alloc(256 * 1024 + 1) }]),
    });
    truncateSync(join(folder, 'c/08-trap-and-emulate/emulate.ts'), 4 * 1024 ** 3);
    expect(await refusal('a')).toMatch(/emulate\.ts is a folder/);
    expect(await refusal('b')).toMatch(/emulate\.ts is larger than 256 KiB/);
    expect(await refusal('c')).toMatch(/emulate\.ts is larger than 256 KiB/);
    expect(await refusal('d')).toMatch(/emulate\.ts is not UTF-8 text/);
    expect(await refusal('e.zip')).toMatch(/emulate\.ts is larger than 256 KiB/);
  });

  test('names that are one name on some systems', async () => {
    const entries = [
      { path: '08-trap-and-emulate/emulate.ts', content: '' },
      { path: '08-Trap-and-emulate/emulate.ts', content: '' },
    ];
    write({ 'a.zip': makeZip(entries) });
    expect(await refusal('a.zip')).toMatch(/08-Trap-and-emulate and 08-trap-and-emulate are the same name/);
  });

  test('an archive over 16 MiB, without reading it', async () => {
    write({ 'a.zip': '', 'b.tgz': '' });
    truncateSync(join(folder, 'a.zip'), 4 * 1024 ** 3);
    truncateSync(join(folder, 'b.tgz'), 16 * 1024 ** 2 + 1);
    expect(await refusal('a.zip')).toMatch(/the archive is larger than 16 MiB/);
    expect(await refusal('b.tgz')).toMatch(/the archive is larger than 16 MiB/);
  });

  test('names in messages cannot steer a terminal', async () => {
    write({ 'a.zip': makeZip([{ path: '08-trap-and-emulate/\u001b[2J\u202Eevil\n.ts' }]) });
    expect(await refusal('a.zip')).toContain(
      '08-trap-and-emulate/\u{FFFD}[2J\u{FFFD}evil\u{FFFD}.ts is named by no',
    );
  });

  test('an archive of another format under its name', async () => {
    write({
      'a.zip': makeTarGz([{ path: 'x' }]),
      'b.tar.gz': makeZip([{ path: 'x' }]),
      'c.tgz': gzipSync('hello'),
    });
    expect(await refusal('a.zip')).toMatch(/^cannot be read as a zip archive \(/);
    expect(await refusal('b.tar.gz')).toMatch(/^cannot be read as a \.tar\.gz archive \(/);
    expect(await refusal('c.tgz')).toMatch(/^cannot be read as a \.tar\.gz archive \(/);
  });
});
