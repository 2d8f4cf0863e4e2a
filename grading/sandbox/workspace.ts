/** A folder for one run's files, which everybody may read (the rig may run as nobody) and which goes when the run ends. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'hyperlab-'));

  constructor() {
    chmodSync(this.folder, 0o755);
    process.once('exit', () => this.remove());
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
