import { balloonTargets } from './balloon-targets.js';

const claim = (shares: number, active: number, most = 256) => ({ shares, active, most });

test('VMs that use all their memory get it by their shares', () => {
  expect(balloonTargets([claim(1, 256), claim(1, 256)], 256)).toEqual([128, 128]);
  expect(balloonTargets([claim(3, 256), claim(1, 256)], 256)).toEqual([192, 64]);
});

test('with a tax of 75 %, idle pages go to who uses them; without a tax they stay', () => {
  const claims = [claim(1, 0), claim(1, 256)];
  expect(balloonTargets(claims, 360, 0)).toEqual([180, 180]);
  const [idle, busy] = balloonTargets(claims, 320); // as the paper's figure 7: a busy VM gets four times as much
  expect([idle! + busy!, busy! / idle!]).toEqual([320, 4]);
});

test('nobody gets more than it can use, or less than a page', () => {
  expect(balloonTargets([claim(1, 10, 100), claim(1, 10, 50)], 1000)).toEqual([100, 50]);
  expect(balloonTargets([claim(0, 0), claim(1, 256)], 200)).toEqual([1, 199]);
});

test('a tax of everything, and too little memory, are refused', () => {
  expect(() => balloonTargets([claim(1, 1)], 10, 1)).toThrow('the tax is 1');
  expect(() => balloonTargets([claim(1, 1), claim(1, 1)], 1)).toThrow('too few');
});
