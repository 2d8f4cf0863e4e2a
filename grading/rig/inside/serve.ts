/** The rig's process: reads requests from standard input, answers on standard output, one line of JSON each. */
import './hide-sources.js';
import 'ses';
import { createInterface } from 'node:readline';
import { getHeapStatistics } from 'node:v8';
import type { Rig, RigAnswer, RigReply, RigRequest } from '../both-sides/index.js';
import { takeBytesFromFloatArrays } from './float-arrays.js';
import { hardenLayers, Part } from './part-instance.js';
import { runScenario } from './run-scenario.js';

/** `rigs` by the names under which parts ask for them. */
export function serve(rigs: Readonly<Record<string, Rig<unknown>>>): void {
  process.env['TZ'] = 'UTC'; // or a Date would tell each machine's own hours
  const floatArrays = takeBytesFromFloatArrays();
  // 'verbose' keeps the part's own frames in stack traces; 'severe' lets our frozen classes be subclassed as usual.
  lockdown({ consoleTaming: 'unsafe', overrideTaming: 'severe', stackFiltering: 'verbose' });
  // Long enough to show the part below a chain of built-in functions (nested toString, say).
  Error.stackTraceLimit = 100;
  hardenLayers(floatArrays);
  // A promise that a part left behind fails when its meter is closed; nobody waits for it.
  process.on('unhandledRejection', () => undefined);

  let part: { readonly rig: string; readonly loaded: Part } | undefined;
  const answer = (request: RigRequest): RigAnswer => {
    if (request.type === 'part') {
      part = { rig: request.rig, loaded: new Part(request.script, request.exportName) };
      return { ok: true, value: getHeapStatistics().used_heap_size, ...NOTHING_USED };
    }
    if (part === undefined) {
      return { ok: false, failure: { kind: 'rig', message: 'no part was sent yet' }, ...NOTHING_USED };
    }
    const rig = Object.hasOwn(rigs, part.rig) ? rigs[part.rig] : undefined;
    if (rig === undefined) {
      const message = `there is no rig '${part.rig}'`;
      return { ok: false, failure: { kind: 'rig', message }, ...NOTHING_USED };
    }
    return runScenario(rig, part.loaded, request.scenario, request.input);
  };

  createInterface({ input: process.stdin }).on('line', (line) => {
    const reply: RigReply = { ...answer(JSON.parse(line) as RigRequest), milliseconds: spent() };
    const text = JSON.stringify(reply);
    // Promises that the part left behind run first, on a meter that is closed. One that never ends, where no meter counts,
    // costs this call its answer; it does not wait for the next one.
    setImmediate(() => process.stdout.write(text + '\n'));
  });
}

const NOTHING_USED = { console: '', turns: 0 };

let spentBefore = 0;

/** Processor time since it was asked last, in milliseconds. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  const before = spentBefore;
  spentBefore = user + system;
  return Math.round((spentBefore - before) / 1000);
}
