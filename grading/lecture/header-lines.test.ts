import { takeHeaderLines } from './header-lines.js';

const take = (text: string) => takeHeaderLines(text.split('\n'));

test('Created and Source are taken from above the title', () => {
  expect(take('Created: 2019-09-12 10:30\nSource: [LINK](https://example.org/l03)\n\n# Title\ntext')).toEqual(
    {
      created: '2019-09-12 10:30',
      source: { text: 'LINK', href: 'https://example.org/l03' },
      lines: ['', '', '', '# Title', 'text'],
    },
  );
});

test('Created and Source are taken from right below the title, in either order', () => {
  expect(take('# Title\n\nSource: <https://example.org/>\nCreated: today\n')).toEqual({
    created: 'today',
    source: { text: 'https://example.org/', href: 'https://example.org/' },
    lines: ['# Title', '', '', '', ''],
  });
});

test('a link without words is called by its address', () => {
  expect(take('Source: [](https://example.org/a)').source?.text).toBe('https://example.org/a');
});

test('the same words further down are ordinary text', () => {
  const text = '# Title\nWords first.\nCreated: by hand\nSource: https://example.org/';
  expect(take(text)).toEqual({ lines: text.split('\n') });
});

test('lines without a value are dropped, and the first of two counts', () => {
  expect(take('Created:\nSource:\nCreated: one\nCreated: two\n# T')).toEqual({
    created: 'one',
    lines: ['', '', '', '', '# T'],
  });
});

test.each([
  'a book on my shelf',
  '[LINK](javascript:alert(1))',
  '[LINK](/notes/l03)',
  'https://a.example or so',
])('a source that is no web address stays in the text: %s', (value) => {
  expect(take(`Source: ${value}\n# T`)).toEqual({ lines: [`Source: ${value}`, '# T'] });
});
