/**
 * Where a rig's answer enters the trusted side. Rigs are ours, but they hold a part: an answer of another shape is no
 * answer, and every text is cut to what a record may hold.
 */
import type { FailureKind, RigFailure, RigReply, ScriptPosition } from './both-sides/index.js';

/** What was thrown and the call that threw it are cut to 1000 characters each, inside (`thrown.ts`, `calling.ts`). */
const MAX_MESSAGE = 2100;
const MAX_CONSOLE = 16 * 1024;
const KINDS: readonly FailureKind[] = ['threw', 'endless', 'nonsense', 'missing', 'rig'];

/** The reply in `line`, parsed JSON; undefined when it is none. */
export function readReply(line: unknown): RigReply | undefined {
  if (!isRecord(line)) {
    return undefined;
  }
  const { ok, value, console, turns, milliseconds } = line;
  const failure = ok === false ? readFailure(line['failure']) : undefined;
  if (typeof console !== 'string' || !isCount(turns) || !isCount(milliseconds)) {
    return undefined;
  }
  const rest = { console: console.slice(0, MAX_CONSOLE), turns, milliseconds };
  if (ok === true && value !== undefined) {
    return { ok, value, ...rest };
  }
  return failure && { ok: false, failure, ...rest };
}

function readFailure(value: unknown): RigFailure | undefined {
  if (!isRecord(value) || typeof value['message'] !== 'string') {
    return undefined;
  }
  const kind = KINDS.find((known) => known === value['kind']);
  const position = readPosition(value['position']);
  const { sourceLine } = value;
  return (
    kind && {
      kind,
      message: value['message'].slice(0, MAX_MESSAGE),
      ...(position ? { position } : {}),
      ...(isCount(sourceLine) ? { sourceLine } : {}),
    }
  );
}

function readPosition(value: unknown): ScriptPosition | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { line, column } = value;
  return isCount(line) && isCount(column) ? { line, column } : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
