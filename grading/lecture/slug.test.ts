import { createSlugger } from './slug.js';

test.each([
  ['Introduction to Virtualization', 'introduction-to-virtualization'],
  ['Connecting the Dots', 'connecting-the-dots'],
  ['Trap & Emulate: how?', 'trap--emulate-how'],
  ['VM/370', 'vm370'],
  ['snake_case and kebab-case', 'snake_case-and-kebab-case'],
  ['Größe, 内存', 'größe-内存'],
  ['😄 emoji', '-emoji'],
])('the heading "%s" has the slug that GitHub gives it', (heading, slug) => {
  expect(createSlugger()(heading)).toBe(slug);
});

test('headings with the same words get -1, -2 and so on', () => {
  expect(['Xen', 'Xen', 'xen!', 'KVM'].map(createSlugger())).toEqual(['xen', 'xen-1', 'xen-2', 'kvm']);
});

test('a counted slug never meets a heading that reads like one', () => {
  expect(['Xen', 'Xen 1', 'Xen', 'Xen'].map(createSlugger())).toEqual(['xen', 'xen-1', 'xen-2', 'xen-3']);
  expect(['Xen', 'Xen', 'Xen 1'].map(createSlugger())).toEqual(['xen', 'xen-1', 'xen-1-1']);
});
