import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../../sandbox/index.js';
import { watchFiles } from './watch.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

let count = 0;
let folder: string;
let file: string;
beforeEach(() => {
  folder = workspace.path(`work-${(count += 1)}`);
  mkdirSync(folder);
  file = join(folder, 'part.ts');
  writeFileSync(file, 'one');
});

/** The next files that changed; `act` is done once somebody waits for them. */
async function next(watching: AsyncGenerator<string[]>, act: () => void): Promise<string[]> {
  const changed = watching.next();
  await new Promise((resolve) => setTimeout(resolve, 50));
  act();
  return ((await changed).value as string[] | undefined) ?? [];
}

test('a save is told, and once', async () => {
  const watching = watchFiles([file]);
  expect(await next(watching, () => writeFileSync(file, 'two'))).toEqual([file]);
  expect(await next(watching, () => writeFileSync(file, 'three'))).toEqual([file]);
  await watching.return(undefined);
});

test('what is saved after the call, and before anybody waits, counts', async () => {
  const watching = watchFiles([file]);
  writeFileSync(file, 'two');
  expect((await watching.next()).value).toEqual([file]);
  await watching.return(undefined);
});

test('a folder that another takes the place of is found again, and again', async () => {
  const watching = watchFiles([file]);
  const replace = (text: string) => () => {
    const other = `${folder}-${text}`;
    mkdirSync(other);
    writeFileSync(join(other, 'part.ts'), text);
    rmSync(folder, { recursive: true });
    renameSync(other, folder);
  };
  expect(await next(watching, replace('two'))).toEqual([file]);
  expect(await next(watching, replace('three'))).toEqual([file]);
  expect(await next(watching, () => writeFileSync(file, 'four'))).toEqual([file]);
  await watching.return(undefined);
});

test('a folder that is away for a while', async () => {
  const watching = watchFiles([file]);
  rmSync(folder, { recursive: true });
  const changed = watching.next();
  await new Promise((resolve) => setTimeout(resolve, 400));
  mkdirSync(folder);
  writeFileSync(file, 'two');
  expect((await changed).value).toEqual([file]);
  await watching.return(undefined);
});

test('where the system has no watches left, looking finds a save all the same', async () => {
  const watching = watchFiles([file], () => undefined);
  expect(await next(watching, () => writeFileSync(file, 'two'))).toEqual([file]);
  await watching.return(undefined);
});
