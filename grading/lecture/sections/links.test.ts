import { noPictures } from '../pictures/find-pictures.js';
import { parseLecture } from '../parse-lecture.js';

const html = (markdown: string): string => {
  const lecture = parseLecture(`# Title\n\n${markdown}\n\n## Größe\n`, {
    name: 'l.md',
    resolveImage: noPictures,
  });
  return lecture.sections[0]?.html ?? '';
};

test('links to the web and to mail addresses stay, with rel="noopener"', () => {
  expect(html('[a](https://example.org/?a=1&b=2 "t")')).toBe(
    '<p><a href="https://example.org/?a=1&amp;b=2" title="t" rel="noopener">a</a></p>',
  );
  expect(html('<someone@example.org>')).toContain('<a href="mailto:someone@example.org" rel="noopener">');
  expect(html('see http://example.org/x now')).toContain('<a href="http://example.org/x" rel="noopener">');
});

test('a link to a section goes to its id in the page, whatever the case and encoding', () => {
  expect(html('[up](#title)')).toBe('<p><a href="#lecture-title">up</a></p>');
  expect(html('[up](#Title)')).toContain('href="#lecture-title"');
  expect(html('[down](#größe)')).toContain('href="#lecture-größe"');
});

test.each([
  '[words](#no-such-section)',
  '[words](#%E0%A4%A)',
  '[words](/notes/other)',
  '[words](other.md)',
  '[words](//example.org/x)',
  '[words](javascript:alert(1))',
  '[words](<data:text/html,x>)',
  '[words](&#106;avascript:alert(1))',
  '[words]()',
])('a link that would not work or would not be safe leaves its words only: %s', (link) => {
  expect(html(`before ${link} after [web](https://example.org/)`)).toBe(
    '<p>before words after <a href="https://example.org/" rel="noopener">web</a></p>',
  );
});

test("file names in the text are not taken for sites' addresses", () => {
  expect(html('read trap.rs and me@home.example')).toBe('<p>read trap.rs and me@home.example</p>');
});
