import type { CertificateFacts } from '../../protocol/certificate.js';

/** The comment lines of a certificate file: what a person wants to know, and what the other nodes' configs need. */
export function aboutCertificate({
  name,
  noiseKey,
  addresses,
  routes,
  role,
  serial,
  notAfter,
}: CertificateFacts): string[] {
  const quoted = (list: readonly string[]): string => `[${list.map((item) => `"${item}"`).join(', ')}]`;
  return [
    `Certificate of the ${role} ${name}, serial ${serial}, valid until ${new Date(notAfter * 1000).toISOString()}.`,
    role === 'manager' ? 'In the config of the nodes, under `managers`:' : 'In the config of its peers:',
    `  - name: ${name}`,
    `    key: ${Buffer.from(noiseKey).toString('base64')}`,
    `    addresses: ${quoted(addresses)}`,
    ...(routes.length > 0 && role === 'node' ? [`    routes: ${quoted(routes)}`] : []),
    `    endpoints: []    # where it listens, such as 203.0.113.5:7077${role === 'manager' ? '; at least one' : ''}`,
  ];
}
