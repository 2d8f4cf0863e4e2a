/** The scenarios of exercise 02: an allocator on the test bench, and one inside a VMM with a guest that spies. */
import type { FrameAllocatorPart } from '../../../src/hypervisor/index.js';
import { defineRig } from '../../rig/both-sides/index.js';
import { runBench, type BenchInput } from './bench.js';
import { runEspionage } from './espionage.js';

export default defineRig<FrameAllocatorPart>({
  scenarios: {
    bench: (part, input: BenchInput) => runBench(part, input),
    espionage: (part) => runEspionage(part),
  },
});
