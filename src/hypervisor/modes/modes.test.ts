import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { modes } from './index.js';

const hypervisor = posix.dirname(posix.dirname(__filename));

test('no file outside of a mode has the name of the mode in it', () => {
  const files = globSync('**/*.ts', {
    cwd: hypervisor,
    posix: true,
    ignore: ['**/*.test.ts', '**/testing*.ts'],
  });
  for (const name of modes.keys()) {
    const quoted = `'${name}'`;
    const rooms = files
      .filter((file) => readFileSync(join(hypervisor, file), 'utf8').includes(quoted))
      .map((file) => posix.dirname(file));
    expect(rooms).toHaveLength(1);
    expect(rooms[0]).toMatch(/^modes\/./);
  }
});
