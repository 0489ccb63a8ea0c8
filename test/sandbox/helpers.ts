import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SANDBOX_SECRETS, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.js';
import { DIALECTS, sign } from '../../sandbox/providers/digiflazz/dialects.js';

export type Json = Record<string, unknown>;
export type Provider = 'digiswitch' | 'digiflazz';
export type Command = 'inq-pasca' | 'pay-pasca' | 'status-pasca';

/** A client of the sandbox in one dialect of the Digiflazz family. */
export class Client {
  constructor(
    readonly url: string,
    readonly provider: Provider = 'digiswitch',
  ) {}

  body(command: Command, ref: string, product: string, customerNo: string, more: Json = {}): Json {
    const dialect = DIALECTS.find((each) => each.provider === this.provider)!;
    const { username, apiKey } = SANDBOX_SECRETS.digiflazz;
    const fields = { [dialect.command]: command, [dialect.product]: product };
    return { ...fields, customer_no: customerNo, ref_id: ref, username, sign: sign(username, apiKey, ref), ...more };
  }

  post(body: Json, path = '/transaction', init: RequestInit = {}): Promise<Response> {
    const dialect = DIALECTS.find((each) => each.provider === this.provider)!;
    const headers = { 'content-type': 'application/json' };
    return fetch(`${this.url}${dialect.path}${path}`, { method: 'POST', headers, body: JSON.stringify(body), ...init });
  }

  async ask(command: Command, ref: string, product: string, customerNo: string, more: Json = {}): Promise<Json> {
    const response = await this.post(this.body(command, ref, product, customerNo, more));
    return ((await response.json()) as { data: Json }).data;
  }

  inquire(ref: string, product = 'pln', customerNo = '1', more: Json = {}): Promise<Json> {
    return this.ask('inq-pasca', ref, product, customerNo, more);
  }

  pay(ref: string, product = 'pln', customerNo = '1'): Promise<Json> {
    return this.ask('pay-pasca', ref, product, customerNo);
  }

  status(ref: string, product = 'pln', customerNo = '1'): Promise<Json> {
    return this.ask('status-pasca', ref, product, customerNo);
  }
}

/** Calls the sandbox's control interface or its ledger. */
export async function call(url: string, method: string, body?: unknown, headers: Record<string, string> = {}) {
  const init: RequestInit = { method, headers };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json', ...headers };
  }
  const response = await fetch(url, init);
  return { status: response.status, body: (await response.json()) as never };
}

/** Sandboxes on free ports, each with its own folder; `close` stops and removes them all. */
export class SandboxUnderTest {
  readonly #open = new Set<Sandbox>();
  readonly #folders: string[] = [];

  async folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'tuntas-sandbox-'));
    this.#folders.push(path);
    return path;
  }

  async start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
    const sandbox = await startSandbox({ state: options.state ?? (await this.folder()), ...options });
    this.#open.add(sandbox);
    return sandbox;
  }

  async stop(sandbox: Sandbox): Promise<void> {
    this.#open.delete(sandbox);
    await sandbox.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((sandbox) => this.stop(sandbox)));
    await Promise.all(this.#folders.map((path) => rm(path, { recursive: true, force: true })));
  }
}

/** A clock that changes only by `forward`. */
export function clockAt(iso: string) {
  let time = Date.parse(iso);
  return { now: () => time, forward: (ms: number) => (time += ms) };
}

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
