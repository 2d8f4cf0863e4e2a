/** `npm run conformance -- DIR`: runs every ELF file in DIR on the bare machine; one that ends with status 0 passes. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder] = process.argv.slice(2);
if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error('usage: npm run conformance -- DIR, a folder with ELF files');
  process.exit(2);
}
const command = join(dirname(fileURLToPath(import.meta.url)), '../dist/hyperlab.js');
const files = readdirSync(folder)
  .map((name) => join(folder, name))
  .filter((path) => statSync(path).isFile() && isElf(path));
let failed = 0;
for (const path of files.sort()) {
  const run = ['run', path, '--mode', 'bare', '--max-instructions', '50000000'];
  const { status } = spawnSync(process.execPath, [command, ...run], { encoding: 'utf8' });
  failed += status === 0 ? 0 : 1;
  console.log(status === 0 ? `pass  ${path}` : `FAIL  ${path} (status ${status})`);
}
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && files.length > 0 ? 0 : 1;

function isElf(path) {
  const file = openSync(path, 'r');
  const start = Buffer.alloc(4);
  readSync(file, start, 0, 4, 0);
  closeSync(file);
  return start.equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
}
