import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { attempt, run } from '../../daemon/lab/command.js';
import type { Site } from '../../daemon/lab/underlay.js';
import { type Field, MTU } from '../field.js';
import { type Contender, Unavailable } from './contender.js';
import { Tunnel, type TunnelEnd } from './tunnel.js';

/** Names the binary; `nebula-cert` lies beside it. */
const VARIABLE = 'FESTOON_BENCH_NEBULA';
const DEVICE = 'nebula0';
const NETWORK = '10.80.0';
const PORT = 4242;
const ROUTINES = 2;

/** Throws Unavailable unless the environment names a binary that runs. */
export async function nebula(field: Field): Promise<Contender> {
  const program = process.env[VARIABLE];
  if (program === undefined || program === '') throw new Unavailable(`${VARIABLE} names no binary`);
  const version = await attempt([program, '-version']).catch(() => undefined);
  if (version?.code !== 0) throw new Unavailable(`${VARIABLE}: ${program} does not run`);
  const { sandbox, near, far } = field;
  const authority = { key: sandbox.path('nebula-ca.key'), certificate: sandbox.path('nebula-ca.crt') };
  const cert = join(dirname(program), 'nebula-cert');
  await run([cert, 'ca', '-name', 'bench', '-out-key', authority.key, '-out-crt', authority.certificate]);

  const end = async (site: Site, host: number, other: Site): Promise<TunnelEnd> => {
    const key = sandbox.path(`nebula-${site.label}.key`);
    const certificate = sandbox.path(`nebula-${site.label}.crt`);
    const signer = ['-ca-key', authority.key, '-ca-crt', authority.certificate];
    const subject = ['-name', site.label, '-networks', `${NETWORK}.${host}/24`];
    await run([cert, 'sign', ...signer, ...subject, '-out-key', key, '-out-crt', certificate]);
    const config = sandbox.path(`nebula-${site.label}.yaml`);
    await writeFile(
      config,
      stringify({
        pki: { ca: authority.certificate, cert: certificate, key },
        static_host_map: { [`${NETWORK}.${3 - host}`]: [`${other.ipv4}:${PORT}`] },
        lighthouse: { am_lighthouse: false },
        listen: { host: site.ipv4, port: PORT, udp_offloads: true },
        routines: ROUTINES,
        tun: { dev: DEVICE, mtu: MTU, use_offloads: true },
        logging: { level: 'warning' },
        firewall: {
          outbound: [{ port: 'any', proto: 'any', host: 'any' }],
          inbound: [{ port: 'any', proto: 'any', host: 'any' }],
        },
      }),
    );
    return { site, device: DEVICE, argv: [program, '-config', config], setUp: async () => undefined };
  };
  return new Tunnel(field, {
    name: 'nebula',
    description: `nebula ${version.stdout.replace(/^Version: /, '').trim()}, routines ${ROUTINES}, both offloads where known`,
    address: `${NETWORK}.2`,
    ends: [await end(near, 1, far), await end(far, 2, near)],
  });
}
