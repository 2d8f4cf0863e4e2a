import { excerptOf } from './excerpt.js';

const filler = 'This sentence speaks of something else, at some length, so that the section is long. '.repeat(
  6,
);
const section = `It begins here. ${filler}Hypercalls travel in batches. One batch is one exit. ${filler}It ends here.`;

test('a short section is quoted whole, and an empty one not at all', () => {
  expect(excerptOf('Just this.', 'anything')).toBe('Just this.');
  expect(excerptOf('', 'anything')).toBeUndefined();
});

test('the sentences that share the words of the check are quoted', () => {
  const quoted = excerptOf(section, 'a guest that batches its hypercalls saves exits')!;
  expect(quoted).toMatch(/^… /);
  expect(quoted).toContain('Hypercalls travel in batches. One batch is one exit.');
  expect(quoted.length).toBeLessThan(430);
});

test('without a shared word the beginning is quoted', () => {
  expect(excerptOf(section, 'zebra')).toMatch(/^It begins here\. /);
  expect(excerptOf(section)).toMatch(/^It begins here\. /);
});

test('one endless sentence is cut at a word', () => {
  const quoted = excerptOf('word '.repeat(500).trim())!;
  expect(quoted).toMatch(/^(word )+…$/);
  expect(quoted.length).toBeLessThan(430);
});
