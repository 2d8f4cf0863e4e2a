import { noPictures } from '../pictures/find-pictures.js';
import { parseLecture } from '../parse-lecture.js';

/** The slugs of a lecture with these headings below its title. */
function slugsOf(...headings: string[]): string[] {
  const text = ['# A title', ...headings.map((heading) => `## ${heading}`)].join('\n\n');
  const { sections } = parseLecture(text, { name: 'notes.md', resolveImage: noPictures });
  return sections.slice(1).map(({ slug }) => slug);
}

test.each([
  ['Introduction to Virtualization', 'introduction-to-virtualization'],
  ['Connecting the Dots', 'connecting-the-dots'],
  ['Trap & Emulate: how?', 'trap--emulate-how'],
  ['VM/370', 'vm370'],
  ['snake_case and kebab-case', 'snake_case-and-kebab-case'],
  ['Größe, 内存', 'größe-内存'],
  ['😄 emoji', '-emoji'],
])('the heading "%s" has the slug that GitHub gives it', (heading, slug) => {
  expect(slugsOf(heading)).toEqual([slug]);
});

test('headings with the same words get -1, -2 and so on', () => {
  expect(slugsOf('Xen', 'Xen', 'xen!', 'KVM')).toEqual(['xen', 'xen-1', 'xen-2', 'kvm']);
});

test('a counted slug never meets a heading that reads like one', () => {
  expect(slugsOf('Xen', 'Xen 1', 'Xen', 'Xen')).toEqual(['xen', 'xen-1', 'xen-2', 'xen-3']);
  expect(slugsOf('Xen', 'Xen', 'Xen 1')).toEqual(['xen', 'xen-1', 'xen-1-1']);
});

test('a heading may be called like a property of an object', () => {
  expect(slugsOf('constructor', '`__proto__`', 'constructor')).toEqual([
    'constructor',
    '__proto__',
    'constructor-1',
  ]);
});
