/** A class for tests, with every state and every optional field in it. Its results are not there: make them of exampleResult. */
import type { ClassRecord } from './class-record.js';

const grader = {
  suite: 'a3f1c09e5d2b7788',
  engine: '0.1.0',
  seed: 42,
  lecture: 'Introduction to Virtualization @ 51b0a77c20de4f19',
};

export const exampleClass: ClassRecord = {
  version: 1,
  class: '0123456789abcdef',
  ...grader,
  deadline: '2026-11-30T22:59:00.000Z',
  maxScore: 15,
  exercises: [
    { id: '01-bursty-tenants', title: 'Bursty tenants', section: 'platform-virtualization', maxScore: 3 },
    { id: '08-trap-and-emulate', title: 'Trap and emulate', section: 'full-virtualization', maxScore: 12 },
  ],
  students: [
    {
      key: 'ada-lovelace',
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      section: 'Tuesday',
      ids: { id: '4711', canvas: '12345', email: 'ada@example.org' },
      roster: { Student: 'Lovelace, Ada', 'SIS User ID': '4711', Section: 'Tuesday', 'Extra time': '2 days' },
      state: 'graded',
      current: 2,
      score: 7.5,
      total: 8,
      lateDays: 1,
      extraTime: { text: '2 days', hours: 48 },
      attempts: [
        {
          number: 1,
          source: 'lovelaceada_12345_67890_lab.zip',
          handedInAt: '2026-11-28T10:00:00.000Z',
          state: 'kept',
          gradings: [],
        },
        {
          number: 2,
          source: 'lovelaceada_LATE_12345_67999_lab-1.zip',
          handedInAt: '2026-12-04T10:59:00.000Z',
          markedLate: true,
          hoursLate: 12,
          state: 'graded',
          score: 7.5,
          maxScore: 15,
          exercises: [
            { id: '01-bursty-tenants', handedIn: true, score: 2.5, maxScore: 3, failed: ['edges'] },
            {
              id: '08-trap-and-emulate',
              handedIn: true,
              score: 5,
              maxScore: 12,
              failed: ['interrupts-off', 'history', 'two-guests'],
            },
          ],
          gradings: [
            {
              ...grader,
              suite: '99f1c09e5d2b7700',
              gradedAt: '2026-12-04T11:00:00.000Z',
              score: 5,
              maxScore: 15,
              counts: false,
            },
            { ...grader, gradedAt: '2026-12-05T11:00:00.000Z', score: 7.5, maxScore: 15, counts: true },
          ],
        },
      ],
      notes: [
        { text: 'A fine start.' },
        { exercise: '08-trap-and-emulate', check: 'interrupts-off', text: 'Look at SIE once more.' },
      ],
      byHand: [
        { exercise: '01-bursty-tenants', check: 'edges', points: 0.5, reason: 'The page was unclear.' },
      ],
    },
    {
      key: 'alan-turing',
      name: 'Alan Turing',
      ids: { folder: 'alan-turing' },
      state: 'refused',
      current: 1,
      attempts: [
        {
          number: 1,
          source: 'alan-turing',
          state: 'refused',
          faults: ['alan-turing: is empty: hand in your files in folders that are named like the exercises'],
          gradings: [],
        },
      ],
      notes: [],
      byHand: [],
    },
    {
      key: 'grace-hopper',
      name: 'Grace Hopper',
      ids: { id: '4712' },
      roster: { Student: 'Hopper, Grace', 'SIS User ID': '4712', Section: 'Friday', 'Extra time': '' },
      section: 'Friday',
      state: 'missing',
      attempts: [],
      notes: [],
      byHand: [],
    },
  ],
  problems: [
    {
      kind: 'refused',
      student: 'alan-turing',
      source: 'alan-turing',
      message: 'alan-turing: is empty: hand in your files in folders that are named like the exercises',
    },
    {
      kind: 'unmatched',
      student: 'alan-turing',
      source: 'alan-turing',
      message: 'alan-turing is not in the roster',
    },
    { kind: 'missing', student: 'grace-hopper', message: 'Grace Hopper handed nothing in' },
  ],
};
