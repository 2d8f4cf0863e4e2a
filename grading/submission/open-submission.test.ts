import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openSubmission, readPart, SubmissionError } from './index.js';
import { makeTar, makeTarGz, makeZip } from './files/make-archives.js';
import { folderName, submissionName } from './names.js';

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
  for (const fault of error.faults) {
    expect(fault).not.toContain('\n');
    expect(fault).toMatch(new RegExp(`^${join(folder, path)}: `));
  }
  return error.faults.map((fault) => fault.slice(join(folder, path).length + 2)).join('\n');
}

async function passedOver(path: string): Promise<readonly string[]> {
  return (await openSubmission(join(folder, path), lab)).passedOver;
}

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

  test('wrapped twice and more, as learning platforms do, and with other folders beside', async () => {
    write({
      'Ada_1_assignsubmission_file_/work/me/08-trap-and-emulate/emulate.ts': 'x',
      'Ada_1_assignsubmission_file_/docs/plan.txt': '',
      'Ada_1_assignsubmission_file_/plan.pdf': '',
    });
    expect(await partsOf('Ada_1_assignsubmission_file_')).toEqual({ '08-trap-and-emulate/emulate.ts': 'x' });
  });

  test('an archive in the folder of a student, and an archive in an archive', async () => {
    const inner = makeZip([{ path: '08-trap-and-emulate/emulate.ts', content: 'x' }]);
    write({
      'Ada_1_assignsubmission_file_/work.zip': inner,
      'Ada_1_assignsubmission_file_/desktop.ini': '',
      'outer.zip': makeZip([{ path: 'for/me.zip', content: inner }]),
    });
    for (const path of ['Ada_1_assignsubmission_file_', 'outer.zip']) {
      expect(await partsOf(path)).toEqual({ '08-trap-and-emulate/emulate.ts': 'x' });
    }
  });

  test('archives as Canvas names them, as Windows packs them, and under the name of another kind', async () => {
    const tar = [{ path: '08-trap-and-emulate/emulate.ts', content: 'x' }];
    write({
      'work.tar-1.gz': makeTarGz(tar),
      'work-1.zip': makeZip(tar),
      'work (1).tar.gz': makeTarGz(tar),
      'plain.tar': makeTar(tar),
      'really-a-tar.zip': makeTarGz(tar),
      'really-a-zip.tar.gz': makeZip(tar),
      'windows.zip': makeZip([
        { path: 'me\\' },
        { path: 'me\\08-trap-and-emulate\\emulate.ts', content: 'x' },
      ]),
    });
    for (const path of [
      'work.tar-1.gz',
      'work-1.zip',
      'work (1).tar.gz',
      'plain.tar',
      'really-a-tar.zip',
      'really-a-zip.tar.gz',
      'windows.zip',
    ]) {
      expect(await partsOf(path)).toEqual({ '08-trap-and-emulate/emulate.ts': 'x' });
    }
  });

  const leftovers = [
    ...[
      '.vscode/settings.json',
      '.idea/x.xml',
      'desktop.ini',
      'Thumbs.db',
      '.git/config',
      'node_modules/a/b.js',
    ],
    ...[
      '08-trap-and-emulate/.emulate.ts.swp',
      '08-trap-and-emulate/emulate.ts~',
      '08-trap-and-emulate/NOTES.md',
    ],
    ...['08-trap-and-emulate/helper.ts', '08-trap-and-emulate/emulate.js', 'NOTES.md', '__MACOSX/._x'],
  ];

  test('what editors and systems leave, and extra files beside a part, are passed over and told', async () => {
    write({ 'a/08-trap-and-emulate/emulate.ts': 'x' });
    write(Object.fromEntries(leftovers.map((path) => [`a/${path}`, ''])));
    const entries = leftovers.map((path) => ({ path, content: '' }));
    write({ 'b.zip': makeZip([{ path: '08-trap-and-emulate/emulate.ts', content: 'x' }, ...entries]) });
    const told = leftovers.map((path) => (path.startsWith('08-') ? path : path.split('/')[0])).sort();
    for (const path of ['a', 'b.zip']) {
      expect(await partsOf(path)).toEqual({ '08-trap-and-emulate/emulate.ts': 'x' });
      expect([...(await passedOver(path))].sort()).toEqual(told);
    }
  });

  test('links where nothing is looked at do no harm', async () => {
    write({ 'a/08-trap-and-emulate/emulate.ts': 'x' });
    symlinkSync('/etc', join(folder, 'a/etc'));
    write({
      'b.tgz': makeTarGz([
        { path: '08-trap-and-emulate/emulate.ts', content: 'x' },
        { path: 'etc', type: 'SymbolicLink' },
        { path: '.venv/bin/python', type: 'SymbolicLink' },
      ]),
    });
    expect(await passedOver('a')).toEqual(['etc']);
    expect(await passedOver('b.tgz')).toEqual(['.venv', 'etc']);
  });

  test.each<[string, Buffer]>([
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFlet ü = 1;\r\n')],
    ['UTF-16 as Windows saves it', Buffer.from('\uFEFFlet ü = 1;\r\n', 'utf16le')],
    ['UTF-16, the other way round', Buffer.from('\uFEFFlet ü = 1;\r\n', 'utf16le').swap16()],
    ['Latin-1', Buffer.from('let ü = 1;\r\n', 'latin1')],
  ])('a part in %s is read as what it says', async (_encoding, bytes) => {
    write({ 'a/08-trap-and-emulate/emulate.ts': bytes });
    expect(await partsOf('a')).toEqual({ '08-trap-and-emulate/emulate.ts': 'let ü = 1;\r\n' });
    const { text, sha256 } = await readPart(join(folder, 'a/08-trap-and-emulate'), 'emulate.ts');
    expect(text).toBe('let ü = 1;\r\n');
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe('the name of a submission', () => {
  test('becomes the name of a folder: nothing hidden, nothing that climbs', () => {
    expect(submissionName('/x/Müller & Co.tar.gz')).toBe('Müller-Co');
    expect(submissionName('/x/..zip')).toBe('submission');
    expect(submissionName('a\nb/c\u001b[31m.ZIP')).toBe('c-31m');
    expect(submissionName('/x/work.tar-1.gz')).toBe('work-1');
    expect(submissionName('/x/work (2).tar.gz')).toBe('work-2');
    expect(submissionName('x'.repeat(500))).toHaveLength(80);
  });

  test.each(['𠀀', 'ü', '각', 'e\u0301\u0323', 'x'])(
    'of many %s fits into a file system, in bytes',
    (letter) => {
      for (const distinct of [false, true]) {
        const name = folderName(`/x/${letter.repeat(300)}.zip`, distinct);
        expect(name).not.toBe('submission');
        for (const form of ['NFC', 'NFD'] as const) {
          expect(Buffer.byteLength(name.normalize(form))).toBeLessThanOrEqual(143);
        }
      }
    },
  );

  test('tells two places apart where it is asked to, and depends on nothing else', () => {
    expect(folderName('/a/work.zip', false)).toBe(folderName('/b/work', false));
    expect(folderName('/a/work.zip', true)).toMatch(/^work-[0-9a-f]{8}$/);
    expect(folderName('/a/work.zip', true)).not.toBe(folderName('/b/work.zip', true));
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
    write({ 'notes.txt': 'x' });
    expect(await refusal('notes.txt')).toMatch(/a folder, a \.zip or a \.tar\.gz \(\.tgz\)$/);
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

  test('every fault is told at once', async () => {
    write({
      'a/01-bursty-tenants/Capacity.ts': '',
      'a/08-trap-and-emulate/emulate.ts': 'x'.repeat(256 * 1024 + 1),
      'a/77-foo/x.ts': '',
      'a/emulate.ts': '',
    });
    expect((await refusal('a')).split('\n')).toEqual([
      '01-bursty-tenants/Capacity.ts is not the file of this exercise: call it capacity.ts',
      expect.stringMatching(/^08-trap-and-emulate\/emulate\.ts is larger than 256 KiB/),
      expect.stringMatching(/^77-foo: exercise number 77 is unknown/),
      'emulate.ts lies in the wrong place: put it into 08-trap-and-emulate/',
    ]);
  });

  test.each(['emulate.js', 'Emulate.ts', 'emulate (1).ts', 'emulate.ts.txt'])(
    'a file of code called %s in place of the part',
    async (name) => {
      write({ ...{ '01-bursty-tenants/capacity.ts': '' }, [`08-trap-and-emulate/${name}`]: '' });
      expect(await refusal('.')).toBe(
        `08-trap-and-emulate/${name} is not the file of this exercise: call it emulate.ts`,
      );
    },
  );

  test('exercises in two places, or two archives', async () => {
    write({
      'a/one/08-trap-and-emulate/emulate.ts': '',
      'a/two/08-trap-and-emulate/emulate.ts': '',
      'b/one.zip': '',
      'b/two.zip': '',
    });
    expect(await refusal('a')).toBe(
      'holds exercise folders in several places, one and two: keep one of them',
    );
    expect(await refusal('b')).toBe('holds several archives, one.zip and two.zip: keep one of them');
  });

  test('an exercise that there is not', async () => {
    write({ 'a/77-foo/x.ts': '', 'b/08-emulate/emulate.ts': '', 'c/08-trap-and-emulate': '' });
    expect(await refusal('a')).toMatch(/^77-foo: exercise number 77 is unknown; known: 01, 08;/);
    expect(await refusal('b')).toMatch(
      /^08-emulate is not the name of exercise 08: call the folder 08-trap-and-emulate$/,
    );
    expect(await refusal('c')).toMatch(/^08-trap-and-emulate is a file: make it a folder/);
  });

  test('a part that is a folder, too large, of 4 GB, or no text', async () => {
    mkdirSync(join(folder, 'a/08-trap-and-emulate/emulate.ts'), { recursive: true });
    write({
      'b/08-trap-and-emulate/emulate.ts': 'x'.repeat(256 * 1024 + 1),
      'c/08-trap-and-emulate/emulate.ts': '',
      'd/08-trap-and-emulate/emulate.ts': Buffer.from([0x61, 0, 0xff]),
      'e.zip': makeZip([{ path: '08-trap-and-emulate/emulate.ts', content: Buffer.alloc(256 * 1024 + 1) }]),
    });
    truncateSync(join(folder, 'c/08-trap-and-emulate/emulate.ts'), 4 * 1024 ** 3);
    expect(await refusal('a')).toMatch(/emulate\.ts is a folder/);
    expect(await refusal('b')).toMatch(/emulate\.ts is larger than 256 KiB/);
    expect(await refusal('c')).toMatch(/emulate\.ts is larger than 256 KiB/);
    expect(await refusal('d')).toMatch(/emulate\.ts is no text/);
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
      '08-trap-and-emulate/\u{FFFD}[2J\u{FFFD}evil\u{FFFD}.ts is not the file',
    );
  });

  test('what is no archive under the name of one', async () => {
    write({ 'a.zip': 'hello', 'b.tar.gz': 'hello', 'c.tgz': gzipSync('hello') });
    expect(await refusal('a.zip')).toMatch(/^cannot be read as a zip archive \(/);
    expect(await refusal('b.tar.gz')).toMatch(/^cannot be read as a \.tar\.gz archive \(/);
    expect(await refusal('c.tgz')).toMatch(/^cannot be read as a \.tar\.gz archive \(/);
  });
});
