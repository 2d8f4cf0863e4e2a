/** `hyperlab demo modes`: the teaching kernel in every mode of the VMM, as a table and as a page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { createProgress, InputError } from '../../command-line/index.js';
import { computers, visitAll, visitPage, visitTable } from '../../machine/modes/index.js';

export function demoModes({ out }: { readonly out?: string }): void {
  if (out !== undefined) {
    makeFolder(out);
  }
  const progress = createProgress(process.stderr);
  const visits = visitAll(computers(), referenceParts, (name) => progress.show(name));
  progress.clear();
  process.stdout.write(`${visitTable(visits)}\n`);
  if (out !== undefined) {
    const file = join(out, 'modes.html');
    writeFileSync(file, visitPage(visits));
    process.stdout.write(`\nthe page: ${file}\n`);
  }
}

/** Before the visits, which take some seconds. */
function makeFolder(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new InputError(
      `--out ${out}: cannot be made (${(error as NodeJS.ErrnoException).code}): name another folder`,
    );
  }
}
