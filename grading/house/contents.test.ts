/** What the pages say about files must be true: every room's README names its files, and nothing names a file that is not there. */
import { globSync } from 'glob';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { labRoot } from '../lab-root.js';
import { floors } from './floors.js';

const root = labRoot();
const untold = ['**/*.test.ts', '**/index.ts'];
const elsewhere = [
  '**/node_modules/**',
  'dist/**',
  'feedback/**',
  'grading/samples/**',
  'grading/suites/**',
  'grading/lecture/fixtures/**',
];

const rooms = new Set(
  globSync('src/**/*.ts', { cwd: root, posix: true, ignore: untold }).map((file) => posix.dirname(file)),
);

test.each([...rooms].sort())('the README of %s links to each of its files', (room) => {
  const files = globSync('*.ts', { cwd: join(root, room), posix: true, ignore: untold });
  const linked = linksIn(join(root, room, 'README.md'));
  expect(files.filter((file) => !linked.includes(file))).toEqual([]);
});

test('every room of the grader has a page', () => {
  expect(floors['grading']!.filter((room) => !existsSync(join(root, 'grading', room, 'README.md')))).toEqual(
    [],
  );
});

test('src/README.md leads to every room', () => {
  const linked = linksIn(join(root, 'src/README.md')).map((link) => posix.join('src', posix.dirname(link)));
  expect([...rooms].filter((room) => !linked.includes(room))).toEqual([]);
});

const pages = globSync('**/*.md', { cwd: root, posix: true, ignore: elsewhere });

test.each(pages)('every link of %s leads to a file', (page) => {
  const folder = join(root, posix.dirname(page));
  const broken = linksIn(join(root, page)).filter((link) => !existsSync(join(folder, link)));
  expect(broken).toEqual([]);
});

test('no comment and no page names a source file that is not there', () => {
  const sources = globSync(['{src,grading,exercises,solutions}/**/*.{ts,mjs}', '*.ts'], {
    cwd: root,
    posix: true,
  });
  const texts = [...sources.filter((file) => !/^grading\/(samples|suites)/.test(file)), ...pages];
  const known = sources.map((file) => `/${file}`);
  const missing = texts.flatMap((file) =>
    namesIn(readFileSync(join(root, file), 'utf8'), file)
      .filter((name) => !known.some((path) => path.endsWith(`/${name}`)))
      .map((name) => `${file} names ${name}`),
  );
  expect(missing).toEqual([]);
});

/** The relative links of a Markdown page, without their fragments. */
function linksIn(page: string): string[] {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, link]) => link!.split('#')[0]!,
  );
  return links.filter((link) => link !== '' && !/^(https?:|mailto:|\/)/.test(link));
}

/** Names of source files, as in `hart.ts` or `tlb/tlb.ts`: on the lines of comments in code, anywhere in a page. */
function namesIn(text: string, file: string): string[] {
  const told = file.endsWith('.md')
    ? text.replace(/```[\s\S]*?```/g, '')
    : text
        .split('\n')
        .filter((line) => /^\s*(\/\*\*|\*|\/\/)/.test(line))
        .join('\n');
  return [...told.matchAll(/(?<![\w./*…-])(?:[a-z0-9-]+\/)*[a-z][a-z0-9-]*\.ts\b/g)].map(([name]) => name);
}
