/**
 * Tells Jest what each suite depends on besides its imports: the part of its exercise. So `jest --watch`, `-o` and
 * `--findRelatedTests`, and the editors' extensions that use them, run the checks when the part is saved.
 */
const { readFileSync } = require('node:fs');
const { basename, dirname, join, resolve } = require('node:path');

const SUITE = /\/(exercises\/[^/]+\/checks|grading\/suites\/[^/]+\/hidden)\.test\.ts$/;

module.exports = {
  extract(code, file, defaultExtract) {
    const found = defaultExtract(code);
    return SUITE.test(file) ? new Set([...found, partOf(file)]) : found;
  },
  getCacheKey: () => 'part-1',
};

/** The part as the suite would import it. */
function partOf(file) {
  const id = basename(dirname(file));
  const visible = basename(file) === 'checks.test.ts';
  const folder = visible ? '.' : `../../../exercises/${id}`;
  const manifest = readFileSync(resolve(dirname(file), folder, 'exercise.json'), 'utf8');
  const part = join(folder, JSON.parse(manifest).part.file.replace(/\.ts$/, '.js'));
  return part.startsWith('.') ? part : `./${part}`;
}
