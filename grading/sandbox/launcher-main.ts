/**
 * The launcher: a small process that starts others. To start a process, the system copies the page tables of the one that asks,
 * and marks all of its memory as shared; each page that it writes to afterwards is then copied. For a grader of many hundred
 * MiB that is dear, rig after rig. This process holds next to nothing.
 *
 * Orders come on standard input. Of each process that is started, standard input and output are one connection to the socket
 * that the grader listens at, and standard error is the next: so nothing that is said passes through here.
 */
import type { ChildProcess } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { killGroup, startOrder, type End, type Order } from './order.js';
import type { LauncherReply, LauncherRequest } from './launcher-protocol.js';

const socketPath = process.argv[2]!;
/** Those that run, by number. */
const running = new Map<number, ChildProcess>();
let turn: Promise<void> = Promise.resolve();

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const request = JSON.parse(line) as LauncherRequest;
    // One after another: the grader knows connections by their order, and nobody is killed before being started.
    turn = turn
      .then(() => ('kill' in request ? kill(request.kill) : start(request.start, request.order)))
      .catch(endAll); // nobody listens any more
  })
  .on('close', () => void turn.then(endAll));
process.stdout.on('error', endAll);

/** The grader is gone, or wants no more. */
function endAll(): never {
  running.forEach((child) => killGroup(child));
  process.exit();
}

async function start(number: number, order: Order): Promise<void> {
  const [talk, errors] = [await dial(), await dial()];
  const tell = (end: End): void => {
    running.delete(number);
    process.stdout.write(JSON.stringify({ ended: number, end } satisfies LauncherReply) + '\n');
  };
  try {
    const child = startOrder(order, [talk, talk, errors]);
    running.set(number, child);
    child.on('error', ({ message }) => tell({ error: message }));
    child.on('exit', (code, signal) => tell({ code, signal }));
  } catch (error) {
    tell({ error: (error as Error).message });
  }
  // The process has its own hold of them now.
  talk.destroy();
  errors.destroy();
}

function kill(number: number): void {
  const child = running.get(number);
  if (child !== undefined) {
    killGroup(child);
  }
}

/** A connection that nobody reads from here: what comes in is for the process. */
function dial(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath });
    socket.pause();
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}
