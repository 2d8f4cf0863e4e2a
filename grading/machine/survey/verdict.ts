/** What the survey's rows say together: Popek and Goldberg's theorem 1, in a sentence. */
import type { SurveyRow } from './survey.js';

export interface Verdict {
  /** Can a VMM of the classic kind be built on this machine? */
  readonly virtualizable: boolean;
  /** The same with the reason, in one sentence. */
  readonly sentence: string;
  /** With the hypervisor extension: what a guest in VS- and VU-mode reaches of the host. */
  readonly guest: string | undefined;
}

export function verdictOn(rows: readonly SurveyRow[]): Verdict {
  const sensitive = rows.filter((row) => row.controlSensitive || row.behaviourSensitive);
  const broken = sensitive.filter(({ condition }) => condition === 'broken');
  const switchable = sensitive.filter(({ condition }) => condition === 'switchable');
  const virtualizable = broken.length === 0;
  const reason = virtualizable
    ? `each of its ${sensitive.length} sensitive instructions traps in U-mode${
        switchable.length > 0 ? `, ${switchable.length} of them once the VMM has shut a switch` : ''
      }`
    : `${broken.length} of its ${sensitive.length} sensitive instructions complete in U-mode, whatever the VMM does: ${namesOf(broken)}`;
  return {
    virtualizable,
    sentence: `classically virtualizable: ${virtualizable ? 'yes' : 'no'}, because ${reason}`,
    guest: rows.some(({ guest }) => guest !== undefined) ? verdictOnGuests(rows) : undefined,
  };
}

function verdictOnGuests(rows: readonly SurveyRow[]): string {
  const shared = rows.filter(({ guest }) => guest?.condition === 'broken');
  const switchable = rows.filter(({ guest }) => guest?.condition === 'switchable');
  const start =
    'a guest in VS- and VU-mode reaches nothing of the host’s without a trap, once the hypervisor has shut ' +
    `the switches of ${switchable.length} instructions`;
  return shared.length === 0
    ? start
    : `${start}; but it shares registers, which the hypervisor must swap: ${namesOf(shared)}`;
}

function namesOf(rows: readonly SurveyRow[]): string {
  return rows.map(({ name }) => name).join(', ');
}
