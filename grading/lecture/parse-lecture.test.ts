import { findSection } from './sections/lecture.js';
import { noPictures } from './pictures/find-pictures.js';
import { parseLecture } from './parse-lecture.js';

const parse = (markdown: string) => parseLecture(markdown, { name: 'notes.md', resolveImage: noPictures });

/** Of the shape that instructors have; the words are made up. */
const notes = `---
tags: [os, virtualization]
---
Created: 2019-10-02 14:05
Source: [LINK](https://example.org/lectures/l03)

# Introduction to Virtualization
- Extensible services changed the **inside** of the OS
  - _Virtualization_ takes it further
    - see [the next part](#full-virtualization)

## Hypervisors
![](/img/l03-hypervisors.png)
- Two types
  - **Native**
    - ![Native type](/img/l03-native.png)
    - Best performance
  - Hosted, e.g. \`VirtualBox\`

### Connecting the **Dots**
1. VM/370
2. Xen

## Full Virtualization
`;

test("an instructor's file of the usual shape is read as it is", () => {
  const lecture = parse(notes);
  expect(lecture).toMatchObject({
    title: 'Introduction to Virtualization',
    name: 'notes.md',
    tags: ['os', 'virtualization'],
    created: '2019-10-02 14:05',
    source: { text: 'LINK', href: 'https://example.org/lectures/l03' },
  });
  expect(lecture.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(lecture.sections.map(({ level, heading, slug, parent }) => [level, heading, slug, parent])).toEqual([
    [1, 'Introduction to Virtualization', 'introduction-to-virtualization', undefined],
    [2, 'Hypervisors', 'hypervisors', 'introduction-to-virtualization'],
    [3, 'Connecting the Dots', 'connecting-the-dots', 'hypervisors'],
    [2, 'Full Virtualization', 'full-virtualization', 'introduction-to-virtualization'],
  ]);
});

test('a section has its own content only, as HTML and as plain text', () => {
  const lecture = parse(notes);
  expect(findSection(lecture, 'introduction-to-virtualization')?.html.replace(/\n/g, '')).toBe(
    '<ul><li>Extensible services changed the <strong>inside</strong> of the OS<ul><li><em>Virtualization</em> takes it further' +
      '<ul><li>see <a href="#lecture-full-virtualization">the next part</a></li></ul></li></ul></li></ul>',
  );
  const hypervisors = findSection(lecture, 'hypervisors');
  expect(hypervisors?.text).toBe('Two types Native Best performance Hosted, e.g. VirtualBox');
  expect(hypervisors?.html).toMatch(
    /^<figure class="missing-picture"><figcaption>Picture not included: l03-hypervisors.png</,
  );
  expect(hypervisors?.html).toContain('Picture not included: Native type');
  expect(hypervisors?.html).not.toContain('<img');
  expect(findSection(lecture, 'full-virtualization')).toMatchObject({ html: '', text: '' });
  expect(findSection(lecture, 'kvm')).toBeUndefined();
});

test('front matter, header lines and all but the title may be missing', () => {
  const lecture = parse('# `Only` a *title*');
  expect(lecture).toEqual({
    digest: lecture.digest,
    title: 'Only a title',
    name: 'notes.md',
    tags: [],
    sections: [{ level: 1, heading: 'Only a title', slug: 'only-a-title', html: '', text: '' }],
    notes: [],
  });
});

test('a byte order mark and the line ends of Windows change the digest and nothing else', () => {
  const { digest, ...lecture } = parse(notes);
  const { digest: other, ...same } = parse('\uFEFF' + notes.replaceAll('\n', '\r\n'));
  expect(same).toEqual(lecture);
  expect(other).not.toBe(digest);
});

test('words above the title are kept, with the section of the title', () => {
  expect(parse('Before.\n\n# Title\n\nAfter.').sections[0]?.text).toBe('Before. After.');
  expect(parse('Before.\n\n## Part\n\n# Title\n').sections.map(({ text, parent }) => [text, parent])).toEqual(
    [
      ['', undefined],
      ['Before.', undefined],
    ],
  );
});

test('raw HTML of the author is shown as text', () => {
  const html = parse('# T\n<script>alert(1)</script>\n\na <b onclick="x()">b</b>').sections[0]?.html;
  expect(html).toBe(
    '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>a &lt;b onclick=&quot;x()&quot;&gt;b&lt;/b&gt;</p>',
  );
});

test('tables, code and link references that are defined elsewhere work', () => {
  const lecture = parse(
    '# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[x][ref]\n\n```c\n# not a heading\n```\n\n## U\n\n[ref]: https://example.org/',
  );
  expect(lecture.sections.map((section) => section.heading)).toEqual(['T', 'U']);
  expect(lecture.sections[0]?.html).toContain('<table>');
  expect(lecture.sections[0]?.html).toContain('<a href="https://example.org/" rel="noopener">x</a>');
  expect(lecture.sections[0]?.text).toBe('x # not a heading');
});

test('a heading in a list or a quotation cuts nothing, and links to it work', () => {
  const lecture = parse('# T\n\n> # Quoted\n\n- ## Listed\n\n[there](#listed)\n\n## Listed');
  expect(lecture.sections.map((section) => section.slug)).toEqual(['t', 'listed-1']);
  expect(lecture.sections[0]?.html).toContain('<h2 id="lecture-listed">Listed</h2>');
  expect(lecture.sections[0]?.html).toContain('<a href="#lecture-listed">there</a>');
});

test.each(['', ' \n\t\r\n', '\uFEFF\n'])(
  'an empty file is an error that shows what is needed',
  (markdown) => {
    expect(() => parse(markdown)).toThrow('notes.md: is empty; a lecture has at least a title, "# Title"');
  },
);

test('a file without a title is an error that shows what is needed', () => {
  expect(() => parse('words\n\n## Part\n')).toThrow(
    'notes.md: has no title; give it one heading of level 1, "# Title"',
  );
});

test('a second title is an error that names its line in the file', () => {
  expect(() => parse(`${notes}\n# Another\n`)).toThrow(
    'notes.md:26: a second title; a lecture has one heading of level 1, so make this one "##"',
  );
});

test('a heading without words is an error that names its line in the file', () => {
  const problem = 'a heading has no words, so nothing can name it; give it words or remove it';
  expect(() => parse('# T\n\n##\n')).toThrow(`notes.md:3: ${problem}`);
  expect(() => parse('---\ntags: x\n---\n# T\n## ![x](/x.png)\n')).toThrow(`notes.md:5: ${problem}`);
});
