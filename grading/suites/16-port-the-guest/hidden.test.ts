/** The hidden checks of exercise 16: other applications, and a neighbour. The truth is the original kernel on the bare machine. */
import { assemble } from '../../../src/assembler/index.js';
import { runGuest, type Run } from '../../../src/hypervisor/index.js';
import { strict } from '../../../src/machine/index.js';
import { BUSY, busyOnes, everyCall, faulty, registersKept, waitingForEachOther } from './applications.js';
import { MEMORY_BYTES, originalWith } from './read-text.js';
import type { Ran } from './rig.js';

type OrProblem<Answer> = Answer & { readonly problem?: string };

/** What the original does with these applications on the bare machine; computed once for all parts. */
const bareWith = (lab: Lab, applications: string): Pick<Run, 'console' | 'interrupts'> =>
  lab.once('the original', applications, (own) => {
    const { image } = assemble(originalWith(own));
    const how = { mode: 'bare', profile: strict, memoryBytes: MEMORY_BYTES, budget: 400_000 } as const;
    const { console, interrupts } = runGuest({ ...how, image });
    return { console, interrupts };
  });
const ENDED = 'it shut down with code 0';

function claimNoProblem(answer: { readonly problem?: string }): void {
  claim('what is wrong with the text', answer.problem ?? 'nothing').toBe('nothing');
}

/** Runs the port with these applications, and claims that it prints what the original does with them. */
async function claimLikeOriginal(lab: Lab, what: string, applications: string): Promise<Ran> {
  const ran = await lab.call<OrProblem<Ran>>('run', { applications });
  claimNoProblem(ran);
  claim(`what the ported kernel prints with ${what}, and how it ends`, `${ran.console}${ran.end}`).toBe(
    `${bareWith(lab, applications).console}${ENDED}`,
  );
  return ran;
}

check('an application finds all its registers as they were', async (lab) => {
  await claimLikeOriginal(lab, 'applications that look at all their registers', registersKept);
});

check('an application that does what it may not ends, and the other one goes on', async (lab) => {
  await claimLikeOriginal(lab, 'applications that do what they may not', faulty);
});

check('two VMs run the port side by side', async (lab) => {
  const applications = [registersKept, busyOnes];
  const ran = await lab.call<Ran[] & { problem?: string }>('together', { applications, sliceSteps: 701 });
  claimNoProblem(ran);
  for (const [i, own] of applications.entries()) {
    claim(`what VM ${i} of two prints, and how it ends`, `${ran[i]!.console}${ran[i]!.end}`).toBe(
      `${bareWith(lab, own).console}${ENDED}`,
    );
  }
});

check('with other applications, too, it needs the VMM only for calls, ticks and lines', async (lab) => {
  const { exits } = await claimLikeOriginal(lab, 'applications that work for long', busyOnes);
  const ticks = bareWith(lab, busyOnes).interrupts;
  const sum = Object.values(exits).reduce((total, count) => total + count, 0);
  // The page's words: two for a system call, three for a tick, one for a line, and twenty.
  const most = 2 * BUSY.systemCalls + 3 * (ticks + 1) + BUSY.lines + 20;
  const { systemCalls, lines } = BUSY;
  const said = `${systemCalls} system calls, ${ticks} ticks and ${lines} lines`;
  claim(`how many VM exits a run with ${said} takes`, sum).toBeLessThanOrEqual(most);

  await claimLikeOriginal(lab, 'applications that make every system call', everyCall);
  const waiting = 'applications that wait for each other without a system call';
  await claimLikeOriginal(lab, waiting, waitingForEachOther);
});
