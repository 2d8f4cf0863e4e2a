import { exampleData } from '../data/example-data.js';
import { clustersOf } from './clusters.js';

const diverging = (value: string) => ({
  message: 'Not what it should be: what the guest did.',
  expected: 'the same, step by step',
  actual: `step 3, at: line 4: sret\n  on the bare machine: 3 S 80000000 sstatus=${value}\n  in the VM:           3 S 80000000`,
});

const data = exampleData(
  { ada: 'pff', alan: 'pfp', grace: 'fpp', edsger: 'ppp' },
  {
    'ada c1': diverging('00000020'),
    'ada c2': diverging('00000120'),
    'alan c1': diverging('00000020'),
    'grace c0': { message: 'Your code does not come to an end: 7 turns' },
  },
);
const [exercise] = data.exercises;

test('failures that are alike are one group, over checks and students, the largest group first', () => {
  const clusters = clustersOf(exercise!, data.students);
  expect(
    clusters.map(({ id, checks, students, same }) => ({
      ...{ id, same, checks: [...checks] },
      students: students.map(({ student }) => student.key),
    })),
  ).toEqual([
    {
      ...{ id: 'alike-1', same: 2, students: ['ada', 'alan'] },
      checks: [
        ['c1', 2],
        ['c2', 1],
      ],
    },
    { id: 'alike-2', same: 1, checks: [['c0', 1]], students: ['grace'] },
  ]);
  expect(clusters[0]!.example.actual).toContain('sstatus=00000020');
});

test('the order of the students in the class changes no group', () => {
  const names = (students: typeof data.students): string[][] =>
    clustersOf(exercise!, students).map((each) => each.students.map(({ student }) => student.key).sort());
  expect(names([...data.students].reverse())).toEqual(names(data.students));
});
