/** The scenarios of exercise 16: the text itself, and the kernel that it makes, in one VM and in two at once. */
import { deskKernel } from '../../../src/guests/index.js';
import { Vmm, type PortedKernel, type Vm } from '../../../src/hypervisor/index.js';
import { ImageError, legacy, type Image } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig } from '../../rig/both-sides/index.js';
import { changedLines } from './count-lines.js';
import { MEMORY_BYTES, TextProblem, imageOf, linesOf, originalApplications } from './read-text.js';

const BUDGET = 400_000;
const MAX_CONSOLE = 4000;

/** What a run of the kernel comes to. */
export interface Ran {
  readonly console: string;
  readonly end: string;
  readonly exits: Readonly<Record<string, number>>;
}

export default defineRig<PortedKernel>({
  scenarios: {
    /** How the text differs from the original, in the kernel and in the applications. */
    text: (kernel) =>
      orProblem(() => {
        const port = imageOf(kernel);
        return {
          changed: changedLines(linesOf(deskKernel), linesOf(kernel)),
          applications:
            kernelBelowApplications(kernel) ??
            compareBytes(applicationsOf(imageOf(deskKernel)), applicationsOf(port)),
        };
      }),

    run: (kernel, { applications }: { applications?: string }) =>
      orProblem(() => runAll([imageOf(kernel, applications)], 10_000)[0]!),

    together: (
      kernel,
      { applications, sliceSteps }: { applications: (string | null)[]; sliceSteps: number },
    ) =>
      orProblem(() => {
        const images = applications.map((own) => imageOf(kernel, own ?? undefined));
        return runAll(images, sliceSteps);
      }),
  },
});

/** What is wrong with the text is an answer, not a failure of the rig. */
function orProblem<Answer>(work: () => Answer): Answer | { problem: string } {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof TextProblem || thrown instanceof ImageError) {
      return { problem: thrown.message.split('\n')[0]! };
    }
    throw thrown;
  }
}

function runAll(images: readonly Image[], sliceSteps: number): Ran[] {
  const memoryBytes = MEMORY_BYTES * images.length;
  const vmm = new Vmm({ memoryBytes, profile: legacy, parts: referenceParts, sliceSteps });
  const vms = images.map((image) => vmm.createVm({ mode: 'para', image, memoryBytes: MEMORY_BYTES }));
  vmm.run(BUDGET);
  return vms.map(ranOf);
}

function ranOf(vm: Vm): Ran {
  const { end } = vm;
  return {
    console: vm.devices.consoleOutput().slice(0, MAX_CONSOLE),
    end:
      end === undefined
        ? `it did not end within ${BUDGET} steps`
        : end.kind === 'finished'
          ? `it shut down with code ${end.code}`
          : `it ended: ${'reason' in end ? end.reason : end.kind}`,
    exits: { ...vm.account.exits },
  };
}

/** The bytes from `applications` to `end_of_applications`. @throws TextProblem when they are not there */
function applicationsOf(image: Image): Uint8Array {
  const [start, end] = [image.symbols['applications'], image.symbols['end_of_applications']];
  if (start === undefined || end === undefined || end < start || end - start > MEMORY_BYTES) {
    throw new TextProblem(
      `kernel.S must keep the labels 'applications' and 'end_of_applications', in this order`,
    );
  }
  const bytes = new Uint8Array(end - start);
  for (const { address, bytes: some } of image.segments) {
    for (let at = Math.max(address, start); at < Math.min(address + some.length, end); at++) {
      bytes[at - start] = some[at - address]!;
    }
  }
  return bytes;
}

/** The hidden checks put other applications into the text, and what stands after the first line of its own is gone then. */
function kernelBelowApplications(kernel: PortedKernel): string | undefined {
  try {
    imageOf(kernel, originalApplications());
  } catch (thrown) {
    if (thrown instanceof TextProblem) {
      return `the kernel needs what stands after the line 'applications:' in your text: ${thrown.message}`;
    }
    throw thrown;
  }
  return undefined;
}

function compareBytes(original: Uint8Array, port: Uint8Array): string {
  if (original.length !== port.length) {
    return `they have ${port.length} bytes, and the original's ${original.length}`;
  }
  const at = original.findIndex((byte, i) => port[i] !== byte);
  return at < 0
    ? 'the same'
    : `byte ${at} is 0x${port[at]!.toString(16)}, and the original's 0x${original[at]!.toString(16)}`;
}
