import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../daemon/cli/program.js';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line inside this process, at 2026-01-01 unless told otherwise. */
export async function festoon(
  args: readonly string[],
  now: number = Date.UTC(2026, 0, 1),
  input = '',
): Promise<Outcome> {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    input: async () => input,
    colour: false,
    now: () => now,
  };
  const code = await run(args, terminal);
  return { code, out, err };
}

/** A network `acme` with one enrolled node `a` (10.77.0.1, fd77::1, routing 10.80.0.0/16), and a.yaml for it. */
export async function foundAcme(directory: string): Promise<(name: string) => string> {
  const path = (name: string): string => join(directory, name);
  const pools = ['--pool', '10.77.0.0/16', '--pool', 'fd77::/48'];
  await succeed(['authority', 'init', 'acme', ...pools, '--out', directory]);
  await enroll(path, 'a', ['--address', '10.77.0.1', '--address', 'fd77::1', '--route', '10.80.0.0/16']);
  const files = 'identity: {key: a.key, certificate: a.crt}\ntrust: acme.trust\nsecret: acme.secret\n';
  writeFileSync(path('a.yaml'), `${files}state: state\ncontrol: control.sock\n`);
  return path;
}

export async function enroll(
  path: (name: string) => string,
  name: string,
  rest: readonly string[],
): Promise<void> {
  const request = await succeed(['keygen', '--name', name, '--key', path(`${name}.key`)]);
  writeFileSync(path(`${name}.req`), request);
  await certify(path, name, rest);
}

export async function certify(
  path: (name: string) => string,
  name: string,
  rest: readonly string[],
): Promise<void> {
  const sign = ['authority', 'sign', path(`${name}.req`), '--authority', path('acme.key'), ...rest];
  writeFileSync(path(`${name}.crt`), await succeed(sign));
}

async function succeed(args: readonly string[]): Promise<string> {
  const { code, out, err } = await festoon(args);
  if (code !== 0) throw new Error(`festoon ${args.join(' ')}: ${err}`);
  return out;
}
