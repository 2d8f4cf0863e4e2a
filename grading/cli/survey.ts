/** `hyperlab survey --profile P`: which instructions and CSR accesses are privileged, which sensitive, found by trying them. */
import { survey } from '../../src/machine/index.js';
import { InputError } from './input-error.js';
import { profileNames, profiles } from './profiles.js';

export function surveyCommand(options: { readonly profile: string; readonly json?: boolean }): void {
  const profile = Object.values(profiles).find(({ name }) => name === options.profile);
  if (profile === undefined) {
    throw new InputError(`--profile is '${options.profile}': it must be one of ${profileNames.join(', ')}`);
  }
  const rows = survey(profile);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ profile: profile.name, rows }, undefined, 2)}\n`);
    return;
  }
  const mark = (is: boolean) => (is ? 'yes' : '-').padEnd(12);
  const lines = rows.map(({ name, privileged, sensitive }) =>
    `${name.padEnd(22)}${mark(privileged)}${mark(sensitive)}${sensitive && !privileged ? 'breaks the condition' : ''}`.trimEnd(),
  );
  process.stdout.write(`${['instruction'.padEnd(22) + 'privileged  sensitive', ...lines].join('\n')}\n`);
}
