/** `hyperlab worker --database URL`: grades attempts of a class that lies on a server, beside others that do the same. */
import { availableParallelism } from 'node:os';
import { InputError } from '../command-line/index.js';
import { openLab } from '../lab/index.js';
import { ClassStore, identityText, openServer, type GraderIdentity } from './database/index.js';
import { identityOf } from './open-class.js';
import { GradingQueue, Presence } from './queue/index.js';
import { workQueue } from './work-queue.js';

export interface WorkerOptions {
  readonly database: string;
  readonly jobs?: number;
  readonly lecture?: string;
  readonly untilDone?: boolean;
}

export async function runWorker({
  database: url,
  jobs,
  lecture,
  untilDone = false,
}: WorkerOptions): Promise<void> {
  const database = await openServer(url);
  let presence: Presence | undefined;
  let queue: GradingQueue | undefined;
  try {
    const store = await ClassStore.openExisting(database);
    const wanted = await wantedBy(store);
    const lab = openLab(wanted.exercises, lecture);
    const identity = identityOf(lab, wanted.seed);
    requireSame(identity, wanted, database.where);
    presence = await Presence.begin(url);
    queue = await GradingQueue.open(url, database, identity, presence);
    const mayEnd = async (): Promise<boolean> => {
      requireSame(identity, await wantedBy(store), database.where);
      return untilDone;
    };
    const onOutcome = ({ attempt, failure }: { attempt: number; failure?: string }): void =>
      void process.stdout.write(`attempt ${attempt}: ${failure ?? 'graded'}\n`);
    await workQueue({
      store,
      queue,
      lab,
      identity,
      lanes: jobs ?? availableParallelism(),
      mayEnd,
      onOutcome,
    });
  } finally {
    await queue?.close();
    await presence?.end();
    await database.close();
  }
}

async function wantedBy(store: ClassStore): Promise<GraderIdentity> {
  const { grader } = await store.settings();
  if (grader === undefined) {
    throw new InputError(
      `${store.database.where}: nothing is to be graded there yet: start hyperlab class --database first`,
    );
  }
  return grader;
}

/** Whoever would come to other results must not grade along. */
function requireSame(own: GraderIdentity, wanted: GraderIdentity, where: string): void {
  if (identityText(own) === identityText(wanted)) {
    return;
  }
  const what =
    own.suite !== wanted.suite || own.engine !== wanted.engine
      ? `is graded by the suites ${wanted.suite} of hyperlab ${wanted.engine}, and these are ${own.suite} of ${own.engine}: use the same checkout, built the same way`
      : own.lecture !== wanted.lecture
        ? `is graded with the lecture "${wanted.lecture}", and this is "${own.lecture}": give the same --lecture`
        : 'is graded with another seed or other exercises now: start the worker again';
  throw new InputError(`${where}: the class ${what}`);
}
