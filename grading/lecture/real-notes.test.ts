/** Files as the programs write them, `fixtures/`: nothing of a comment reaches a page, and what cannot be shown is told. */
import path from 'node:path';
import { readLecture } from './index.js';

const read = (file: string) => {
  const lecture = readLecture(path.join(__dirname, 'fixtures', file));
  const start = path.join(__dirname, 'fixtures', file).length;
  return { ...lecture, notes: lecture.notes.map((note) => note.slice(start)) };
};
const files = [
  'obsidian/Virtualization.md',
  'logseq/pages/Virtualization.md',
  'notion/Virtualization 4f1c.md',
  'joplin/Virtualization.md',
  'github.md',
];

test.each(files)('%s: a title, sections, no comment, no tag that could run or load something', (file) => {
  const lecture = read(file);
  const shown = JSON.stringify({ ...lecture, digest: '' });
  expect(lecture.title).toBe('Virtualization');
  expect(lecture.sections.length).toBeGreaterThan(1);
  expect(shown).not.toContain('SECRET');
  const tags = new Set(lecture.sections.flatMap(({ html }) => html.match(/<[a-z]\w*/g) ?? []));
  const known =
    'a br code del details div em figcaption figure img li mark ol p pre s span strong sup summary';
  const table = 'table thead tbody tr th td ul blockquote';
  expect([...tags].filter((tag) => !`${known} ${table}`.split(' ').includes(tag.slice(1)))).toEqual([]);
  const handlers = lecture.sections.flatMap(({ html }) => html.match(/<[^>]* on\w+=/g) ?? []);
  expect(handlers).toEqual([]);
});

test.each(files)('%s: every link inside the lecture leads somewhere, and no id is there twice', (file) => {
  const { sections } = read(file);
  const html = sections.map((section) => `<h2 id="lecture-${section.slug}">${section.html}`).join('');
  const all = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found);
  const ids = all(/ id="([^"]+)"/g);
  expect(new Set(ids).size).toBe(ids.length);
  expect(all(/ href="#([^"]+)"/g).filter((href) => !ids.includes(href))).toEqual([]);
});

test('each picture that no page shows is told with its line, and why', () => {
  expect(files.map((file) => read(file).notes)).toEqual([
    [
      ':56: the section “Shadow Paging” of the note “Memory” is not shown: a page has the words and pictures of this file alone; copy here what students need',
      expect.stringMatching(/^:57: the PDF file “slides.pdf” is not shown: /),
      ':58: the picture "board.heic" is a .heic file, which not every browser shows; save it as PNG, JPEG, WebP or SVG',
    ],
    [
      ':12: the picture "types.png" lies outside of the lecture\'s folder; copy it into the folder',
      expect.stringMatching(/^:17: video https:\/\/example.org\/watch is not shown: /),
    ],
    [':20: the picture "image.png" lies on the web, and a page loads nothing; save it beside the lecture'],
    [
      expect.stringMatching(
        /^:18: the picture "0123456789abcdef0123456789abcdef" is known to Joplin alone; /,
      ),
    ],
    [],
  ]);
});

test('the pictures that lie beside the notes are shown', () => {
  const shown = files.map((file) =>
    read(file).sections.flatMap(({ html }) => html.match(/<img [^>]*>/g) ?? []),
  );
  const src = /src="data:image\/png;base64,[^"]+"/;
  expect(shown.map((images) => images.map((image) => image.replace(src, 'src')))).toEqual([
    ['<img src alt="" width="300">'],
    ['<img src alt="types" width="240">'],
    ['<img src alt="Untitled">'],
    ['<img src alt="Two types" width="240">'],
    [],
  ]);
});
