import { readFrontMatter } from './front-matter.js';

const read = (text: string) => readFrontMatter('notes.md', text.split('\n'));

test.each([
  ['a list in brackets', '---\ntags: [os, "virtual machines", \'xen\']\n---\n# T'],
  ['words with commas', '---\ntags: os, virtual machines, xen\n---\n'],
  ['a list of lines', '---\ntags:\n  - os\n  - "virtual machines"\n  - xen\n---\n'],
  ['a list of lines without indentation', '---\ntags:\n- os\n- virtual machines\n- xen\n...\n'],
])('tags are read from %s', (_shape, text) => {
  expect(read(text).tags).toEqual(['os', 'virtual machines', 'xen']);
});

test('other keys, nested values and comments are left alone', () => {
  const text =
    '---\n# mine\ntitle: "L03: notes"\nnested:\n  deeper: 1\n  list:\n  - x\ntags: [os] # one\n\nlist:\n- y\n---\ntext';
  expect(read(text)).toEqual({ tags: ['os'], length: 12 });
});

test('a file without front matter, or with an empty list of tags, has no tags', () => {
  expect(read('# Title\n---\n')).toEqual({ tags: [], length: 0 });
  expect(read('---\ntags: []\n---\n')).toEqual({ tags: [], length: 3 });
  expect(read('---\ntags:\n---\n')).toEqual({ tags: [], length: 3 });
});

test('front matter that does not end is an error on line 1', () => {
  expect(() => read('---\ntags: [os]\n# Title')).toThrow(
    'notes.md:1: the front matter does not end; close it with a line of three hyphens, "---"',
  );
});

test('a line that is no key is an error that names the line', () => {
  expect(() => read('---\ntags: [os]\njust words\n---\n')).toThrow(
    'notes.md:3: the front matter has a line that is not "key: value"; mend or remove it',
  );
  expect(() => read('---\n- os\n---\n')).toThrow('notes.md:2: ');
});

test('a list of tags with one bracket is an error that shows the right form', () => {
  expect(() => read('---\ntags: [os, xen\n---\n')).toThrow(
    'notes.md:2: the list of tags has one bracket only; write it as "tags: [one, two]"',
  );
});

test('tags are text as the author wrote it, whatever YAML would make of it', () => {
  expect(read('---\ntags: [2019, yes, null, 1.10]\n---\n').tags).toEqual(['2019', 'yes', 'null', '1.10']);
  expect(read('---\n"tags": >\n  os,\n  xen # no comment\n---\n').tags).toEqual(['os', 'xen # no comment']);
});

test('front matter of nothing but comments, or of nothing, has no tags', () => {
  expect(read('---\n# mine\n---\n')).toEqual({ tags: [], length: 3 });
  expect(read('---\n---\n')).toEqual({ tags: [], length: 2 });
});

test.each([
  ['title: L03: notes', 2, 'Nested mappings are not allowed in compact mappings'],
  ['tags: [os]\ntags: [xen]', 3, 'Map keys must be unique'],
  ['list: [a\ntags: [os]', 3, 'Flow sequence in block collection must'],
  ['title: x\n\tindented: y', 3, 'Tabs are not allowed as indentation'],
])('what is not YAML is an error with the library’s reason: %j', (text, line, reason) => {
  expect(() => read(`---\n${text}\n---\n`)).toThrow(
    `notes.md:${line}: the front matter is not YAML: ${reason}`,
  );
});
