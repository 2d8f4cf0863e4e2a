/** For the tests of `hyperlab run`: the real program, and guests in a folder of their own. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../../../src/assembler/index.js';
import { Workspace } from '../../sandbox/index.js';
import { labRoot } from '../../lab-root.js';

export const workspace = new Workspace();
export const program = join(labRoot(), 'dist/hyperlab.js');

export function run(args: readonly string[], input: string | Buffer = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'run', ...args], {
    cwd: workspace.folder,
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

/** A flat binary in the workspace, assembled for `origin`. */
export function flat(name: string, source: string, origin = 0x8000_0000): string {
  const { image } = assemble(source, { origin });
  const [segment] = image.segments;
  writeFileSync(workspace.path(name), segment!.bytes);
  return name;
}

/** Ends the run with an exit code. */
export const finish = (code: number) => `
  li t0, 0x100000
  li t1, ${code === 0 ? 0x5555 : 0x3333 + code * 0x10000}
  sw t1, 0(t0)
  `;

/** Prints every byte that is typed; a dot ends it. */
export const echo = `
  li s0, 0x10000000
1: lb t0, 5(s0)
  andi t0, t0, 1
  beqz t0, 1b
  lb t1, 0(s0)
  li t2, '.'
  beq t1, t2, 2f
  sb t1, 0(s0)
  j 1b
2: ${finish(0)}
`;
