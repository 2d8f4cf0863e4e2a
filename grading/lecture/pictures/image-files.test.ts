import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { imageFiles } from './image-files.js';

let base: string;
let folder: string;
const resolve = (href: string) => imageFiles(path.join(folder, 'lecture.md'))(href);

const png = '\x89PNG\r\n\x1a\n rest';
const samples: Record<string, [bytes: string, mime: string]> = {
  'a.svg': ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
  'a.png': [png, 'image/png'],
  'a.jpg': ['\xff\xd8\xff\xe0', 'image/jpeg'],
  'a.JPEG': ['\xff\xd8\xff\xe0', 'image/jpeg'],
  'a.gif': ['GIF89a', 'image/gif'],
  'a.avif': ['\x00\x00\x00\x1cftypavif', 'image/avif'],
  'a.webp': ['RIFF\x04\x00\x00\x00WEBPVP8 ', 'image/webp'],
};

beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'lecture-images-'));
  folder = path.join(base, 'notes');
  mkdirSync(path.join(folder, 'figures'), { recursive: true });
  const write = (name: string, bytes: string) => writeFileSync(path.join(folder, name), bytes, 'latin1');
  for (const [name, [bytes]] of Object.entries(samples)) {
    write(name, bytes);
  }
  write('figures/two words.png', png);
  write('pointer.png', 'version https://git-lfs.github.com/spec/v1\n');
  write('text.png', 'a picture, one day');
  for (const [file, bytes] of Object.entries({
    'a/b/deep.png': `${png} further away`,
    'z/deep.png': png,
    '.trash/hidden.png': png,
  })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    write(file, bytes);
  }
  write('half.webp', 'RIFF\x04\x00\x00\x00WAVE');
  write('secret.txt', png);
  write('large.png', png + 'x'.repeat(2 * 1024 * 1024));
  mkdirSync(path.join(folder, 'folder.png'));
  writeFileSync(path.join(base, 'outside.png'), png, 'latin1');
  mkdirSync(path.join(base, 'notes-too'));
  writeFileSync(path.join(base, 'notes-too', 'b.png'), png, 'latin1');
  symlinkSync(path.join(base, 'outside.png'), path.join(folder, 'link.png'));
});

afterAll(() => rmSync(base, { recursive: true }));

test.each(Object.entries(samples))('%s beside the lecture becomes a data: URI', (name, [bytes, mime]) => {
  expect(resolve(name)).toBe(`data:${mime};base64,${Buffer.from(bytes, 'latin1').toString('base64')}`);
});

test('paths may go into folders, carry percent codes, and have a query behind them', () => {
  for (const href of ['figures/two%20words.png', './figures/../a.png', 'a.png?raw=true', 'a.png#part']) {
    expect(resolve(href)).toMatch(/^data:image\/png;/);
  }
});

test.each([
  ['a site-absolute path', '/img/a.png', 'has an address that begins with "/"'],
  ['an address', 'https://example.org/a.png', 'lies on the web, and a page loads nothing; save it beside'],
  ['an address without its protocol', '//example.org/a.png', 'lies on the web'],
  ['a file: address', 'file:///a.png', 'has an address of the kind "file:"'],
  [
    'a resource of Joplin',
    ':/0123456789abcdef0123456789abcdef',
    'is known to Joplin alone; export the note as',
  ],
  ['data of another kind', 'data:text/html;base64,AAAA', 'is data of another kind than PNG'],
  ['nothing', '', 'has no address'],
  ['a missing file', 'b.png', 'is not there (b.png); check the path'],
  ['a missing folder', 'no/b.png', 'is not there (no/b.png); check the path'],
  ['a folder', 'folder.png', 'is no plain file'],
  ['a file of another kind', 'secret.txt', 'is a .txt file, which not every browser shows; save it as PNG'],
  ['a photo of a telephone', 'photo.HEIC', 'is a .heic file, which not every browser shows'],
  ['a scan', 'scan.tiff', 'is a .tiff file, which not every browser shows'],
  ['a name without an ending', 'picture', 'has no ending that tells its format'],
  ['a file that climbs out', '../outside.png', "lies outside of the lecture's folder; copy it into"],
  ['a folder whose name only begins alike', '../notes-too/b.png', "lies outside of the lecture's folder"],
  ['an encoded path that climbs out', '%2e%2e/outside.png', "lies outside of the lecture's folder"],
  ['an encoded absolute path', '%2Fetc/a.png', 'has an address that begins with "/"'],
  ['a link that leads out', 'link.png', "lies outside of the lecture's folder"],
  ['a zero byte', 'a%00.png', 'has a zero byte in its name'],
  ['broken percent codes', '%zz.png', 'has a "%" in its address that is no code'],
  [
    'a pointer of Git LFS',
    'pointer.png',
    'is only a pointer of Git LFS; fetch the file itself with "git lfs pull"',
  ],
  ['text that is called a picture', 'text.png', 'does not hold what its name says (image/png)'],
  ['sound that is called a picture', 'half.webp', 'does not hold what its name says (image/webp)'],
  ['a picture above the limit', 'large.png', 'has 2097165 bytes, and a picture may have 2097152'],
])('%s is no picture: %s', (_what, href, why) => {
  expect(resolve(href)).toEqual({ why: expect.stringContaining(why) as string });
});

test('a bare name is looked for below the folder, the closest first; a path is not', () => {
  expect(resolve('deep.png')).toMatch(/^data:image\/png;base64,/);
  expect(Buffer.from((resolve('deep.png') as string).split(',')[1]!, 'base64').toString('latin1')).toBe(png);
  expect(resolve('other/deep.png')).toHaveProperty('why');
  expect(resolve('hidden.png')).toHaveProperty('why');
});
