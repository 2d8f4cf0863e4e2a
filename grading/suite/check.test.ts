import { CallFailed, type RigClient } from '../rig/index.js';
import type { Truths } from './truths.js';
import { createCheck } from './check.js';
import type { CheckRecord } from './record.js';

/** What Jest would show of a check with this body, and what the check wrote down. */
async function failing(body: () => void, hint?: string): Promise<{ shown: Error; records: CheckRecord[] }> {
  const records: CheckRecord[] = [];
  let ending: Promise<unknown> = Promise.resolve();
  const check = createCheck(
    {
      exercise: '08-x',
      seed: 1,
      checks: { 'it boots': 'boots' },
      part: { ok: true, file: 'x.ts', exportName: 'x', script: '', map: '' },
    },
    {
      rig: {} as RigClient,
      truths: {} as Truths,
      test: (_title, run) => {
        ending = Promise.resolve(run()).catch((error: unknown) => error);
      },
      write: (record) => void records.push(record),
      print: () => undefined,
      hintOf: (id) => (id === 'boots' ? hint : undefined),
    },
  );
  check('it boots', body);
  return { shown: (await ending) as Error, records };
}

const wrong = (): void => expect({ pc: 4 }).toEqual({ pc: 8 });

test('under plain Jest the first hint stands between the difference and the stack', async () => {
  const { shown } = await failing(wrong, 'Where does the guest go on? $& $1');
  expect(shown.message).toMatch(/"pc": 4[^]*\n\nHint: Where does the guest go on\? \$& \$1$/);
  expect(shown.stack).toMatch(/"pc": 4[^]*\n\nHint: Where does the guest go on\? \$& \$1\n +at /);
});

test('so it does after a call that failed, whose stack is not shown', async () => {
  const failure = { kind: 'died', reason: 'time', message: 'no answer' } as const;
  const { shown } = await failing(() => {
    throw new CallFailed(failure, '');
  }, 'Where does the loop end?');
  expect(shown.stack).toMatch(/^Your code did not come back in time.*\n\nHint: Where does the loop end\?$/);
});

test('the record is the same with a hint and without: the engine adds all of them to it', async () => {
  const { shown, records } = await failing(wrong);
  expect(shown.stack).not.toContain('Hint');
  expect((await failing(wrong, 'Where?')).records).toEqual(records);
  expect(JSON.stringify(records)).not.toContain('Hint');
});
