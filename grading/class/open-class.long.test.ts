/** A class on a server while another process works on it. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import { Workspace } from '../sandbox/index.js';
import { ClassStore, openServer } from './database/index.js';
import { serverPrograms, TestServer } from './database/server-for-tests.js';
import { Presence } from './queue/index.js';

jest.setTimeout(120_000);
const workspace = new Workspace();
afterAll(() => workspace.remove());

(serverPrograms() === undefined ? test.skip : test)(
  'whoever comes second changes nothing: neither the students nor what workers grade by',
  async () => {
    const server = await TestServer.start();
    const url = await server.newDatabase();
    const database = await openServer(url);
    try {
      const store = await ClassStore.open(database);
      const first = await Presence.begin(url);
      await first.coordinate();
      const folder = workspace.path('download/ada/01-bursty-tenants');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'capacity.ts'), 'export const nothing = 1;\n');
      const out = ['--out', workspace.path('class'), '--database', url, '--only', '01'];
      const { status, stderr } = await hyperlab('class', workspace.path('download'), ...out);
      expect(stderr).toMatch(
        /^hyperlab: postgres:\S+: another hyperlab class works on this class: wait for its end\n$/,
      );
      expect(status).toBe(2);
      expect([await store.settings(), await store.students.list()]).toEqual([{}, []]);
      await first.end();
    } finally {
      await database.close();
      await server.stop();
    }
  },
);

function hyperlab(...args: string[]): Promise<{ status: unknown; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(labRoot(), 'dist/hyperlab.js'), ...args], (error, _stdout, stderr) =>
      resolve({ status: error === null ? 0 : error.code, stderr }),
    );
  });
}
