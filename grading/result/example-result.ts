/** A result for tests, with every verdict and every optional field in it. */
import type { Result } from './result.js';
import type { RunNotes } from './run-notes.js';

export const exampleResult: Result = {
  version: 2,
  submission: 'ada',
  score: 7.5,
  maxScore: 15,
  seed: 42,
  engine: '0.1.0',
  suite: 'a3f1c09e5d2b7788',
  lecture: 'Introduction to Virtualization @ 51b0a77c20de4f19',
  exercises: [
    {
      id: '01-bursty-tenants',
      title: 'Bursty tenants',
      section: 'platform-virtualization',
      score: 2.5,
      maxScore: 3,
      checks: [
        {
          id: 'shared',
          title: 'the shared pool is the least that serves all tenants at once',
          section: 'platform-virtualization',
          verdict: 'pass',
          points: 2.5,
          maxPoints: 2.5,
          visibility: 'visible',
          message: '',
          hint: "An interval counts as served only when the tenants' demands in it, added up, fit into the pool.",
          console: 'pool 17\npool 18\n',
        },
        {
          id: 'edges',
          title: 'days without tenants, without intervals and with huge demands are answered',
          section: 'platform-virtualization',
          verdict: 'fail',
          points: 0,
          maxPoints: 0.5,
          visibility: 'hidden',
          message: 'The capacity for SECRET-SCENARIO is not what it should be.',
          expected: 'SECRET-EXPECTED',
          actual: 'SECRET-ACTUAL',
          hint: 'What do your functions answer where there is nothing to count?',
          moreHints: [
            'Go through all functions with nothing, with one of everything, and with huge numbers.',
            'A loop over no tenants must still return a whole plan, and sums of large demands must stay exact.',
          ],
          exits: { 'SECRET-EXIT': 3 },
          console: 'SECRET-CONSOLE',
          location: { file: 'capacity.ts', line: 71, column: 3 },
        },
      ],
    },
    {
      id: '08-trap-and-emulate',
      title: 'Trap and emulate',
      section: 'full-virtualization',
      score: 5,
      maxScore: 12,
      checks: [
        {
          id: 'boots',
          title: 'a guest boots and says hello',
          section: 'full-virtualization',
          verdict: 'pass',
          points: 4,
          maxPoints: 4,
          visibility: 'visible',
          message: '',
          exits: {
            'ecall from the guest': 12,
            'privileged instruction': 431,
            'timer interrupt': 20345,
            'page fault': 0,
          },
        },
        {
          id: 'interrupts-off',
          title: 'a guest that disables interrupts is not interrupted',
          section: 'full-virtualization',
          verdict: 'fail',
          points: 1,
          maxPoints: 4,
          visibility: 'visible',
          message: 'Timer interrupts that the guest took is not what it should be.',
          expected: 'mode S\n  sie 0\n  sip 0\ninterrupts 0\ndone',
          actual: 'mode S\n  sie 0\n  sip 32\ninterrupts 7\ndone',
          hint: 'Who keeps sstatus.SIE while the guest runs in U-mode?',
          moreHints: [
            'The task page says under "Interrupts" what must hold before one is injected.',
            'Before you inject a timer interrupt, look at the SIE that the vCPU keeps, not at the real one.',
          ],
          exits: { 'privileged instruction': 96, 'timer interrupt': 7 },
          console: 'csrrc sstatus, 2\ncsrrs sstatus, 0\n',
          location: { file: 'emulate.ts', line: 48, column: 12 },
        },
        {
          id: 'history',
          title: 'a binary of an older machine keeps running',
          section: 'connecting-the-dots',
          verdict: 'error',
          points: 0,
          maxPoints: 2,
          visibility: 'visible',
          message: "The rig failed; this is the grader's fault, not yours. No rig bundle was found.",
        },
        {
          id: 'two-guests',
          title: 'two guests run side by side',
          section: 'hypervisors',
          verdict: 'skipped',
          points: 0,
          maxPoints: 2,
          visibility: 'visible',
          message: 'This check needs "a guest boots and says hello".',
        },
      ],
    },
  ],
};

/** The type errors of that run, as run.json has them. */
export const exampleTypeErrors: RunNotes['typeErrors'] = {
  '08-trap-and-emulate': [
    {
      file: 'emulate.ts',
      line: 31,
      column: 9,
      message: "Type 'string' is not assignable to type 'number'.",
    },
  ],
};
