/** Each notation by itself, as it comes out of the reader. */
import { noPictures, parseLecture, type Lecture } from '../index.js';

const picture = 'data:image/png;base64,AAAA';
const parse = (markdown: string): Lecture =>
  parseLecture(`# Title\n\n${markdown}`, {
    name: 'notes.md',
    resolveImage: (href) => (href.endsWith('a.png') ? picture : noPictures(href)),
  });
const html = (markdown: string): string => parse(markdown).sections[0]!.html.replace(/\n/g, '');

describe('callouts', () => {
  test('the kind is the title where there is none, and gives the look', () => {
    expect(html('> [!security-notice]\n> a')).toBe(
      '<div class="callout" role="note"><p class="callout-title">Security notice</p><p>a</p></div>',
    );
    expect(html('> [!WARNING] *Mind* this')).toBe(
      '<div class="callout warning" role="note"><p class="callout-title"><em>Mind</em> this</p></div>',
    );
    expect(html('> [!bug]\n> a')).toContain('class="callout bad"');
    expect(html('> [!constructor]\n> a')).toContain('class="callout"');
  });

  test('the title goes up to the end of its line, and blocks follow it', () => {
    expect(html('> [!tip] A\n> b\n> c\n> - d')).toBe(
      '<div class="callout good" role="note"><p class="callout-title">A</p><p>bc</p><ul><li>d</li></ul></div>',
    );
  });

  test('plus and minus fold, open and closed, also inside one another and beside a quotation', () => {
    expect(html('> [!a]+ A\n> > [!b]- B\n> > b\n>\n> > q\n\n> r')).toBe(
      '<details class="callout" open=""><summary class="callout-title">A</summary>' +
        '<details class="callout"><summary class="callout-title">B</summary><p>b</p></details>' +
        '<blockquote><p>q</p></blockquote></details><blockquote><p>r</p></blockquote>',
    );
  });

  test('a quotation that is no callout stays one', () => {
    for (const text of ['[note] a', '[!] a', 'a [!note]', '[!a b] c']) {
      expect(html(`> ${text}`)).toMatch(/^<blockquote>/);
    }
  });

  test("Notion's are in tags, which show nothing of themselves and can hold lists and code", () => {
    expect(html('<aside>\n💡 **a**\n- b\n\n```\n</aside\n```\n</aside>\n\nc')).toBe(
      '<div class="callout" role="note"><p>💡 <strong>a</strong></p><ul><li>b</li></ul><pre><code>&lt;/aside</code></pre></div><p>c</p>',
    );
    expect(html('<aside>\na')).toBe('<p>&lt;aside&gt;a</p>');
    expect(html('<aside onclick="x()">\na\n</aside>')).not.toContain('<aside');
  });
});

describe('footnotes', () => {
  const two = parse(
    'a[^x] b^[in place]\n\n## B\nc[^x] d[^y]\n\n## C\n\n[^x]: X\n[^y]: Y, see[^z]\n[^z]: Z\n[^no]: no',
  );
  const numbers = two.sections.map(({ html: section }) =>
    [...section.matchAll(/<li id="([^"]+)"/g)].map(([, id]) => id),
  );

  test('each stands once, at the end of the section that refers to it first, with one number for all', () => {
    expect(numbers).toEqual([['lecture-^fn1', 'lecture-^fn2'], ['lecture-^fn3', 'lecture-^fn4'], []]);
    expect(two.sections[1]!.html).toContain(
      '<a href="#lecture-^fn1" id="lecture-^ref1:1" aria-label="Footnote 1">1</a>',
    );
  });

  test('one that nothing refers to is not shown', () => {
    expect(JSON.stringify(two)).not.toContain('no<');
    expect(two.sections[2]!.text).toBe('');
  });

  test('one of a heading is not in the heading’s name', () => {
    const [, part] = parse('## Part[^x]\n\na[^x]\n\n[^x]: X').sections;
    expect(part).toMatchObject({ heading: 'Part', slug: 'part', text: 'a X' });
    expect(part!.html.match(/href="[^"]+"/g)).toEqual(['href="#lecture-^fn1"', 'href="#lecture-^ref1:1"']);
  });
});

test.each([
  ['- [ ] a', 'to do', '☐'],
  ['* [x] a', 'done', '☑'],
  ['1. [X] a', 'done', '☑'],
  ['- [/] a', 'begun', '◪'],
  ['- [-] a', 'given up', '☒'],
])('a task list has a sign with words: %s', (text, word, sign) => {
  expect(html(text)).toContain(
    `<li class="task"><span class="task-box" role="img" aria-label="${word}">${sign}</span> a</li>`,
  );
});

test.each([
  '- [1] a',
  '- [a] b',
  '- [x]',
  '- [x]a',
  '- \\[ ] a',
  '[ ] a',
  '- b [ ] a',
  '- [x](https://example.org/) a',
])('other brackets are no task: %s', (text) => {
  expect(html(text)).not.toContain('task-box');
});

test('a highlight is marked', () => {
  expect(html('a ==b *c*== d == e')).toBe('<p>a <mark>b <em>c</em></mark> d == e</p>');
});

describe('wiki links and embeds', () => {
  const link = (href: string, words: string) => `<p><a href="#lecture-${href}">${words}</a></p>`;

  test.each([
    ['[[#Title]]', link('title', 'Title')],
    ['[[#Title|the top]]', link('title', 'the top')],
    ['[[notes#Title]]', link('title', 'notes › Title')],
    ['[[Notes.md#Other#Title|up]]', link('title', 'up')],
    ['[[#No such]]', '<p>No such</p>'],
    ['[[Page]]', '<p>Page</p>'],
    ['[[Page|a < b]]', '<p>a &lt; b</p>'],
    ['[[Page#Part]]', '<p>Page › Part</p>'],
    ['[[Page#^abc]]', '<p>Page</p>'],
    ['`[[Page]]`', '<p><code>[[Page]]</code></p>'],
    ['\\[[Page]]', '<p>[[Page]]</p>'],
    ['[[1]](https://example.org/)', '<p><a href="https://example.org/" rel="noopener">[1]</a></p>'],
    ['![[#Title]]', link('title', 'Title')],
  ])('%s', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  test('a link leads to a heading whatever stands in it', () => {
    const [section] = parse('[[#Trap & Emulate: `how`?]]\n\n## Trap & Emulate: `how`?').sections;
    expect(section!.html).toContain('href="#lecture-trap--emulate-how"');
  });

  test('an embedded picture has the width and the words that it was given', () => {
    expect(html('![[a.png|300]]')).toBe(
      `<figure class="picture"><img src="${picture}" alt="" width="300"></figure>`,
    );
    expect(html('![[img/a.png|Two types|300x200]]')).toContain('alt="Two types" width="300"');
    expect(html('![Two types|120](a.png)')).toContain('alt="Two types" width="120"');
    expect(html('![Two types](a.png){:height 9, :width 120} b')).toContain('alt="Two types" width="120"');
    expect(html('![x|99999](a.png)')).toContain('alt="x">');
    expect(html('![a|b](a.png)')).toContain('alt="a|b"');
  });

  test.each([
    ['![[Memory]]', 'the note “Memory”'],
    ['![[Memory#Shadow Paging]]', 'the section “Shadow Paging” of the note “Memory”'],
    ['![[Memory#^abc]]', 'the note “Memory”'],
    ['![[slides.pdf#page=3]]', 'the PDF file “slides.pdf”'],
    ['![[talk.mp4]]', 'the film “talk.mp4”'],
    ['![[plan.canvas]]', 'the canvas “plan.canvas”'],
    ['{{video https://example.org/}}', 'video https://example.org/'],
    ['{{embed ((65f0c0de-1111-4222-8333-444455556666))}}', 'embed a block of another note'],
    ['((65f0c0de-1111-4222-8333-444455556666))', 'embed a block of another note'],
  ])('what is no picture says what it is: %s', (text, what) => {
    expect(html(text)).toBe(
      `<figure class="missing-picture"><figcaption>Not included: ${what}</figcaption></figure>`,
    );
    expect(parse(text).notes).toEqual([expect.stringContaining(`notes.md:3: ${what} is not shown`)]);
  });

  test('a missing picture shows its words', () => {
    expect(html('a ![[b.png|Two types]] c')).toContain('[Picture not included: Two types]');
  });
});

describe('block ids', () => {
  test('they are not shown, and links lead to them', () => {
    expect(html('a ^One-1\n\nb [[#^one-1|there]]')).toBe(
      '<p id="lecture-^one-1">a</p><p>b <a href="#lecture-^one-1">there</a></p>',
    );
    expect(html('- a ^37066d\n- b')).toBe('<ul><li id="lecture-^37066d">a</li><li>b</li></ul>');
    expect(html('a\n^one')).toBe('<p id="lecture-^one">a</p>');
    expect(html('| a |\n|---|\n| b |\n\n^tab')).not.toContain('^');
    expect(parse('## Part ^one').sections[1]).toMatchObject({ heading: 'Part', slug: 'part' });
  });

  test.each(['2 ^10', 'a ^one b', 'x^one', '`a ^one`', 'a ^', 'a ^one!'])('no id: %s', (text) => {
    expect(html(text)).toMatch(/\^/);
    expect(html(text)).not.toContain('id=');
  });

  test("Logseq's ids and references work alike", () => {
    const id = '65f0c0de-1111-4222-8333-444455556666';
    expect(html(`- a\n  id:: ${id}\n  collapsed:: true\n- ((${id}))\n- by:: me`)).toBe(
      `<ul><li id="lecture-^${id}">a</li><li><a href="#lecture-^${id}">(see this block)</a></li><li>by:: me</li></ul>`,
    );
  });
});

describe('tags of HTML', () => {
  test('pictures and breaks become those of Markdown, and bring nothing else along', () => {
    expect(html('<img src="a.png" alt=\'A &amp; "b"\' width="240" onerror="x()" style="color: red">')).toBe(
      `<figure class="picture"><img src="${picture}" alt="A &amp; &quot;b&quot;" width="240"></figure>`,
    );
    expect(html('a<br>b<BR/>c')).toBe('<p>a<br>b<br>c</p>');
  });

  test.each([
    '<img src="https://example.org/a.svg">',
    '<img src=javascript:alert(1)>',
    '<img data-src="a.png">',
    '<img src="b.png" alt="<script>">',
  ])('what a page must not load is not loaded: %s', (text) => {
    expect(html(text)).toMatch(/^<figure class="missing-picture">/);
    expect(html(text)).not.toMatch(/<img|<script/);
  });

  test.each(['<imgx src="a.png">', '<img src="a.png" <b>>', '<svg onload=x()>', '<br onclick=x()>'])(
    'all others are shown as text: %s',
    (text) => {
      expect(html(text)).toMatch(/^<p>&lt;/);
    },
  );
});

test("Logseq's outline has sections where its items are headings, and its properties are no text", () => {
  const text =
    'title:: T\ntype:: lecture\n\n- a\n- ## B\n\t- b\n\t\t- bb\n\t- ### C\n\t\t- c\n- d\n- ## E\n  collapsed:: true';
  const { title, sections } = parseLecture(text, { name: 'notes.md', resolveImage: noPictures });
  expect(title).toBe('T');
  expect(sections.map(({ heading, level, text: words }) => [heading, level, words])).toEqual([
    ['T', 1, 'a'],
    ['B', 2, 'b bb'],
    ['C', 3, 'c d'],
    ['E', 2, ''],
  ]);
});
