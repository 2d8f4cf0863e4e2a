/** All pages of a small class: escaped, allowed to run one script at most, the same for the same records, and complete. */
import { createHash } from 'node:crypto';
import { exampleData } from '../data/example-data.js';
import type { ReportClass } from '../data/index.js';
import { reportPages } from './index.js';

const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'\u202eevil\u0000`;

const data: ReportClass = {
  ...exampleData(
    { ada: 'pff', alan: 'pfp', grace: 'epp', ken: 'sss' },
    {
      'ada c1': {
        message: hostile,
        expected: hostile,
        actual: `${hostile} 1`,
        location: { file: hostile, line: 3 },
      },
      'alan c1': { message: hostile, expected: hostile, actual: `${hostile} 22` },
      'ada c2': { message: 'HIDDEN OR NOT' },
      'grace c0': { message: hostile },
    },
    {
      ada: {
        ...{ name: hostile, email: hostile, section: hostile, ids: { [hostile]: hostile } },
        notes: [{ text: hostile, exercise: '08-trap-and-emulate', check: 'c1' }],
        byHand: [{ points: -0.5, reason: hostile }],
        extraTime: { text: hostile },
        lateDays: 2,
        attempts: [
          { number: 1, source: hostile, state: 'kept', gradings: [] },
          {
            ...{ number: 2, source: hostile, state: 'refused', faults: [hostile], hoursLate: 3 },
            gradings: [
              {
                ...{ suite: hostile, engine: hostile, seed: 1, lecture: hostile, score: 1, maxScore: 3 },
                ...{ gradedAt: '2026-11-01T00:00:00.000Z', counts: false },
              },
            ],
          },
        ],
      },
    },
  ),
  faults: [hostile],
};
const withProblems = {
  ...data,
  record: { ...data.record, problems: [{ kind: 'other' as const, message: hostile }] },
};
const similar = [
  {
    exercise: '08-trap-and-emulate',
    found: {
      same: [{ owners: ['grace', 'ken'], exact: true }],
      pairs: [
        {
          ...{ left: 'ada', right: 'alan', similarity: 0.75 },
          stretches: [{ left: { from: 2, to: 3 }, right: { from: 1, to: 2 } }],
        },
      ],
      nothingOwn: [],
    },
    texts: new Map([
      ['ada', `one\n${hostile}\r\n  three`],
      ['alan', `${hostile}\n\tthree\n${'x'.repeat(9999)}`],
      ['grace', ''],
      ['ken', ''],
    ]),
  },
];
const choice = { heading: (slug: string) => slug, results: '../class', similar };
const pages = new Map(reportPages(withProblems, choice).map(({ path, text }) => [path, text()]));
const page = (path: string): string => pages.get(path)!;

test('there is a page for the class, for each exercise and for each student', () => {
  expect([...pages.keys()]).toEqual([
    'index.html',
    'exercises/08-trap-and-emulate.html',
    ...['ada', 'alan', 'grace', 'ken'].map((key) => `students/${key}.html`),
    'similar.html',
    'similar/08-trap-and-emulate-1.html',
  ]);
});

test.each([...pages.keys()])(
  '%s: nothing that a name or a message holds becomes markup, or hides what it says',
  (path) => {
    const text = page(path);
    expect(text).not.toContain('<img');
    expect(text).not.toContain('alert(1)</script>');
    // Nothing that turns the order of letters round, and no control character but ends of lines.
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text.match(/<script/g) ?? []).toHaveLength(path === 'index.html' ? 1 : 0);
  },
);

test('the one script of the page is the only one that may run there, and there is none on the others', () => {
  const [, script] = /<script>([^]*?)<\/script>/.exec(page('index.html'))!;
  const hash = createHash('sha256').update(script!).digest('base64');
  const policyOf = (path: string): string =>
    /Content-Security-Policy" content="([^"]*)"/.exec(page(path))![1]!;
  const others = "base-uri 'none'; form-action 'none'";
  expect(policyOf('index.html')).toBe(
    `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'; ${others}`,
  );
  expect(policyOf('students/ada.html')).toBe(
    `default-src 'none'; style-src 'unsafe-inline'; img-src data:; ${others}`,
  );
});

test('pages load nothing, and link only to one another and to the students’ own pages', () => {
  for (const [path, text] of pages) {
    expect(text).not.toMatch(/\ssrc=|@import|url\(/);
    const links = [...text.matchAll(/href="([^"#]*)/g)].map(([, href]) => href!);
    const outside = links.filter(
      (href) =>
        !/^(data:,|(\.\.\/)?(index|similar|(exercises|similar)\/[\w-]+|students\/\w+)\.html|)$/.test(href),
    );
    expect(outside).toEqual(
      path.startsWith('students/')
        ? ['feedback.html', 'result.json'].map((file) => `../../class/${path.slice(9, -5)}/${file}`)
        : [],
    );
  }
});

test('the same records give the same bytes', () => {
  expect(reportPages(withProblems, choice).map(({ path, text }) => [path, text()])).toEqual([...pages]);
});

test("a student's page has what failed, hidden checks too, and what was said by hand", () => {
  const text = page('students/ada.html');
  for (const words of [
    'HIDDEN OR NOT',
    '−0.5 points',
    'Late days granted: 2',
    'Extra time: ',
    '3 h late',
    'hidden</span>',
  ]) {
    expect(text).toContain(words);
  }
  expect(text).toContain('1 other student failed in the same way');
});

test('a group of failures has a note for the notes file, with all who need it', () => {
  expect(page('exercises/08-trap-and-emulate.html')).toContain(
    '- { students: [&quot;ada&quot;,&quot;alan&quot;], exercise: &quot;08-trap-and-emulate&quot;, check: &quot;c1&quot;, text: &quot;…&quot; }',
  );
});

test('similar texts stand side by side, with what both have marked', () => {
  const text = page('similar/08-trap-and-emulate-1.html');
  const marked = [...text.matchAll(/<span class="line shared"><span class="number">(\d+)</g)];
  expect(marked.map(([, line]) => line)).toEqual(['2', '3', '1', '2']);
  expect(text).toContain('75 % similar');
  expect(text).toMatch(/x{400}… and 9,599 more characters/);
  expect(page('similar.html')).toContain('href="similar/08-trap-and-emulate-1.html"');
  expect(page('students/ada.html')).toContain('<a href="../similar.html">Similar submissions</a>');
});

test('without the texts there is no list of similar submissions, and no link to one', () => {
  const { heading, results } = choice;
  const all = reportPages(data, { heading, results });
  expect(all.filter(({ path, text }) => /similar/i.test(path + text()))).toEqual([]);
});

test('a class of nobody has pages all the same', () => {
  const empty = { ...data, students: [], faults: [] };
  const [first, second] = reportPages(empty, choice).map(({ text }) => text());
  expect(first).toContain('Nobody stands out.');
  expect(second).toContain('Nobody has a result in this exercise.');
});
