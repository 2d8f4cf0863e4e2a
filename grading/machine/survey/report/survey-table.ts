/** The survey as a table for people: a row for each instruction, neighbours that are alike in one, and the verdict at the end. */
import { hex } from '../../../../src/machine/index.js';
import { verdictOn, type SurveyRow } from '../index.js';
import { explainHoles } from './survey-holes.js';
import { inaccessible, isInaccessible } from './survey-ranges.js';

const WIDTH = 110;

export function surveyTable(profile: string, rows: readonly SurveyRow[]): string {
  const shown = rows.filter((row) => !isInaccessible(row));
  const { sentence, guest } = verdictOn(rows);
  const ranges = (kind: 'read' | 'write') =>
    inaccessible(rows, kind)
      .map(([first, last]) => (first === last ? hex(first, 3) : `${hex(first, 3)}-${hex(last, 3)}`))
      .join(', ');
  return [
    `What each instruction and each access to a CSR does on the profile ${profile}, found by trying them in every mode.`,
    '',
    ...(profile === 'legacy' ? [...NOT_RISCV, ''] : []),
    ...legend(guest !== undefined),
    '',
    ...align([headings(shown[0]!), ...groupNeighbours(shown).map(({ name, row }) => cells(name, row))]),
    '',
    ...wrap(`No mode can read the CSRs ${ranges('read')}; and none can write ${ranges('write')}.`),
    '',
    ...explainHoles(shown).flatMap((hole) => [...wrap(hole), '']),
    ...wrap(sentence),
    ...(guest === undefined ? [] : wrap(guest)),
    '',
  ].join('\n');
}

const NOT_RISCV = [
  'This profile is deliberately not RISC-V: it models x86 before 2005, where sensitive instructions failed silently',
  '(Robin and Irvine 2000). RISC-V itself has no silent failures.',
];

function legend(guests: boolean): string[] {
  return [
    'in a mode   -: it completes; traps: it always traps; may trap: privileged software has a switch for it.',
    '            Memory traps are left aside: a page fault says something about the page, not the instruction',
    'sensitive   control: it changes the mode, the resource map or other privileged state without a trap;',
    '            behaviour: what it does shows some of that; -: innocuous',
    'condition   Popek and Goldberg’s, that whatever is sensitive traps in U-mode. Empty: it holds;',
    '            switch: once the VMM has shut a switch; BROKEN: it does not, whatever the VMM does',
    ...(guests
      ? [
          'guest       the same for what a guest in VS- and VU-mode may reach of the host’s state;',
          '            shared: it works on a register of which guests have no copy',
        ]
      : []),
  ];
}

function headings({ traps, guest }: SurveyRow): string[] {
  const common = ['instruction', ...Object.keys(traps), 'privileged', 'sensitive', 'condition'];
  return guest === undefined ? common : [...common, 'guest'];
}

const trapWords = { never: '-', sometimes: 'may trap', always: 'traps' } as const;
const conditionWords = { holds: '', switchable: 'switch: ', broken: 'BROKEN' } as const;
const guestWords = { ...conditionWords, broken: 'shared' } as const;

function cells(name: string, row: SurveyRow): string[] {
  const sensitive = [
    ...(row.controlSensitive ? ['control'] : []),
    ...(row.behaviourSensitive ? ['behaviour'] : []),
  ];
  const either = (switches: readonly string[]) => switches.join(' or ');
  return [
    name,
    ...Object.values(row.traps).map((often) => trapWords[often]),
    row.privileged ? 'yes' : '-',
    sensitive.length === 0 ? '-' : sensitive.join(', '),
    conditionWords[row.condition] + either(row.switches),
    ...(row.guest === undefined ? [] : [guestWords[row.guest.condition] + either(row.guest.switches)]),
  ];
}

/** CSRs without names, one after the other and alike in all else, share a row. */
function groupNeighbours(rows: readonly SurveyRow[]): { name: string; row: SurveyRow }[] {
  const groups: [SurveyRow, ...SurveyRow[]][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    if (group !== undefined && isNeighbour(group.at(-1)!, row)) {
      group.push(row);
    } else {
      groups.push([row]);
    }
  }
  return groups.map(([row, ...others]) => ({
    name: others.length === 0 ? row.name : `${row.name}-${hex(others.at(-1)!.csr!, 3)}`,
    row,
  }));
}

function isNeighbour(left: SurveyRow, right: SurveyRow): boolean {
  const unnamed = ({ name }: SurveyRow) => name.includes(' 0x');
  return (
    left.csr !== undefined &&
    left.csr + 1 === right.csr &&
    unnamed(left) &&
    unnamed(right) &&
    cells(left.kind, left).join() === cells(right.kind, right).join()
  );
}

function align(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
