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
  expect(await saidBy(program)).toBe('[{"word":"here"}]\n');
}, 60_000);

test('files that PostgreSQL cannot open are told with what to do; where the disk has no room, that is told', async () => {
  const program = `
    import fs from 'node:fs';
    import { DATABASE_FOLDER, openEmbedded } from './embedded.js';
    const folder = ${JSON.stringify(workspace.path('damaged'))};
    async function main() {
      fs.mkdirSync(folder);
      await (await openEmbedded(folder)).close();
      fs.writeFileSync(folder + '/' + DATABASE_FOLDER + '/data/global/pg_control', 'no such thing');
      for (const bavail of [2 ** 30, 2]) {
        fs.statfsSync = () => ({ bavail, bsize: 1024 });
        await openEmbedded(folder).catch(({ name, message }) => console.log(message.replace(folder, 'FOLDER')));
      }
      console.log(fs.readdirSync(folder + '/' + DATABASE_FOLDER).filter((each) => each.startsWith('used-by')).length);
      process.exit();
    }
    main();`;
  const [files, room, locks] = (await saidBy(program)).split('\n');
  expect(files).toMatch(
    /^FOLDER\/class-database: PostgreSQL cannot open its files there \(.*\): put an earlier copy/,
  );
  expect(room).toMatch(
    /No space left on device.*its disk is full: make room, and run the same command again$/,
  );
  expect(locks).toBe('0');
}, 60_000);

async function saidBy(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: __dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    packages: 'external',
    write: false,
  });
  return execFileSync(process.execPath, ['-e', outputFiles[0]!.text], {
    cwd: labRoot(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
