import { allHoles } from '../../../machine/index.js';
import { translate } from '../../../../solutions/10-binary-translation/translate.js';
import {
  editSketch,
  needlessTraps,
  packEdits,
  sketchedPage,
  unpackEdits,
  wrongEntry,
  type Edit,
  type PageSketch,
} from '../../index.js';

/** csrr a0, sstatus from halfword 10 on. */
const sketch: PageSketch = { at: { 10: 0x2573, 11: 0x1000 }, holes: allHoles };
const judged = (edits: readonly Edit[], more: Partial<PageSketch> = {}) =>
  wrongEntry({ ...sketchedPage({ ...sketch, ...more }), edits });

const trap = (index: number): Edit => ({ index, halfword: 0x9002 });

test('a critical instruction must trap, in one way or another', () => {
  expect(judged([])).toContain('0x2573 0x1000 (csrr a0,sstatus): it fails silently');
  expect([[trap(11)], [trap(10)], [{ index: 11, halfword: 0 }]].map((edits) => judged(edits))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(judged([], { holes: [] })).toBeUndefined();
});

test.each<[string, Edit[], Partial<PageSketch>, string]>([
  [
    'another instruction',
    [
      { index: 11, halfword: 0x1400 },
      { index: 12, halfword: 0x4505 },
    ],
    {},
    'at halfword 11',
  ],
  ['the end of the one before', [trap(10)], { at: { 9: 0x0537, 10: 0x2573, 11: 0x1000 } }, 'at halfword 9'],
  [
    'a load of another CSR',
    [
      { index: 10, halfword: 0x2503 },
      { index: 11, halfword: 0x8140 },
    ],
    { state: 0 },
    'at halfword 10',
  ],
  ['the last halfword', [trap(11)], { at: { ...sketch.at, 2047: 0x2573 } }, 'it may fail silently'],
])('%s is found', (_what, edits, more, message) => {
  expect(judged(edits, more)).toContain(message);
});

test('a load of the CSR will do, and a trap where none was needed is told', () => {
  const load = [
    { index: 10, halfword: 0x2503 },
    { index: 11, halfword: 0x8000 },
  ];
  expect(judged(load, { state: 0 })).toBeUndefined();
  const page = { ...sketchedPage({ ...sketch, holes: [] }), edits: [trap(11)] };
  expect(needlessTraps(page, [8, 10, 12])).toEqual([10]);
});

test('edits survive the way to another process, and the reference edits this page', () => {
  const edits = editSketch(translate, sketch);
  expect(unpackEdits(packEdits(edits))).toEqual([trap(11)]);
  expect(unpackEdits(packEdits([]))).toEqual([]);
});
