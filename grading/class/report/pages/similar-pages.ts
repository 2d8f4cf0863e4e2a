/** Similar submissions: a list of all, and a page for each pair with both texts side by side. */
import { countOf, legibleLine } from '../../../report/index.js';
import type { Lines, SimilarPair } from '../../../similarity/index.js';
import { percent } from '../charts/index.js';
import type { ReportClass } from '../data/index.js';
import type { SimilarExercise } from '../similar/index.js';
import {
  exerciseName,
  pageTemplate,
  shell,
  studentHref,
  type OtherPage,
  type Page,
  type Shell,
} from './shell.js';

const LIST = 'similar.html';

/** For the navigation. */
export const similarPage: OtherPage = { file: LIST, label: 'Similar submissions' };

interface Who {
  readonly href: string;
  readonly name: string;
}

interface ListView extends Shell {
  readonly exercises: readonly {
    readonly name: string;
    readonly compared: string;
    readonly same: readonly { readonly what: string; readonly who: readonly Who[] }[];
    readonly pairs: readonly {
      readonly href: string;
      readonly similarity: string;
      readonly left: Who;
      readonly right: Who;
      readonly shared: string;
    }[];
  }[];
}

interface PairView extends Shell {
  readonly exercise: string;
  readonly list: string;
  readonly similarity: string;
  readonly sides: readonly {
    readonly who: Who;
    readonly lines: readonly { readonly number: number; readonly text: string; readonly shared: boolean }[];
  }[];
}

const list = pageTemplate<ListView>('similar');
const pairPage = pageTemplate<PairView>('pair');

export function similarPages(
  data: ReportClass,
  similar: readonly SimilarExercise[],
  others: readonly OtherPage[],
): Page[] {
  const names = new Map(data.students.map(({ student }) => [student.key, student.name]));
  const titles = new Map(data.exercises.map(({ id, title }) => [id, exerciseName(id, title)]));
  const who = (key: string, base: '' | '../'): Who => ({
    href: base + studentHref(key),
    name: legibleLine(names.get(key) ?? key, 100),
  });
  const compared = similar.filter(({ exercise }) => titles.has(exercise));
  return [
    {
      path: LIST,
      text: () =>
        list({
          ...shell(data, others, LIST, 'Similar submissions'),
          exercises: compared.map(({ exercise, found, texts }) => ({
            name: titles.get(exercise)!,
            compared: `${countOf(texts.size - found.nothingOwn.length, 'text')} compared, ${found.nothingOwn.length} with too little of their own.`,
            same: found.same.map(({ owners, exact }) => ({
              what: exact ? 'byte for byte' : 'but for names, values, comments and layout',
              who: owners.map((owner) => who(owner, '')),
            })),
            pairs: found.pairs.map((pair, index) => ({
              href: pairFile(exercise, index),
              similarity: percent(pair.similarity),
              left: who(pair.left, ''),
              right: who(pair.right, ''),
              shared: countOf(sharedLines(pair.stretches.map(({ left }) => left)).size, 'line'),
            })),
          })),
        }),
    },
    ...compared.flatMap(({ exercise, found, texts }) =>
      found.pairs.map((pair, index) => ({
        path: pairFile(exercise, index),
        text: () =>
          pairPage({
            ...shell(data, others, pairFile(exercise, index), `Similar: ${titles.get(exercise)!}`),
            exercise: titles.get(exercise)!,
            list: `../${LIST}`,
            similarity: percent(pair.similarity),
            sides: (['left', 'right'] as const).map((side) => ({
              who: who(pair[side], '../'),
              lines: linesOf(texts.get(pair[side])!, pair, side),
            })),
          }),
      })),
    ),
  ];
}

const pairFile = (exercise: string, index: number): string => `similar/${exercise}-${index + 1}.html`;

/** Longer lines are cut: they are no one's handwriting. */
const LINE_CHARACTERS = 400;

function linesOf(text: string, { stretches }: SimilarPair, side: 'left' | 'right') {
  const shared = sharedLines(stretches.map((stretch) => stretch[side]));
  return text.split(/\r\n|\n|\r/).map((line, index) => ({
    number: index + 1,
    text: legibleLine(line, LINE_CHARACTERS),
    shared: shared.has(index + 1),
  }));
}

function sharedLines(stretches: readonly Lines[]): Set<number> {
  return new Set(
    stretches.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
  );
}
