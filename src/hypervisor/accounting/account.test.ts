import { Account, Ledger } from './index.js';

test('VM exits are counted by name, and those that did not happen are absent', () => {
  const account = new Account();
  account.count('page fault');
  account.count('page fault');
  account.count('hypercall');
  expect(account.exits).toEqual({ 'page fault': 2, hypercall: 1 });
});

test('charges add up, by reason and by vCPU', () => {
  const account = new Account();
  account.charge(2000, 0, 'guest');
  account.charge(1, 1, 'guest');
  account.charge(30, 1, 'page fault');
  expect(account.cycles).toBe(2031);
  expect(account.cyclesByReason).toEqual({ guest: 2001, 'page fault': 30 });
  expect([account.cyclesOf(0), account.cyclesOf(1), account.cyclesOf(2)]).toEqual([2000, 31, 0]);
});

test('a ledger posts each cycle of the machine once', () => {
  let meter = 100;
  const ledger = new Ledger(() => meter); // what was used before is nobody's
  const [a, b] = [new Account(), new Account()];
  meter += 5;
  expect(ledger.open).toBe(5);
  ledger.post(a, 0, 'guest');
  ledger.post(b, 0, 'guest');
  meter += 7;
  ledger.post(b, 0, 'SBI call');
  meter += 11;
  ledger.postOwn('idle');
  expect([a.cycles, b.cycles, ledger.own]).toEqual([5, 7, { idle: 11, overhead: 0 }]);
});
