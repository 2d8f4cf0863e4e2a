/** How long a student waits: from the moment a file is saved until its result stands on the terminal. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two saves, in which a student types. */
const PAUSE = 1500;

/** Milliseconds of each of `saves` saves of `part` under `hyperlab check NUMBER --watch` in the lab at `folder`. */
export async function saveToVerdict(
  folder: string,
  number: string,
  part: string,
  saves: number,
): Promise<number[]> {
  const text = readFileSync(part, 'utf8');
  const watch = spawn(process.execPath, ['dist/hyperlab.js', 'check', number, '--watch'], { cwd: folder });
  const ended = new Promise<never>((_resolve, reject) => {
    watch.once('exit', (status) => reject(new Error(`hyperlab check --watch ended with ${status}`)));
  });
  let seen = '';
  let wake = (): void => undefined;
  watch.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    wake();
  });
  const until = async (words: string): Promise<void> => {
    while (!seen.includes(words)) {
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), ended]);
    }
    seen = '';
  };
  const measured: number[] = [];
  try {
    await until('Watching for saved changes');
    for (let save = 1; save <= saves; save++) {
      await sleep(PAUSE);
      const before = performance.now();
      writeFileSync(part, `${text}// save ${save}\n`);
      await until('points from the visible checks');
      measured.push(performance.now() - before);
    }
  } finally {
    ended.catch(() => undefined);
    watch.kill('SIGINT');
  }
  return measured;
}
