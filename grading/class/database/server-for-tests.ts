/** A PostgreSQL server for tests: Debian's, started in a folder of its own and gone afterwards. Undefined where none is installed. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const DEBIAN = '/usr/lib/postgresql';

/** The folder with `initdb` and `postgres`. */
export function serverPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** `nobody`: PostgreSQL does not run as root. */
const NOBODY = 65534;
const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

export class TestServer {
  readonly #programs: string;
  readonly #folder: string;
  readonly #port: number;
  #process: ChildProcess;
  #databases = 0;

  private constructor(programs: string, folder: string, port: number) {
    this.#programs = programs;
    this.#folder = folder;
    this.#port = port;
    this.#process = this.#spawn();
  }

  static async start(): Promise<TestServer> {
    const programs = serverPrograms();
    if (programs === undefined) {
      throw new Error('PostgreSQL is not installed: apt-get install postgresql');
    }
    const folder = mkdtempSync(join(tmpdir(), 'hyperlab-server-'));
    if (identity.uid !== undefined) {
      chownSync(folder, NOBODY, NOBODY);
    }
    const args = [
      '-D',
      join(folder, 'data'),
      '-U',
      'test',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-sync',
      '--locale=C',
    ];
    const { status, stderr } = spawnSync(join(programs, 'initdb'), args, {
      cwd: folder,
      encoding: 'utf8',
      ...identity,
    });
    if (status !== 0) {
      throw new Error(`initdb failed: ${stderr}`);
    }
    const server = new TestServer(programs, folder, await freePort());
    await server.#ready();
    return server;
  }

  /** The address of a new, empty database. */
  async newDatabase(): Promise<string> {
    const name = `class${++this.#databases}`;
    await this.#as('postgres', (client) => client.query(`create database ${name}`));
    return this.url(name);
  }

  url(name: string): string {
    return `postgres://test@127.0.0.1:${this.#port}/${name}`;
  }

  /** Ends the server at once, as a power cut does; `restart` brings it back. */
  async crash(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
      return; // it has ended before, and will not say so again
    }
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGQUIT');
    await gone;
  }

  async restart(): Promise<void> {
    this.#process = this.#spawn();
    await this.#ready();
  }

  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `unix_socket_directories=${this.#folder}`];
    const args = [
      '-D',
      join(this.#folder, 'data'),
      '-p',
      String(this.#port),
      ...settings.flatMap((each) => ['-c', each]),
    ];
    return spawn(join(this.#programs, 'postgres'), args, { cwd: this.#folder, stdio: 'ignore', ...identity });
  }

  async #ready(): Promise<void> {
    for (let round = 0; ; round++) {
      try {
        return await this.#as('postgres', (client) => client.query('select 1').then(() => undefined));
      } catch (error) {
        if (round === 600 || this.#process.exitCode !== null) {
          throw error;
        }
        await sleep(100);
      }
    }
  }

  async #as<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.url(database) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
