/** `npm run bench:modes [-- --out DIR] [--parts DIR]`: what each mode costs, beside the literature, as Markdown and SVG. */
import { Command } from 'commander';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { createProgress, execute, InputError, prepare } from '../../../command-line/index.js';
import { labRoot } from '../../../lab-root.js';
import { loadParts } from './load-parts.js';
import { measureAll } from './measure.js';
import { relationsOf } from './relations.js';
import { withTables } from './lecture-tables.js';
import { filesOf } from './report.js';
import { walkReferences } from './walks.js';

interface Settings {
  readonly out: string;
  readonly parts?: string;
  readonly write?: true;
}

const LECTURE = join(labRoot(), 'exercises/lecture.md');
/** Where the committed pictures lie; the lecture shows them. */
const COMMITTED = join(labRoot(), 'exercises/figures');

const program = prepare(new Command('bench:modes'))
  .description('what each mode of the VMM costs, beside the literature, in virtual cycles')
  .option('--out <dir>', 'where modes.md and its pictures go', 'bench-modes')
  .option('--parts <dir>', 'a folder with parts of your own, such as exercises')
  .option('--write', 'put the tables into the lecture, and the files beside its figures (for maintainers)')
  .action(bench);

void execute(program);

function bench({ out: folderOut, parts: folder, write }: Settings): void {
  if (write === true && folder !== undefined) {
    throw new InputError('--write and --parts: the lecture shows the reference; leave one of them out');
  }
  const out = write === true ? COMMITTED : folderOut;
  const { parts, told } =
    folder === undefined ? { parts: referenceParts, told: 'the reference' } : loadParts(folder);
  const progress = createProgress(process.stderr);
  const all = measureAll(parts, (name) => progress.show(name));
  progress.clear();
  const relations = relationsOf(all, walkReferences());
  const files = filesOf(all, relations, told);
  mkdirSync(out, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(out, name), content);
  }
  if (write === true) {
    writeFileSync(LECTURE, withTables(readFileSync(LECTURE, 'utf8'), all));
  }
  for (const { name, verdict, because } of relations) {
    console.log(`${verdict}: ${name} (${because})`);
  }
  console.log(`${join(out, 'modes.md')}, with parts: ${told}`);
}
