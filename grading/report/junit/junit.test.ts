import type { Browser } from 'playwright-core';
import { exampleResult, exampleTypeErrors } from '../../result/example-result.js';
import type { CheckResult, Result } from '../../result/index.js';
import { browserPath, browserTest, launchBrowser } from '../page/browser-for-tests.js';
import { renderJunit, studentView } from '../index.js';

const junit = (result: Result): string => renderJunit(studentView(result));

function withMessage(message: string, change: Partial<CheckResult> = {}): Result {
  const [exercise] = exampleResult.exercises;
  const check: CheckResult = { ...exercise!.checks[0]!, verdict: 'fail', points: 0, message, ...change };
  return { ...exampleResult, exercises: [{ ...exercise!, checks: [check] }] };
}

test('an exercise is a suite with its counts, a check a case of it', () => {
  const xml = junit(exampleResult);
  expect(xml).toMatch(
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="hyperlab: ada" tests="6" failures="2" errors="1">/,
  );
  expect(xml).toContain(
    '<testsuite name="08-trap-and-emulate: Trap and emulate" tests="4" failures="1" errors="1" skipped="1" id="1" package="hyperlab">',
  );
  expect(xml).toContain('<testcase name="a guest boots and says hello" classname="08-trap-and-emulate"/>');
});

test("a student's mistake is a failure, the grader's an error, and a check that did not run is skipped", () => {
  const xml = junit(exampleResult);
  expect(xml).toContain(
    '<failure type="fail" message="Timer interrupts that the guest took is not what it should be.">',
  );
  expect(xml).toContain(
    '<error type="error" message="The rig failed; this is the grader&apos;s fault, not yours. No rig bundle was found.">',
  );
  expect(xml).toContain('<skipped message="This check needs &quot;a guest boots and says hello&quot;."/>');
});

test('a failure holds place, expected, came, hint and points; prints and type errors have their own elements', () => {
  const notes = {
    milliseconds: {},
    sandbox: 'bubblewrap',
    warnings: [],
    typeErrors: exampleTypeErrors!,
  } as const;
  const xml = renderJunit(studentView(exampleResult, notes));
  expect(xml).toMatch(
    /at emulate\.ts:48:12\nExpected:\nmode S\n {2}sie 0[^]*Came:\nmode S[^]*Hint: Who keeps[^]*1 of 4 points\.<\/failure>/,
  );
  expect(xml).toContain('<system-out>csrrc sstatus, 2\ncsrrs sstatus, 0\n</system-out>');
  expect(xml).toContain('<system-err>emulate.ts:31:9: Type &apos;string&apos; is not assignable');
});

test('score, seed and versions are properties of each suite', () => {
  const xml = junit(exampleResult);
  expect(xml).toContain(
    '<property name="score" value="2.5"/>\n<property name="maxScore" value="3"/>\n<property name="seed" value="42"/>',
  );
});

test('a hidden check gives away nothing of its scenario', () => {
  expect(junit(exampleResult)).not.toContain('SECRET');
});

test('equal results give equal files, with no times in them', () => {
  expect(junit(structuredClone(exampleResult))).toBe(junit(exampleResult));
  expect(junit(exampleResult)).not.toMatch(/ time=| timestamp=/);
});

test('characters that hide, reorder or cannot stand in XML are named, and those with a meaning are escaped', () => {
  const xml = junit(withMessage('a\0b\u001b[31mc\ud800d\uffffe\u202e]]>&<f>"\'\r\n👍\tg', { console: '' }));
  expect(xml).toContain('message="a␀bc⟨U+D800⟩de⟨U+202E⟩]]&gt;&amp;&lt;f&gt;&quot;&apos;"');
  expect(xml).toContain('>a␀bc⟨U+D800⟩de⟨U+202E⟩]]&gt;&amp;&lt;f&gt;&quot;&apos;\n👍\tg\n');
  expect(xml).toContain('<system-out></system-out>');
});

test('a title with line ends keeps them through a parser', () => {
  expect(junit(withMessage('x', { title: 'a\n\tb' }))).toContain('<testcase name="a&#10;&#9;b"');
});

test('megabytes are cut', () => {
  expect(junit(withMessage('x'.repeat(1_000_000))).length).toBeLessThan(60_000);
});

test('a submission without exercises is a document without suites', () => {
  expect(junit({ ...exampleResult, exercises: [] })).toContain(
    '<testsuites name="hyperlab: ada" tests="0" failures="0" errors="0"/>',
  );
});

let browser: Browser | undefined;
beforeAll(async () => {
  if (browserPath !== undefined) {
    browser = await launchBrowser();
  }
}, 30_000);
afterAll(async () => browser?.close());

browserTest('a real XML parser reads back what hostile text left of itself', async () => {
  const page = await browser!.newPage();
  const xml = junit(withMessage(']]><!-- &amp; \0\u001b[1m\udc00 "</failure>', { title: 'a\n<b' }));
  const read = await page.evaluate(`{
    const document = new DOMParser().parseFromString(${JSON.stringify(xml)}, 'application/xml');
    ({
      broken: document.querySelector('parsererror') !== null,
      name: document.querySelector('testcase')?.getAttribute('name'),
      message: document.querySelector('failure')?.getAttribute('message'),
    });
  }`);
  expect(read).toEqual({ broken: false, name: 'a\n<b', message: ']]><!-- &amp; ␀⟨U+DC00⟩ "</failure>' });
  await page.close();
});
