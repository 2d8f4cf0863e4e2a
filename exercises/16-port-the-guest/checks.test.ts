/** The visible checks of exercise 16: what the port prints, how much of the kernel it changes, and how often it needs the VMM. */
interface Ran {
  readonly console: string;
  readonly end: string;
  readonly exits: Readonly<Record<string, number>>;
}
interface Text {
  readonly changed: { readonly lines: number; readonly of: number; readonly shown: readonly string[] };
  readonly applications: string;
}
type OrProblem<Answer> = Answer & { readonly problem?: string };

/** The page's words. */
const MOST_EXITS = 520;
const PER_CENT = 2;
/** How many lines are shown of those that are changed. */
const SHOWN = 20;

/** What the original prints on the bare machine: the task page shows it. */
const PRINTED = [
  ...[1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121].map((square) => `square ${String(square).padStart(4, '0')}`),
  'sum 0506',
  'fault 2 in process A',
  'process A ended with -1',
  'process B ended with 1',
];

/** The run of the port: all checks look at the same one. */
let run: Promise<OrProblem<Ran>> | undefined;

/** What the text itself comes to: two checks look at the same. */
let text: Promise<Text> | undefined;

const textOf = (lab: Lab) => (text ??= lab.call<Text>('text'));

/** Runs the port, and claims that it prints what the original prints on the bare machine. */
async function claimRuns(lab: Lab): Promise<Ran> {
  run ??= lab.call<OrProblem<Ran>>('run', {});
  const ran = await run;
  claim('what is wrong with the text', ran.problem ?? 'nothing').toBe('nothing');
  claim(
    'what the ported kernel prints in a VM on `legacy`, and how it ends',
    `${ran.console}${ran.end}`,
  ).toBe([...PRINTED, 'it shut down with code 0'].join('\n'));
  return ran;
}

check('the ported kernel does on `legacy` what the original does on the bare machine', async (lab) => {
  await claimRuns(lab);
});

check('at most 2 % of its lines are changed', async (lab) => {
  await claimRuns(lab);
  const { changed } = await textOf(lab);
  const { lines, of, shown } = changed;
  const percent = ((100 * lines) / of).toFixed(1);
  const list = [...shown.slice(0, SHOWN), ...(shown.length > SHOWN ? ['…'] : [])];
  const most = Math.floor((PER_CENT * of) / 100);
  const said = `changed ${lines} of ${of} lines: ${percent} %`;
  claim(
    `how many lines are changed or added (${said}), which are\n${list.join('\n')}\n`,
    lines,
  ).toBeLessThanOrEqual(most);
});

check('its applications are the same, byte for byte', async (lab) => {
  await claimRuns(lab);
  const { applications } = await textOf(lab);
  claim(
    'the bytes from `applications` to `end_of_applications`, beside those of the original',
    applications,
  ).toBe('the same');
});

check('it needs the VMM no more often than it must', async (lab) => {
  const { exits } = await claimRuns(lab);
  const sum = Object.values(exits).reduce((total, count) => total + count, 0);
  const list = Object.entries(exits).map(([name, count]) => `${count} ${name}`);
  claim(`how many VM exits the run takes (${list.join(', ')})`, sum).toBeLessThanOrEqual(MOST_EXITS);
});
