import type { SandboxedProcess } from '../sandbox/process.js';
import { RigStock } from './stock.js';

/** Stands for a process: all that the stock asks of one. */
class Started {
  alive = true;
  kill(): void {
    this.alive = false;
  }
}

let started: Started[];
let stock: RigStock;

beforeEach(() => {
  started = [];
  stock = new RigStock(() => {
    const rig = new Started();
    started.push(rig);
    return rig as unknown as SandboxedProcess;
  }, 2);
});

test('what is announced is started ahead, but no more than may stand ready', () => {
  [1, 2, 3].forEach((submission) => stock.announce(submission));
  expect(started).toHaveLength(2);
});

test('a submission has one rig, and no two have the same', () => {
  [1, 2, 3].forEach((submission) => stock.announce(submission));
  const [first, second, third] = [1, 2, 3].map((submission) => stock.take(submission));
  expect([1, 2, 3].map((submission) => stock.take(submission))).toEqual([first, second, third]);
  expect(new Set([first, second, third]).size).toBe(3);
  expect(started).toHaveLength(3);
});

test('what was announced is not announced anew while it lives, nor started twice', () => {
  stock.announce(1);
  const rig = stock.take(1);
  stock.announce(1);
  expect(stock.take(1)).toBe(rig);
  expect(started).toHaveLength(1);
});

test('when a submission ends, its rig does, and the next that was announced is started', () => {
  [1, 2, 3].forEach((submission) => stock.announce(submission));
  stock.end(1);
  expect(started.map(({ alive }) => alive)).toEqual([false, true, true]);
  expect(stock.take(3)).toBe(started[2]);
});

test('a rig that has died meanwhile is not handed out', () => {
  stock.announce(1);
  started[0]!.alive = false;
  expect(stock.take(1)).toBe(started[1]);
  expect(stock.take(1)).toBe(started[1]);
});

test('a submission that was never announced gets a rig as well, and it ends with it', () => {
  expect(stock.take(7)).toBe(started[0]);
  stock.end(7);
  expect(started.map(({ alive }) => alive)).toEqual([false]);
});

test('at the end all are ended', () => {
  [1, 2].forEach((submission) => stock.announce(submission));
  stock.close();
  expect(started.map(({ alive }) => alive)).toEqual([false, false]);
});
