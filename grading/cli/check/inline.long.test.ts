/** `hyperlab check --inline`: a debugger attaches to it as an editor's does, and stops in the student's own file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire, SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { labRoot } from '../../lab-root.js';
import { Workspace } from '../../sandbox/index.js';

interface Socket {
  send(text: string): void;
  on(event: string, listener: (data: Buffer) => void): void;
}
// The browser tests' package has a client for web sockets, which Node.js 20 has not; it has no types.
const { ws: WebSocketClient } = createRequire(__filename)('playwright-core/lib/utilsBundle') as {
  ws: new (address: string) => Socket & NodeJS.EventEmitter;
};

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** Editors have Node.js load such a script into every process: it waits for the debugger. Here the rig's process alone does. */
const bootloader = (address: string): string => `
if (/rigs\\.js$/.test(process.argv[1]) && require('node:worker_threads').isMainThread) {
  const inspector = require('node:inspector');
  inspector.open(0, '127.0.0.1');
  require('node:fs').writeFileSync(${JSON.stringify(address)}, inspector.url());
  inspector.waitForDebugger();
}
`;

test('the part stops at a breakpoint in the student’s own file, and the run is marked as no grade', async () => {
  const lab = copyOfTheLab();
  const part = join(lab, 'exercises/01-bursty-tenants/capacity.ts');
  cpSync(join(labRoot(), 'solutions/01-bursty-tenants/capacity.ts'), part);
  const lines = readFileSync(part, 'utf8').split('\n');
  const line = lines.findIndex((each) => /^\s+return /.test(each));
  const [address, loader] = [workspace.path('address.txt'), workspace.path('bootloader.cjs')];
  writeFileSync(loader, bootloader(address));

  const command = spawn(process.execPath, [join(lab, 'dist/hyperlab.js'), 'check', '01', '--inline'], {
    cwd: lab,
    env: { ...process.env, NODE_OPTIONS: `--require ${loader}` },
  });
  let told = '';
  command.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const ended = once(command, 'close');
  while (!existsSync(address)) {
    await sleep(50);
  }
  const stops = await debugAt(readFileSync(address, 'utf8'), pathToFileURL(part).href, line);
  await ended;

  expect(stops.length).toBeGreaterThan(0);
  expect(new Set(stops)).toEqual(new Set([line]));
  expect(told).toContain('✓ the shared pool is the least that serves all tenants at once');
  expect(told).toContain('it is no grade');
  expect(told).not.toMatch(/points from the visible checks|The whole feedback/);
}, 240_000);

/** Sets a breakpoint at a line (from 0) of the source, and lets the program run. Resolves to the lines at which it stopped. */
async function debugAt(address: string, source: string, line: number): Promise<number[]> {
  const socket = new WebSocketClient(address);
  let id = 0;
  const send = (method: string, params: object = {}) =>
    socket.send(JSON.stringify({ id: ++id, method, params }));
  const stops: number[] = [];
  let map: SourceMap | undefined;
  socket.on('message', (data: Buffer) => {
    const { method, params } = JSON.parse(data.toString()) as { method?: string; params: Params };
    if (method === 'Debugger.scriptParsed' && map === undefined) {
      map = mapOf(params.sourceMapURL ?? '', source);
      const location = map && placeOf(map, line);
      if (location !== undefined) {
        send('Debugger.setBreakpointByUrl', { url: params.url, ...location });
      }
    } else if (method === 'Debugger.paused') {
      if (params.reason !== 'instrumentation') {
        const { lineNumber, columnNumber } = params.callFrames![0]!.location;
        const entry = map?.findEntry(lineNumber, columnNumber);
        stops.push(entry && 'originalLine' in entry ? entry.originalLine : -1);
      }
      send('Debugger.resume');
    }
  });
  await once(socket, 'open');
  send('Debugger.enable');
  // As editors do: each script with a source map stops before it runs, so that no breakpoint in it comes too late.
  send('Debugger.setInstrumentationBreakpoint', { instrumentation: 'beforeScriptWithSourceMapExecution' });
  send('Runtime.runIfWaitingForDebugger');
  await once(socket, 'close');
  return stops;
}

interface Params {
  readonly url?: string;
  readonly reason?: string;
  readonly sourceMapURL?: string;
  readonly callFrames?: {
    readonly location: { readonly lineNumber: number; readonly columnNumber: number };
  }[];
}

/** The script's source map, if it was made from this source. */
function mapOf(url: string, source: string): SourceMap | undefined {
  const [, data] = url.split('base64,');
  const map =
    data === undefined ? undefined : (JSON.parse(Buffer.from(data, 'base64').toString()) as SourceMapPayload);
  return map?.sources[0] === source ? new SourceMap(map) : undefined;
}

/** The first place in the script that was made from a line of the source. */
function placeOf(map: SourceMap, line: number): { lineNumber: number; columnNumber: number } | undefined {
  for (let lineNumber = 0; lineNumber < 500; lineNumber++) {
    for (let columnNumber = 0; columnNumber < 100; columnNumber++) {
      const entry = map.findEntry(lineNumber, columnNumber);
      if ('originalLine' in entry && entry.originalLine === line && entry.generatedLine === lineNumber) {
        return { lineNumber, columnNumber };
      }
    }
  }
  return undefined;
}

function copyOfTheLab(): string {
  const lab = workspace.path('lab');
  for (const path of ['package.json', 'tsconfig.json', 'dist', 'src', 'exercises', 'grading/report']) {
    mkdirSync(join(lab, path, '..'), { recursive: true });
    cpSync(join(labRoot(), path), join(lab, path), { recursive: true });
  }
  for (const path of [
    'node_modules',
    'solutions',
    ...['suites', 'rig', 'suite', 'sandbox'].map((room) => `grading/${room}`),
  ]) {
    symlinkSync(join(labRoot(), path), join(lab, path));
  }
  return lab;
}
