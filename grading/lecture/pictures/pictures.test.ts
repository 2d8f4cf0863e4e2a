import { noPictures } from './find-pictures.js';
import { parseLecture } from '../parse-lecture.js';

const picture = 'data:image/png;base64,AAAA';
const html = (markdown: string): string => {
  const resolveImage = (href: string) => (href === 'a.png' ? picture : noPictures(href));
  return parseLecture(`# Title\n\n${markdown}`, { name: 'l.md', resolveImage }).sections[0]?.html ?? '';
};
const missing = (words: string): string =>
  `<figure class="missing-picture"><figcaption>Picture not included: ${words}</figcaption></figure>`;

test('a picture on its own is a figure, with its title as the caption', () => {
  expect(html('![A "plan"](a.png)')).toBe(
    `<figure class="picture"><img src="${picture}" alt="A &quot;plan&quot;"></figure>`,
  );
  expect(html('![A](a.png "B & C")')).toBe(
    `<figure class="picture"><img src="${picture}" alt="A"><figcaption>B &amp; C</figcaption></figure>`,
  );
});

test('a picture that is not at hand is a figure with its words, and never a broken picture', () => {
  expect(html('![The <two> types](/img/types.png)')).toBe(missing('The &lt;two&gt; types'));
  expect(html('![](/img/the%20types.png?w=2)')).toBe(missing('the types.png'));
  expect(html('![](/img/x.png "Types")')).toBe(missing('Types'));
  expect(html('![](https://example.org/100%25-%zz.png)')).not.toContain('<img');
  expect(html('![](%E0%A4%A.png)')).toBe(missing('%E0%A4%25A.png'));
  expect(html('![]()')).toBe(missing('it has no name'));
});

test('a picture on a line of its own inside a paragraph leaves the words before and after it whole', () => {
  expect(html('one\n![x](/x.png)\ntwo\nthree')).toBe(`<p>one</p>\n${missing('x')}\n<p>two\nthree</p>`);
});

test('a picture in a list stays at its place in the list', () => {
  expect(html('- one\n  - ![x](/x.png)\n- two').replace(/\n/g, '')).toBe(
    `<ul><li>one<ul><li>${missing('x')}</li></ul></li><li>two</li></ul>`,
  );
  expect(html('- one\n  ![x](/x.png)').replace(/\n/g, '')).toBe(`<ul><li>one${missing('x')}</li></ul>`);
});

test('several pictures on one line are a figure each', () => {
  expect(html('![x](/x.png) ![y](/y.png)').replace(/\n/g, '')).toBe(missing('x') + missing('y'));
});

test('a picture amid words or in a link stays among them', () => {
  expect(html('see ![x](a.png) here')).toBe(`<p>see <img src="${picture}" alt="x"> here</p>`);
  expect(html('[![x](/x.png)](https://example.org/)')).toBe(
    '<p><a href="https://example.org/" rel="noopener"><span class="missing-picture">[Picture not included: x]</span></a></p>',
  );
  expect(html('**b\n![x](a.png)\nc**')).toBe(`<p><strong>b\n<img src="${picture}" alt="x">\nc</strong></p>`);
});

test('a pixel picture that the author put into the file stays; any other data is not shown', () => {
  expect(html('![x](data:image/gif;base64,R0lGODlhAQABAAAAACw=)')).toContain(
    '<img src="data:image/gif;base64,R0lG',
  );
  expect(html('![](data:text/html;base64,AAAA)')).toBe(missing('it has no name'));
  expect(html('![x](data:image/svg+xml;base64,AAAA)')).toBe(missing('x'));
});
