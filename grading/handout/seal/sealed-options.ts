/** How everything of a handout is bundled: minified, without names, comments and source maps. */
import type { BuildOptions, Metafile } from 'esbuild';
import { HandoutRefused } from './refusal.js';

export const sealed = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  charset: 'utf8', // so that leaks.ts finds what it looks for
  legalComments: 'none', // the licences of packages stand in dist/licences.txt
  sourcemap: false,
  metafile: true,
  write: false,
  logLevel: 'silent', // a failed build throws, with its reasons in the message
} as const satisfies BuildOptions;

/** The files of the lab of which something came into builds, seen from its folder. */
export function sourcesOf(metafiles: readonly Metafile[]): string[] {
  const outputs = metafiles.flatMap((each) => Object.values(each.outputs));
  const used = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  return [...new Set(used)].sort();
}

/** Files of which nothing may leave the lab, whatever imports them. */
const SECRET = [
  /^solutions\//,
  /^grading\/suites\/[^/]+\/(hidden\.test\.ts|right\/|wrong\/)/,
  /^grading\/samples\//,
];

/** @throws HandoutRefused where one of the sources must never be handed out. */
export function requireNoSecrets(what: string, sources: readonly string[]): void {
  const secret = sources.find((file) => SECRET.some((pattern) => pattern.test(file)));
  if (secret !== undefined) {
    throw new HandoutRefused(
      `${secret}: the handout's ${what} would hold some of it; import it from hidden checks alone`,
    );
  }
}
