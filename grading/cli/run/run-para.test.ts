/** `hyperlab run --mode para`: the ported kernel at a terminal. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import { labRoot } from '../../lab-root.js';
import { Workspace } from '../../sandbox/index.js';

test('it boots the ported kernel, types when the kernel is ready, and ends with it', () => {
  const workspace = new Workspace();
  try {
    writeFileSync(workspace.path('keys'), 'echo hello | wc\nhalt\n');
    const files = [
      KERNEL_FILES.para,
      '--disk',
      KERNEL_FILES.disk,
      '--snapshot',
      '--input',
      workspace.path('keys'),
    ];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(labRoot(), 'dist/hyperlab.js'), 'run', '--mode', 'para', ...files],
      { cwd: labRoot(), encoding: 'utf8' },
    );
    expect({ status, stderr, stdout }).toEqual({
      status: 0,
      stderr: '',
      stdout: 'kernel: 12124 KiB free\n$ echo hello | wc\n1 1 6\n$ halt\n',
    });
  } finally {
    workspace.remove();
  }
});
