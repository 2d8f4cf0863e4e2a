/** Privilege modes and their encoding. Privileged specification 1.12, table 1.1. */
export const Mode = {
  User: 0,
  Supervisor: 1,
  Machine: 3,
} as const;

/** A privilege mode with the encoding that MPP uses. */
export type Mode = (typeof Mode)[keyof typeof Mode];

const letters: Readonly<Record<number, string>> = { 0: 'U', 1: 'S', 3: 'M' };

/** The name of a mode: `U`, `S` or `M`; for a guest `VU` or `VS` (section 8.1). */
export function modeName(mode: number, virtual = false): string {
  return (virtual ? 'V' : '') + (letters[mode] ?? `reserved mode ${mode}`);
}
