import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LectureError, readLecture } from './index.js';

const ours = path.join(__dirname, '../../exercises/lecture.md');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lecture-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

test('our lecture has exactly the headings, levels and slugs of the outline', () => {
  expect(readLecture(ours).sections.map(({ level, heading, slug }) => [level, heading, slug])).toEqual([
    [1, 'Introduction to Virtualization', 'introduction-to-virtualization'],
    [2, 'Platform Virtualization', 'platform-virtualization'],
    [2, 'Hypervisors', 'hypervisors'],
    [3, 'Connecting the Dots', 'connecting-the-dots'],
    [2, 'Full Virtualization', 'full-virtualization'],
    [2, 'Paravirtualization', 'paravirtualization'],
  ]);
});

test('every picture of our lecture is part of it, described in words, and stands where the outline wants one', () => {
  const { sections } = readLecture(ours);
  const count = (pattern: RegExp) => sections.map((section) => section.html.match(pattern)?.length ?? 0);
  expect(count(/<img src="data:image\/svg\+xml;base64,[^"]+" alt="[^"]{40,}"/g)).toEqual([0, 2, 1, 0, 1, 2]);
  expect(count(/missing-picture/g)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('every link of our lecture to a section leads to one', () => {
  const written = readFileSync(ours, 'utf8').match(/\]\(#/g)?.length;
  const kept = readLecture(ours).sections.flatMap(
    (section) => section.html.match(/href="#lecture-/g) ?? [],
  ).length;
  expect(kept).toBe(written);
});

test('the record of a lecture names the file without its folder and has the digest of its bytes', () => {
  const bytes = Buffer.from('\uFEFF# Größe\r\n');
  expect(readLecture(write('notes.md', bytes))).toMatchObject({
    name: 'notes.md',
    digest: createHash('sha256').update(bytes).digest('hex'),
    sections: [{ heading: 'Größe' }],
  });
});

test('pictures are found beside the lecture, and the others are told by name', () => {
  mkdirSync(path.join(folder, 'img'));
  write('img/here.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const file = write('notes.md', '# T\n\n![here](img/here.svg)\n\n![](/img/here.svg)\n');
  const [section] = readLecture(file).sections;
  expect(section?.html).toMatch(/^<figure class="picture"><img src="data:image\/svg\+xml;base64,/);
  expect(section?.html).toMatch(/Picture not included: here.svg<\/figcaption><\/figure>$/);
});

test('what if there is no such file? One line says so', () => {
  const file = path.join(folder, 'none.md');
  expect(() => readLecture(file)).toThrow(LectureError);
  expect(() => readLecture(file)).toThrow(`${file}: there is no such file; check the path`);
});

test('what if the path goes through a file? One line says so', () => {
  const file = path.join(write('notes.md', '# T'), 'more.md');
  expect(() => readLecture(file)).toThrow(
    `${file}: cannot be read (ENOTDIR); check the path and its permissions`,
  );
});

test('what if it is a folder? One line says so', () => {
  expect(() => readLecture(folder)).toThrow(`${folder}: is a folder; name the Markdown file in it`);
});

test('what if it is a pipe that nobody writes to? The reader does not wait', () => {
  const pipe = path.join(folder, 'pipe.md');
  execFileSync('mkfifo', [pipe]);
  expect(() => readLecture(pipe)).toThrow(`${pipe}: is not a plain file; name a Markdown file`);
});

test('what if the file is larger than any lecture? One line names both sizes', () => {
  const file = write('large.md', '# T\n' + 'x'.repeat(2 * 1024 * 1024));
  expect(() => readLecture(file)).toThrow(
    `${file}: has 2097156 bytes; a lecture may have 2097152, so shorten it`,
  );
});

test.each([
  ['Latin-1', Buffer.from('# T\n\nGr\xf6\xdfe\n', 'latin1'), 3],
  ['UTF-16', Buffer.from('\uFEFF# T\n', 'utf16le'), 1],
  ['a broken last line', Buffer.from('# T\nab\xc3', 'latin1'), 2],
])('what if the file is not UTF-8 but %s? One line names the place', (_what, bytes, line) => {
  const file = write('notes.md', bytes);
  expect(() => readLecture(file)).toThrow(
    `${file}:${line}: is not UTF-8 text; save the file in the encoding UTF-8`,
  );
});

test('what if the content is no lecture? The message names the path that was given', () => {
  const file = write('notes.md', 'no title');
  expect(() => readLecture(file)).toThrow(`${file}: has no title; `);
});
