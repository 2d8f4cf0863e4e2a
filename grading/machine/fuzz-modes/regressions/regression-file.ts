/** A random guest that differed, as a file: where, with how many harts, and its blocks. */
import { homeProfile, vmModes, type VmMode } from '../../../../src/hypervisor/index.js';
import { allHoles, legacyWith, type Profile } from '../../../../src/machine/index.js';
import type { Guest } from '../guest/index.js';

export interface Regression {
  /** What the reader should know: where it was found, what was wrong. */
  readonly notes: readonly string[];
  readonly mode: VmMode;
  /** The hardware below the VM. */
  readonly hardware: Profile;
  readonly guest: Guest;
}

export function regressionText({ notes, mode, hardware, guest }: Regression): string {
  return [
    ...notes.flatMap((note) => note.split('\n').map((line) => `# ${line}`)),
    `mode ${mode}`,
    ...(hardware.holes.size === 0 ? [] : [`holes ${[...hardware.holes].join(' ')}`]),
    `harts ${guest.harts}`,
    ...guest.blocks.flatMap((block) => ['block', ...linesOf(block).map((line) => `  ${line.trim()}`)]),
    '',
  ].join('\n');
}

/** @throws Error where a line is wrong; it names the line */
export function readRegression(text: string): Regression {
  const lines = linesOf(text);
  const notes = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(2));
  const blocks: string[][] = [];
  const settings = new Map<string, readonly string[]>();
  for (const line of lines.filter((line) => !line.startsWith('#'))) {
    const [word = '', ...rest] = line.split(' ');
    if (line.startsWith('  ') && blocks.length > 0) {
      blocks.at(-1)!.push(line);
    } else if (line === 'block') {
      blocks.push([]);
    } else if (['mode', 'holes', 'harts'].includes(word) && rest.length > 0 && !settings.has(word)) {
      settings.set(word, rest);
    } else {
      throw new Error(
        `'${line}' is no line of a regression file: mode, holes, harts, or block with its lines`,
      );
    }
  }
  const mode = modeOf(settings.get('mode')?.join(' '));
  const guest = {
    harts: hartsOf(settings.get('harts')?.join(' ')),
    blocks: blocks.map((block) => block.join('\n')),
  };
  return { notes, mode, hardware: hardwareOf(mode, settings.get('holes')), guest };
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

function modeOf(name: string | undefined): VmMode {
  const mode = vmModes.find((known) => known === name);
  if (mode === undefined) {
    throw new Error(`mode ${name}: the modes are ${vmModes.join(', ')}`);
  }
  return mode;
}

function hartsOf(text = ''): number {
  if (!/^[1-4]$/.test(text)) {
    throw new Error(`harts ${text}: a guest has 1 to 4 of them`);
  }
  return Number(text);
}

function hardwareOf(mode: VmMode, names: readonly string[] | undefined): Profile {
  if (names === undefined) {
    return homeProfile(mode);
  }
  const unknown = names.find((name) => !allHoles.some((hole) => hole === name));
  if (unknown !== undefined) {
    throw new Error(`holes ${unknown}: there are ${allHoles.join(', ')}`);
  }
  return legacyWith(allHoles.filter((hole) => names.includes(hole)));
}
