import type { SandboxedProcess } from '../sandbox/process.js';
import { RigStock } from './stock.js';

/** Stands for a process: all that the stock asks of one. */
class Started {
  alive = true;
  constructor(readonly exercise: string) {}
  kill(): void {
    this.alive = false;
  }
}

let started: Started[];
let stock: RigStock;

beforeEach(() => {
  started = [];
  stock = new RigStock((exercise) => {
    const rig = new Started(exercise);
    started.push(rig);
    return rig as unknown as SandboxedProcess;
  }, 2);
});

test('what is announced is started ahead, but no more than may stand ready', () => {
  ['01', '02', '08'].forEach((exercise) => stock.announce(exercise));
  expect(started.map(({ exercise }) => exercise)).toEqual(['01', '02']);
});

test('a rig is handed out once; the next one for its exercise is another', () => {
  stock.announce('08');
  const first = stock.take('08');
  expect(first).toBe(started[0]);
  expect(stock.take('08')).not.toBe(first);
});

test('when one is taken, the next that was announced is started', () => {
  ['01', '02', '08'].forEach((exercise) => stock.announce(exercise));
  stock.take('01');
  expect(started.map(({ exercise }) => exercise)).toEqual(['01', '02', '08']);
});

test('a rig that has died meanwhile is not handed out', () => {
  stock.announce('08');
  started[0]!.alive = false;
  expect(stock.take('08')).toBe(started[1]);
});

test('what is forgotten is ended, and so is all at the end', () => {
  stock.announce('01');
  stock.announce('02');
  stock.forget('01');
  expect(started.map(({ alive }) => alive)).toEqual([false, true]);
  stock.close();
  expect(started.map(({ alive }) => alive)).toEqual([false, false]);
});
