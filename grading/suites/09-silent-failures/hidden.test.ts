/** The hidden checks of exercise 09: machine level, random machines by what is missed and what is made up, and a pill for any leak. */
import type { Survey } from '../../../src/hypervisor/index.js';
import { allHoles, type Hole } from '../../../src/machine/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { machineLevel, machineWith, randomMachines, setOf, truthOf } from './machines.js';
import type { Handed, Place, Swallowed } from './rig.js';

const MACHINES = 24;

const surveyAll = (lab: Lab, machines: readonly Handed[]) => lab.call<Survey[]>('survey', { machines });

const named = ({ failures }: Survey) => setOf(failures.map(({ instruction }) => instruction));
const told = ({ failures }: Survey) =>
  setOf(failures.map(({ instruction, how }) => `${instruction}: ${how}`));

/** Random machines, what was found on each, and what is true of it: surveyed once, and looked at by a check for each kind of mistake. */
let random: Promise<{ found: Survey; truth: Survey }[]> | undefined;

const surveyRandom = (lab: Lab) => (random ??= runRandom(lab));

async function runRandom(lab: Lab): Promise<{ found: Survey; truth: Survey }[]> {
  const machines = randomMachines(MACHINES, xorshift(lab.seed));
  const surveys = await surveyAll(lab, machines);
  return machines.map((machine, index) => ({ found: surveys[index]!, truth: truthOf(machine) }));
}

check('each failure of machine level is found, and nothing else', async (lab) => {
  const random = xorshift(lab.seed + 1);
  const machines = machineLevel.map((hole) => machineWith([hole], random));
  const surveys = await surveyAll(lab, machines);
  for (const [index, machine] of machines.entries()) {
    const said = 'what fails silently on a machine with one hole of machine level';
    claim(said, told(surveys[index]!)).toEqual(told(truthOf(machine)));
  }
});

const couldFail = new Set(allHoles.map((hole) => hole.replace('-', ' ')));

check('on random machines nothing that fails silently is missed', async (lab) => {
  const surveys = await surveyRandom(lab);
  // Whoever reports everything misses nothing, and has found nothing.
  const made = named(surveys[0]!.found).filter((name) => couldFail.has(name));
  claim('what was reported of a machine as specified', made).toEqual([]);
  for (const { found, truth } of surveys) {
    const missed = named(truth).filter((name) => !named(found).includes(name));
    claim('what fails silently on a random machine and was not reported', missed).toEqual([]);
  }
});

check('on random machines nothing is reported that does not fail silently', async (lab) => {
  const surveys = await surveyRandom(lab);
  // Whoever reports nothing reports nothing wrong.
  const found = named(surveys[1]!.found).filter((name) => couldFail.has(name));
  claim('whether anything was reported of a machine where all holes are open', found.length > 0).toBe(true);
  for (const { found, truth } of surveys) {
    const made = named(found).filter((name) => !named(truth).includes(name));
    claim('what was reported of a random machine and does not fail silently there', made).toEqual([]);
  }
});

check('on random machines the report says how each instruction fails', async (lab) => {
  const surveys = await surveyRandom(lab);
  // Whoever reports nothing reports nothing wrong.
  const some = named(surveys[1]!.found).some((name) => couldFail.has(name));
  claim('whether anything was reported of a machine where all holes are open', some).toBe(true);
  for (const { found, truth } of surveys) {
    const reported = new Set(told(found));
    const silent = told(truth).filter((line) => !reported.has(line));
    claim('how instructions fail on a random machine, where the report does not say so', silent).toEqual([]);
  }
});

check('the legal holes are those of the machine as it was handed out', async (lab) => {
  for (const { found, truth } of await surveyRandom(lab)) {
    claim('what completes legally on a random machine', setOf(found.legal)).toEqual(truth.legal);
  }
});

check('the red pill needs one read that leaks, whichever it is, and accuses no faithful VM', async (lab) => {
  const leaks = allHoles.filter((hole) => /^read-s/.test(hole));
  const computers: (readonly Hole[])[] = [...leaks.map((hole) => [hole]), leaks];
  const places = [
    ...computers.flatMap((holes): Place[] => [
      { where: 'bare', holes },
      { where: 'full/trap-and-emulate', holes },
    ]),
    { where: 'full/trap-and-emulate', holes: [] } satisfies Place, // as specified: nobody can tell
  ];
  const runs = await lab.call<Swallowed[]>('pill', { places });
  for (const [index, { where, holes }] of places.entries()) {
    const inVm = where !== 'bare' && holes.length > 0;
    const machine = holes.length === 0 ? 'without holes' : 'where reads leak';
    const said = `what the red pill did ${where === 'bare' ? 'on the bare machine' : 'in a VM'}, on hardware ${machine},`;
    const ended = { console: inVm ? 'v' : 'b', stop: { kind: 'finished', code: 0 } };
    claim(said, runs[index] ?? runs[0]).toEqual(ended);
  }
});
