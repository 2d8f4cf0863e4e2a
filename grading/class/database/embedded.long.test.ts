import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { labRoot } from '../../lab-root.js';
import { Workspace } from '../../sandbox/index.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

test('a database opens again when a run was killed while PostgreSQL made its lock file, and has what it had', async () => {
  // In a process of its own: PGlite loads its parts in a way that Jest has no place for.
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { DATABASE_FOLDER, openEmbedded } from './embedded.js';
    const folder = ${JSON.stringify(workspace.folder)};
    const lockFile = folder + '/' + DATABASE_FOLDER + '/data/postmaster.pid';
    async function main() {
      const first = await openEmbedded(folder);
      await first.query('create table kept (word text)');
      await first.query("insert into kept values ('here')");
      if (readFileSync(lockFile, 'utf8') === '') throw new Error('this lock file is not the one that PGlite has');
      await first.close();
      writeFileSync(lockFile, '');
      const again = await openEmbedded(folder);
      console.log(JSON.stringify(await again.query('select word from kept')));
      await again.close();
    }
    main();`;
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: __dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    packages: 'external',
    write: false,
  });
  const said = execFileSync(process.execPath, ['-e', outputFiles[0]!.text], {
    cwd: labRoot(),
    encoding: 'utf8',
  });
  expect(said).toBe('[{"word":"here"}]\n');
}, 60_000);
