import { Account } from './account.js';

test('VM exits are counted by name, and those that did not happen are absent', () => {
  const account = new Account();
  account.count('page fault');
  account.count('page fault');
  account.count('hypercall');
  expect(account.exits).toEqual({ 'page fault': 2, hypercall: 1 });
});

test('an exit that turns out to be another is counted once, under its new name', () => {
  const account = new Account();
  account.count('page fault');
  account.recount('page fault', 'device access');
  expect(account.exits).toEqual({ 'device access': 1 });
});

test('charges add up', () => {
  const account = new Account();
  account.charge(2000);
  account.charge(1);
  expect(account.cycles).toBe(2001);
});
