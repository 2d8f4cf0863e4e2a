/** A booted teaching kernel in the only VM of a VMM, at whose console is typed as in a Session. */
import { Vmm, type Vm, type VmmOptions, type VmMode } from '../../../src/hypervisor/index.js';
import type { Image } from '../../../src/machine/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { kernelDisk, kernelImage, paraKernelImage } from './kernel-files.js';

export const PROMPT = '$ ';
const MEMORY_BYTES = 16 * 1024 * 1024;

export interface VmSession {
  readonly vmm: Vmm;
  readonly vm: Vm;
  readonly disk: Uint8Array;
  /** Runs until the console ends with `end`, and returns what was printed. */
  toPrompt(end?: string): string;
  /** Types a line, runs until the next prompt, and returns what was printed between. */
  command(line: string): string;
}

/** In mode para it is the ported kernel, and its VM has a page more: that for the shared info. */
export function vmSession(
  mode: VmMode = 'full/trap-and-emulate',
  options: Partial<VmmOptions> = {},
): VmSession {
  const ported = mode === 'para';
  const memoryBytes = MEMORY_BYTES + (ported ? 4096 : 0);
  const vmm = new Vmm({ memoryBytes, parts, ...options });
  const disk = kernelDisk();
  const image: Image = ported ? paraKernelImage() : kernelImage();
  const vm = vmm.createVm({ mode, image, memoryBytes, deviceTree: true, disk });
  let printed = '';
  vm.devices.uart.listener = (byte) => (printed += String.fromCharCode(byte));
  const toPrompt = (end = PROMPT) => {
    printed = '';
    for (let slices = 0; slices < 10_000 && vm.end === undefined && !printed.endsWith(end); slices += 1) {
      vmm.run(20_000);
    }
    return printed;
  };
  const command = (line: string) => {
    vm.devices.pushInput(`${line}\n`);
    return toPrompt().slice(0, -PROMPT.length).replace(`${line}\n`, '');
  };
  return { vmm, vm, disk, toPrompt, command };
}
