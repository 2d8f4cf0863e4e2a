import { exampleResult, exampleTypeErrors } from '../../result/example-result.js';
import type { CheckResult, Result, RunNotes } from '../../result/index.js';
import { exampleLecture } from './example-lecture.js';
import { renderFeedback, studentView } from '../index.js';

const notes: RunNotes = {
  startedAt: '2024-03-01T09:30:00.123Z',
  milliseconds: { '01-bursty-tenants': 1200, '08-trap-and-emulate': 340 },
  sandbox: 'bubblewrap',
  warnings: [],
};

/** The example with its first visible failing check changed. */
function withCheck(change: Partial<CheckResult>, more: Partial<Result> = {}): Result {
  const [first, second] = exampleResult.exercises;
  const checks = second!.checks.map((check) =>
    check.id === 'interrupts-off' ? { ...check, ...change } : check,
  );
  return { ...exampleResult, exercises: [first!, { ...second!, checks }], ...more };
}

const page = (result: Result, runNotes?: RunNotes): string =>
  renderFeedback(studentView(result, runNotes), exampleLecture);
/** What a reader reads: no tags, no head. */
const wordsOf = (html: string): string =>
  html
    .replace(/^.*<body>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

test('each check stands there with its verdict, its points and its title', () => {
  const words = wordsOf(page(exampleResult));
  expect(words).toContain(
    '✓ Passed 2.5 of 2.5 points the shared pool is the least that serves all tenants at once',
  );
  expect(words).toContain('✗ Failed 1 of 4 points a guest that disables interrupts is not interrupted');
  expect(words).toContain('! Grader error 0 of 2 points a binary of an older machine keeps running');
  expect(words).toContain('– Not run 0 of 2 points two guests run side by side');
});

test('a failing check has its reason, its place, what was expected and what came, its hint and what was printed', () => {
  const html = page(exampleResult);
  const check = html.slice(html.indexOf('id="check-08-trap-and-emulate-interrupts-off"'));
  const words = wordsOf(check.slice(0, check.indexOf('id="check-08-trap-and-emulate-history"')));
  expect(words).toContain('Timer interrupts that the guest took is not what it should be.');
  expect(words).toContain('emulate.ts:48:12');
  expect(words).toContain('Expected mode S sie 0 sip 0');
  expect(words).toContain('Came mode S sie 0 sip 32');
  expect(words).toContain('Hint 1 of 3 Who keeps sstatus.SIE');
  expect(words).toContain('What your code printed csrrc sstatus, 2');
  expect(words).toContain('From the lecture: Full Virtualization');
});

test('the first hint is there to read, and each of the others is folded inside the one before', () => {
  const html = page(withCheck({ hint: 'one?', moreHints: ['two', 'three'] }));
  expect(html).toMatch(
    /Hint 1 of 3<\/p>\s*<p>one\?<\/p>\s*<details[^>]*><summary>Hint 2 of 3<\/summary>\s*<p>two<\/p>\s*<details[^>]*><summary>Hint 3 of 3, nearly the answer<\/summary>\s*<p>three<\/p>\s*<\/details>\s*<\/details>/,
  );
});

test('a record of an older grader, with one hint or none, is shown as it stands', () => {
  const [, second] = exampleResult.exercises;
  const { hint, moreHints, ...bare } = second!.checks[1]!;
  const only = (check: CheckResult) =>
    page({ ...exampleResult, exercises: [{ ...second!, checks: [check] }] });
  expect([hint, moreHints]).not.toContain(undefined);
  expect(wordsOf(only({ ...bare, hint: 'one' }))).toContain('Hint one');
  expect(only({ ...bare, hint: 'one' })).not.toContain('<details class="next-hint">');
  expect(only(bare)).not.toContain('class="hints"');
});

test('the next step is offered at the top, with its section of the lecture', () => {
  const words = wordsOf(page(exampleResult));
  const next = words.slice(words.indexOf('Next step'), words.indexOf('Exercises'));
  expect(next).toContain('a guest that disables interrupts is not interrupted');
  expect(next).toContain('The guest is left untouched, and runs deprivileged.');
});

test('the lecture is there whole, and each section leads back to the checks that did not pass', () => {
  const html = page(exampleResult);
  for (const { slug, html: text } of exampleLecture.sections) {
    expect(html).toContain(`id="lecture-${slug}"`);
    expect(html).toContain(text);
  }
  const section = html.slice(html.indexOf('id="lecture-connecting-the-dots"'));
  expect(section).toContain('href="#check-08-trap-and-emulate-history"');
});

test('a section inside another is named with the one around it', () => {
  expect(wordsOf(page(exampleResult))).toContain('Hypervisors › Connecting the Dots');
});

test('a long section is quoted up to the end of a sentence', () => {
  const quotes = [...page(exampleResult).matchAll(/<blockquote>(.*?)<\/blockquote>/gs)].map(
    (match) => match[1]!,
  );
  expect(quotes.length).toBeGreaterThan(0);
  for (const quote of quotes) {
    expect(quote).toMatch(/^[A-Z].{1,418}[.]$/s);
  }
});

test('of a hidden check only the title, the verdict and the idea are told', () => {
  const html = page(exampleResult);
  expect(html).not.toContain('SECRET');
  expect(html).not.toContain('capacity.ts:71');
  const words = wordsOf(html);
  expect(words).toContain('Failed hidden check 0 of 0.5 points days without tenants');
  expect(words).toContain(
    'This check is hidden: what it sends to your code is not shown. Hint 1 of 3 What do your functions',
  );
});

test('type errors are told with file and line', () => {
  expect(wordsOf(page(exampleResult, { ...notes, typeErrors: exampleTypeErrors! }))).toMatch(
    /1 type error Type errors cost no points .* emulate\.ts:31:9 Type &#x27;string/,
  );
});

test('a flood of type errors is cut and the rest counted', () => {
  const { id } = exampleResult.exercises[1]!;
  const [error] = exampleTypeErrors![id]!;
  const typeErrors = { [id]: Array.from({ length: 60 }, (_, i) => ({ ...error!, line: i + 1 })) };
  const words = wordsOf(page(exampleResult, { ...notes, typeErrors }));
  expect(words).toContain('60 type errors');
  expect(words).toContain('emulate.ts:50:9');
  expect(words).not.toContain('emulate.ts:51:9');
  expect(words).toContain('… and 10 more');
});

test('exits are a picture that is also told in words', () => {
  const html = page(exampleResult);
  expect(html).toContain(
    'timer interrupt: 20,345; privileged instruction: 431; ecall from the guest: 12; page fault: 0.',
  );
  expect(html.match(/<svg[^>]*role="img"/g)).toHaveLength(2);
});

test('a grader error is owned to above all else', () => {
  expect(wordsOf(page(exampleResult))).toMatch(
    /The grader failed 1 check could not be graded\. This is the fault of the grader/,
  );
  const clean = { ...exampleResult, exercises: exampleResult.exercises.slice(0, 1) };
  expect(wordsOf(page(clean))).not.toContain('The grader failed');
});

test('a run without the full sandbox is told', () => {
  expect(wordsOf(page(exampleResult, notes))).not.toContain('Graded without the full sandbox');
  const words = wordsOf(page(exampleResult, { ...notes, sandbox: 'process limits only' }));
  expect(words).toContain('Graded without the full sandbox');
});

test('equal results give equal pages', () => {
  expect(page(structuredClone(exampleResult))).toBe(page(exampleResult));
});

test('of exercises that were not handed in, the page says so, and counts without them', () => {
  const [first, second] = exampleResult.exercises;
  const checks = second!.checks.map((check) => ({ ...check, verdict: 'skipped' as const, points: 0 }));
  const html = page({ ...exampleResult, score: 2.5, exercises: [first!, { ...second!, score: 0, checks }] });
  const words = wordsOf(html);
  expect(words).toContain('2.5 of 3 points 1 of 2 checks passed.');
  expect(words).toContain('08 Trap and emulate was not handed in (12 points).');
  expect(words).toContain('not handed in 12 points to earn');
  expect(html).not.toMatch(/<details class="check skipped" id="[^"]*" open>/);
});

test('a result without exercises or points is a page that claims nothing', () => {
  const words = wordsOf(page({ ...exampleResult, score: 0, maxScore: 0, exercises: [] }));
  expect(words).toContain('0 of 0 points Nothing was checked.');
  expect(words).not.toContain('Next step');
});

test('spaces, tabs and empty lines in values arrive as they were', () => {
  const html = page(withCheck({ expected: '\n  a\tb  \n\n   c', actual: '', console: '\n  x\n' }));
  const [, pre] = /<dt>Expected<\/dt><dd><pre>(.*?)<\/pre>/s.exec(html)!;
  expect(pre!.replace(/<[^>]*>/g, '')).toBe('\n  a\tb  \n\n   c\n');
  expect(html).toContain('<pre>\n\n  x\n</pre>');
  expect(html).toContain('<dt>Came</dt><dd><em>nothing: an empty text</em>');
});

test('a check with one side only shows that side', () => {
  const [, second] = exampleResult.exercises;
  const { expected, actual, ...bare } = second!.checks[1]!;
  const only = (check: CheckResult) =>
    page({ ...exampleResult, exercises: [{ ...second!, checks: [check] }] });
  expect(only({ ...bare, expected: expected! })).not.toContain('<dt>Came</dt>');
  expect(only({ ...bare, actual: actual! })).not.toContain('<dt>Expected</dt>');
  expect(only(bare)).not.toContain('class="sides"');
});

test('a section that the lecture lacks is an error that names both', () => {
  expect(() => page(withCheck({ section: 'containers' }))).toThrow(
    'check "a guest that disables interrupts is not interrupted" of 08-trap-and-emulate names the section "containers", which lecture.md lacks',
  );
});

const hostile =
  '</script><img src=x onerror=alert(1)>{{constructor}}{{{css}}}\u001b[31mred\u001b[0m\u202Egnp.exe\0"\'`';

test('what a student writes is text on the page, never markup, a template or a control', () => {
  const change = {
    title: hostile,
    message: hostile,
    expected: hostile,
    actual: 'x',
    hint: hostile,
    moreHints: [hostile, hostile],
    console: hostile,
  };
  const exits = { [hostile]: 3 };
  const html = page(
    withCheck({ ...change, exits, location: { file: hostile, line: 1 } }, { submission: hostile }),
  );
  expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
  expect(html).toContain(
    '&lt;/script&gt;&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;{{constructor}}{{{css}}}red⟨U+202E⟩gnp.exe␀',
  );
  expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
});

test('megabytes of one line stay a page that a browser can show', () => {
  const long = 'x'.repeat(1_000_000);
  const html = page(
    withCheck({
      message: long,
      expected: long,
      actual: `${long}y`,
      hint: long,
      moreHints: [long],
      console: long,
    }),
  );
  expect(html.length).toBeLessThan(200_000);
  expect(html).toContain('… and 996,000 more characters');
});

test('the page asks for nothing outside itself and forbids it to whatever is in it', () => {
  const html = page(exampleResult);
  expect(html).toContain(
    `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(html).not.toMatch(/<script|<link(?! rel="icon" href="data:,")|@import|url\(|src="(?!data:)/);
});

test('every link inside the page leads somewhere, and every id is there once', () => {
  const html = page(exampleResult, notes);
  const ids = [...html.matchAll(/\bid="([^"]*)"/g)].map((match) => match[1]!);
  const targets = [...html.matchAll(/href="#([^"]*)"/g)].map((match) => match[1]!);
  expect(new Set(ids).size).toBe(ids.length);
  expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
});
