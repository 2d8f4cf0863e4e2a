import { coverage, requireSections } from './coverage.js';
import { LectureError } from './sections/lecture-error.js';
import { noPictures } from './pictures/find-pictures.js';
import { parseLecture } from './parse-lecture.js';

const lecture = parseLecture('# Title\n## Hypervisors\n### Dots\n## Xen\n', {
  name: 'notes.md',
  resolveImage: noPictures,
});

test('a heading that no exercise names is reported as uncovered, the title too', () => {
  const { uncovered, unknown } = coverage(lecture, [
    { id: '02-frame-allocator', sections: ['hypervisors', 'dots'] },
    { id: '03-credit-scheduler', sections: ['hypervisors'] },
  ]);
  expect(uncovered.map((section) => section.heading)).toEqual(['Title', 'Xen']);
  expect(unknown).toEqual([]);
});

test('a section that the lecture lacks is told with the exercise that names it, once', () => {
  expect(
    coverage(lecture, [{ id: '13-hypercalls', sections: ['kvm', 'xen', 'kvm', 'Xen'] }]).unknown,
  ).toEqual([
    { exercise: '13-hypercalls', section: 'kvm' },
    { exercise: '13-hypercalls', section: 'Xen' },
  ]);
});

test('an exercise that names a heading that the file lacks is an error that names both', () => {
  const required = () =>
    requireSections(
      lecture,
      [
        { id: '02-frame-allocator', sections: ['hypervisors'] },
        { id: '13-hypercalls', sections: ['paravirtualization', 'kvm'] },
      ],
      'their/notes.md',
    );
  expect(required).toThrow(LectureError);
  expect(required).toThrow(
    'their/notes.md: exercise 13-hypercalls names the section "paravirtualization", which this lecture lacks (and 1 more like it); ' +
      'add the heading or mend the manifest (the lecture has: title, hypervisors, dots, xen)',
  );
});

test('exercises whose sections are all there are accepted', () => {
  expect(() => requireSections(lecture, [{ id: '13-hypercalls', sections: ['xen'] }])).not.toThrow();
});
