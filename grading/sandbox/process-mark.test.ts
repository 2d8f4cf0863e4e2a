import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { mayBeAlive, processMark } from './process-mark.js';

const [where, own, start] = processMark().split('-');

test('this process is alive, and none that had its number before', () => {
  expect(mayBeAlive(processMark(), __filename)).toBe(true);
  expect(mayBeAlive(`${where}-${own}-${Number(start) - 1}`, __filename)).toBe(false);
});

test('a process that was ended, and that nobody has asked for since, is not alive', async () => {
  // The shell starts a process, tells its number, and becomes a program that waits for nobody.
  const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
  try {
    const pid = Number(String((await once(parent.stdout, 'data'))[0]));
    const fields = () => readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ');
    const mark = `${where}-${pid}-${fields()[21]}`;
    expect(mayBeAlive(mark, __filename)).toBe(true);
    process.kill(pid, 'SIGKILL');
    while (fields()[2] !== 'Z') {
      await pause(5);
    }
    expect(mayBeAlive(mark, __filename)).toBe(false);
  } finally {
    parent.kill('SIGKILL');
  }
});
