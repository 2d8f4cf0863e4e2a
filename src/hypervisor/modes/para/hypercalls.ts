/**
 * The hypercalls of PARA_EXTENSION, in one table: by number, with arguments, what each answers, and what it costs beside the switch
 * into the VMM and back. The error code goes to a0, the value to a1. A call that fails has changed nothing, where its row says no more.
 */
import { REG_A0, REG_A1, REG_A6 } from '../../../machine/index.js';
import { HypercallError } from '../../sockets/index.js';
import type { Caller } from './caller.js';
import { kernelCalls } from './kernel-calls.js';
import { memoryCalls } from './memory-calls.js';
import { multicall } from './multicall.js';
import { refused, runCall, type Name, type ParaCallRow, type Rows } from './para-call.js';
import { sharingCalls } from './sharing-calls.js';
import { ParaCall } from './shared/index.js';

const rows: Rows<Name> = {
  ...multicall((number) => paraCalls.get(number)),
  ...kernelCalls,
  ...memoryCalls,
  ...sharingCalls,
};

/** The table by number. */
const paraCalls: ReadonlyMap<number, ParaCallRow & { readonly name: Name }> = new Map(
  (Object.keys(rows) as Name[]).map((name) => [
    ParaCall[name],
    { name, number: ParaCall[name], ...rows[name] },
  ]),
);

/** ECALL with PARA_EXTENSION. */
export function serveParaCall(caller: Caller): void {
  const { vcpu, domain } = caller;
  const register = (number: number) => (vcpu.x[number] as number) >>> 0;
  const args = [0, 1, 2, 3, 4].map((index) => register(REG_A0 + index));
  const call = paraCalls.get(register(REG_A6));
  vcpu.step(); // like every ECALL, it does not retire
  vcpu.pc = (vcpu.pc + 4) >>> 0;
  const result = call === undefined ? refused(HypercallError.NotSupported) : runCall(caller, call, args);
  domain.info.tellTime();
  if (result !== undefined) {
    vcpu.x[REG_A0] = result.error;
    vcpu.x[REG_A1] = result.value;
  }
}
