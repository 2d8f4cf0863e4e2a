/** How a command ends that failed: what the user can mend is one line and status 2. */
import { Command } from 'commander';
import { execute } from './execute.js';

async function endOf(
  error: Error,
): Promise<{ said: string; status: typeof process.exitCode; ended: boolean }> {
  const said: string[] = [];
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const [before, words] = [process.exitCode, process.argv];
  process.argv = ['node', 'hyperlab'];
  try {
    await execute(
      new Command().action(() => {
        throw error;
      }),
    );
    return { said: said.join(''), status: process.exitCode, ended: exit.mock.calls.length > 0 };
  } finally {
    write.mockRestore();
    exit.mockRestore();
    process.exitCode = before ?? 0;
    process.argv = words;
  }
}

test.each([
  [
    'Node.js',
    Object.assign(new Error("ENOSPC: no space left on device, mkdtemp '/tmp/x'"), { code: 'ENOSPC' }),
    "ENOSPC: no space left on device, mkdtemp '/tmp/x'",
  ],
  [
    'esbuild',
    new Error(
      'Build failed with 1 error:\nerror: Failed to write: write /tmp/x.js: no space left on device\n',
    ),
    'error: Failed to write: write /tmp/x.js: no space left on device',
  ],
])('a full disk that %s met is told in one line', async (_who, error, words) => {
  expect(await endOf(error)).toEqual({
    said: `hyperlab: a disk is full (${words}); what was recorded is not lost: make room, and run the same command again\n`,
    status: 2,
    ended: true,
  });
});

test('what only we can mend is told as a failure of the grader, with where it was', async () => {
  const { said, status, ended } = await endOf(new Error('a mistake'));
  expect(said).toMatch(/^hyperlab: the grader failed: Error: a mistake\n {4}at /);
  expect([status, ended]).toEqual([3, true]); // whatever is left half-way: it would keep the process alive
});
