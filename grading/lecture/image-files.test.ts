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
  write('text.png', 'version https://git-lfs.github.com/spec/v1\n');
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
  ['a site-absolute path', '/img/a.png'],
  ['an address', 'https://example.org/a.png'],
  ['an address without its protocol', '//example.org/a.png'],
  ['a file: address', 'file:///a.png'],
  ['nothing', ''],
  ['a missing file', 'b.png'],
  ['a folder', 'folder.png'],
  ['a file of another kind', 'secret.txt'],
  ['a file that climbs out', '../outside.png'],
  ['a folder whose name only begins alike', '../notes-too/b.png'],
  ['an encoded path that climbs out', '%2e%2e/outside.png'],
  ['an encoded absolute path', '%2Fetc/a.png'],
  ['a link that leads out', 'link.png'],
  ['a zero byte', 'a%00.png'],
  ['broken percent codes', '%zz.png'],
  ['text that is called a picture', 'text.png'],
  ['sound that is called a picture', 'half.webp'],
  ['a picture above the limit', 'large.png'],
])('%s is no picture: %s', (_what, href) => {
  expect(resolve(href)).toBeUndefined();
});
