import { readingNotes } from './reading-notes.js';

test('names that no exercise asks for are told, and what systems leave behind is not', () => {
  const passedOver = ['Emulate.ts', 'old/ca\npacity.ts', '08-trap-and-emulate/.DS_Store'];
  expect(readingNotes({ notes: ['capacity.ts is not UTF-8'], passedOver })).toEqual([
    'capacity.ts is not UTF-8',
    'Passed over, since no exercise asks for a file of this name: Emulate.ts, old/ca\ufffdpacity.ts.',
  ]);
});

test('a long list ends with how many there are besides, and an empty one is not told', () => {
  const passedOver = Array.from({ length: 10 }, (_, i) => `f${i}`);
  expect(readingNotes({ notes: [], passedOver })[0]).toMatch(/: f0, .*, f7 and 2 more\.$/);
  expect(readingNotes({ notes: [], passedOver: ['.git'] })).toEqual([]);
});
