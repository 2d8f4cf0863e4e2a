import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { allOrNone } from './all-or-none.js';

const failAfter = async (milliseconds: number, message: string): Promise<void> => {
  await pause(milliseconds);
  throw new Error(message);
};

test('all have ended when the first error is thrown', async () => {
  let ended = false;
  const slow = pause(50).then(() => {
    ended = true;
  });
  await expect(allOrNone([slow, failAfter(5, 'early'), failAfter(20, 'late')])).rejects.toThrow('early');
  expect(ended).toBe(true);
  await expect(allOrNone([pause(1), pause(2)])).resolves.toBeUndefined();
});

test('a failure that waits for the others does not end the process', async () => {
  const program = `
    import { allOrNone } from './all-or-none.js';
    const failAfter = (ms, message) => new Promise((_, no) => setTimeout(() => no(new Error(message)), ms));
    allOrNone([failAfter(1, 'early'), failAfter(50, 'late')]).catch((error) => console.log('told: ' + error.message));`;
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: __dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    write: false,
  });
  // Jest listens to what fails in its own process.
  expect(execFileSync(process.execPath, ['-e', outputFiles[0]!.text], { encoding: 'utf8' })).toBe(
    'told: early\n',
  );
});
