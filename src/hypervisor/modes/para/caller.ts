/** Who makes a hypercall: what serves the calls knows no more than this of the guest. */
import type { VmmServices } from '../../cpu/index.js';
import type { Vcpu, Vm } from '../../vm/index.js';
import type { Domain } from './domain/index.js';

export interface Caller {
  readonly vm: Vm;
  readonly vcpu: Vcpu;
  readonly services: VmmServices;
  readonly domain: Domain;
  /** The vCPU waits for an event, if none is pending. */
  sleep(): void;
}
