/** A part that throws is told with the call that was served, as the task page writes it; a hidden check keeps its input. */
import Handlebars from 'handlebars';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { studentView } from '../report/index.js';
import type { CheckResult } from '../result/index.js';
import { Workspace } from '../sandbox/index.js';
import { checksOf, grade } from './grade.js';

const workspace = new Workspace();
const throws = "() => { throw new Error('not yet'); }";
const parts = {
  '08-trap-and-emulate/emulate.ts': `export const emulate = ${throws};`,
  '13-hypercalls/hypercalls.ts': `export const dispatch = ${throws};`,
  '01-bursty-tenants/capacity.ts': `export const capacity = {
    dedicated: (demands) => demands.map(() => '12'), shared: () => Promise.resolve(1), plan: ${throws}, invoice: ${throws} };`,
};
let checks: CheckResult[];
let pages: string;

beforeAll(() => {
  const folder = workspace.path('throws');
  for (const [file, text] of Object.entries(parts)) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const grading = grade([folder], workspace.path('out'), '--only', '01,08,13');
  checks = checksOf(grading.resultOf('throws'));
  const read = (name: string) => readFileSync(workspace.path(`out/throws/${name}`), 'utf8');
  pages = JSON.stringify(studentView(grading.resultOf('throws'))) + read('feedback.html') + read('junit.xml');
}, 240_000);

afterAll(() => workspace.remove());

const messages = (visibility: CheckResult['visibility']) =>
  checks.filter((check) => check.visibility === visibility).map(({ message }) => message);

test.each([
  // Single instructions, then guests.
  /^Your code threw .*, in the call of emulate for csrrw t0,sscratch,t1 in S-mode, where t1 = 0x0000000a, sscratch = 0x8000001c, that is emulate\(vcpu, \{ name: 'csrrw', /,
  /^Your code threw .*, in the call of emulate for csrrw zero,stvec,t0 in S-mode at 0x80000008 \(\S+emulate\.ts, line 1\)$/,
  /^Your code threw .*, in the call SetCallback\(0x8000_0044, 0x8000_0800\) \(\S+hypercalls\.ts, line 1\)$/,
  /dedicated returned "12"; its numbers must be .*, in the call dedicated\(/,
  /shared returned Promise \{\}; its numbers must be .*, in the call shared\(/,
])('a visible check shows the call, and values as the student writes them: %s', (words) => {
  expect(messages('visible')).toContainEqual(expect.stringMatching(words));
});

test('every check of a part that always throws tells the call', () => {
  expect(messages('visible').filter((message) => !message.includes(', in the call '))).toEqual([]);
});

test('what a hidden check has sent is in the record, and on nothing that students get', () => {
  const callIn = (message: string) => / in the call (.{12,80})/.exec(message)?.[1];
  const seen = messages('visible').join();
  const hidden = messages('hidden').flatMap((message) => callIn(message) ?? []);
  const only = hidden.filter((call) => !seen.includes(call));
  expect(only.length).toBeGreaterThan(5);
  const told = only.filter(
    (call) => pages.includes(call) || pages.includes(Handlebars.escapeExpression(call)),
  );
  expect(told).toEqual([]);
});
