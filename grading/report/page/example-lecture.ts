/** A small lecture for tests, with the sections that the example result names. */
import { noPictures, parseLecture, type Lecture } from '../../lecture/index.js';

const markdown = `# Introduction to Virtualization

One computer, many operating systems.

## Platform Virtualization

Usage is bursty. See [the history](#connecting-the-dots).

![A graph of bursts](/img/bursts.png)

## Hypervisors

### Connecting the Dots

- VM/370 came first.
- Then came _SimOS_.

## Full Virtualization

The guest is left untouched, and runs deprivileged. ${'Privileged instructions trap into the hypervisor. '.repeat(20)}

    csrrc x0, sstatus, 2

| who | what |
|---|---|
| guest | traps |
| hypervisor | emulates |
`;

export const exampleLecture: Lecture = parseLecture(markdown, {
  name: 'lecture.md',
  resolveImage: noPictures,
});
