/** Where the templates of the pages lie. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { labRoot } from '../../lab-root.js';

/** The text of a file in templates/. */
export function readTemplate(name: string): string {
  return readFileSync(path.join(labRoot(), 'grading/report/page/templates', name), 'utf8');
}
