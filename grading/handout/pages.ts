/** The pages and settings of a handout: those of pages/, and what depends on the exercises that are handed out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../exercises/index.js';

type File = readonly [path: string, content: string];

/** Where each file of pages/ goes. The names there have no dots, so that the lab's own tools pass them over. */
const PLACES = [
  ['gitignore', '.gitignore'],
  ['vscode-settings.json', '.vscode/settings.json'],
  ['vscode-extensions.json', '.vscode/extensions.json'],
  ['vscode-launch.json', '.vscode/launch.json'],
  ['jest-config.cjs', 'jest.config.cjs'],
  ['devcontainer.json', '.devcontainer/devcontainer.json'],
] as const;

export function pages(root: string, exercises: readonly Exercise[], engine: string): File[] {
  const read = (name: string): string => readFileSync(join(root, 'grading/handout/pages', name), 'utf8');
  return [
    ...PLACES.map(([name, path]): File => [path, read(name)]),
    ['README.md', readme(read('readme.txt'), exercises).replaceAll('{{jest}}', () => jestVersion(root))],
    ...packageFiles(root, engine),
    ['tsconfig.json', tsconfig(root)],
  ];
}

function readme(template: string, exercises: readonly Exercise[]): string {
  const rows = exercises.map(
    ({ manifest: { id, summary } }) => `| [${id}](exercises/${id}/README.md) | ${summary} |`,
  );
  const first = exercises[0]!.manifest.id.slice(0, 2);
  return template.replaceAll('{{first}}', first).replace('{{exercises}}', () => rows.join('\n'));
}

/** The one that the lab's own checks run with. */
function jestVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/jest/package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** The name is how the command finds the folder that it belongs to. The lock lists everything, so that nothing is looked for. */
function packageFiles(root: string, engine: string): File[] {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: object };
  const [name, bin] = ['hyperlab', { hyperlab: 'dist/hyperlab.js', jest: 'dist/jest.js' }];
  const scripts = { check: 'node dist/hyperlab.js check', test: 'node dist/jest.js' };
  const own = { name, version: engine, engines, bin };
  return [
    ['package.json', json({ ...own, private: true, scripts })],
    [
      'package-lock.json',
      json({ name, version: engine, lockfileVersion: 3, requires: true, packages: { '': own } }),
    ],
  ];
}

/** As strict as the lab, whose types a part is checked with. */
function tsconfig(root: string): string {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
    compilerOptions: object;
  };
  return json({
    compilerOptions: { ...compilerOptions, types: [] },
    include: ['src', 'exercises', 'dist/*.d.ts'],
  });
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
