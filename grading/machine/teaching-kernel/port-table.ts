/** `hyperlab port-cost`: the table, beside that of the paper. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';
import { portCost, sum, type PortCost, type Row } from './port-cost.js';

const KERNEL = 'src/guests/kernel';
/** The kernel is what these folders hold. The programs in user/ are not of it, and the port leaves them as they are. */
const FOLDERS = 'abi,arch,core,drivers,fs';

/** The port's share of the kernel that may not be reached, in per cent: all but the drivers, as the paper's text claims for whole ports. */
export const PORT_LIMIT = 2;

/** The cost of the port in this lab. */
export function ourPort(): PortCost {
  const folder = join(labRoot(), KERNEL);
  const files = globSync(`{${FOLDERS}}/*.{c,h,S}`, { cwd: folder, posix: true }).sort();
  const sources = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  return portCost(sources, readFileSync(join(folder, 'para.patch'), 'utf8'));
}

/** Per cent of the kernel's lines, all and without comments and blanks, for all rows but the drivers' and for all. */
export function shares({ kernel, changed }: PortCost) {
  const withoutDrivers = sum([changed['architecture-independent'], changed['VMM-specific']]);
  const total = sum(Object.values(changed));
  const share = (lines: typeof total) => ({
    all: (100 * lines.all) / kernel.all,
    code: (100 * lines.code) / kernel.code,
  });
  return { withoutDrivers, total, shareWithoutDrivers: share(withoutDrivers), shareOfTotal: share(total) };
}

export function portTable(cost: PortCost): string {
  const { withoutDrivers, total, shareWithoutDrivers, shareOfTotal } = shares(cost);
  const percent = (share: number) => `${share.toFixed(2)} %`;
  const ours = (row: Row) => [String(cost.changed[row].all), String(cost.changed[row].code)];
  const rows: readonly (readonly string[])[] = [
    ['', 'this kernel', 'without comments', 'Linux 2.4.21', 'Windows XP'],
    ['architecture-independent', ...ours('architecture-independent'), '78', '1,299'],
    ['drivers', ...ours('drivers'), '1,554', '-'],
    ['VMM-specific', ...ours('VMM-specific'), '1,363', '3,321'],
    ['total', String(total.all), String(total.code), '2,995', '4,620'],
    ['share of all lines', percent(shareOfTotal.all), percent(shareOfTotal.code), '1.36 %', '0.04 %'],
    ['total without drivers', String(withoutDrivers.all), String(withoutDrivers.code), '1,441', '4,620'],
    ['share of all lines', percent(shareWithoutDrivers.all), percent(shareWithoutDrivers.code), '', ''],
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  return [
    'What the port costs: lines that were changed or added. (Barham et al. 2003, Table 2, has the last two columns.)',
    '',
    ...lines,
    '',
    `The kernel has ${cost.kernel.all} lines, ${cost.kernel.code} without comments and blanks; ${cost.removed} more were only removed, and count nowhere.`,
    `The ${PORT_LIMIT} % hold for all but the drivers: Linux has 220,000 lines, this kernel 2,700, and a driver for a ring is as long in both.`,
    '',
  ].join('\n');
}
