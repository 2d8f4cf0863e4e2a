/** A few rounds of killing; `npm run class:kill` does hundreds. */
import { mkdirSync } from 'node:fs';
import { Workspace } from '../../sandbox/index.js';
import { serverPrograms, TestServer } from '../database/server-for-tests.js';
import { killRounds } from './kill-rounds.js';

jest.setTimeout(580_000); // each round starts the whole command

const workspace = new Workspace();
afterAll(() => workspace.remove());

test('a class that is killed while it is graded loses nothing and grades nothing twice', async () => {
  const folder = workspace.path('embedded');
  mkdirSync(folder);
  await killRounds({ rounds: 2, seed: 3, folder, students: 2 });
});

const onServer = serverPrograms() === undefined ? test.skip : test;
onServer('so does one on a server, whichever of coordinator and worker is killed', async () => {
  const server = await TestServer.start();
  try {
    const folder = workspace.path('server');
    mkdirSync(folder);
    await killRounds({ rounds: 1, seed: 5, folder, server, students: 2 });
  } finally {
    await server.stop();
  }
});
