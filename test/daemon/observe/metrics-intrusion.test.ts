import t from 'tap';
import { renderMetrics } from '../../../daemon/observe/metrics.js';
import { dropReasons } from '../../../native/index.js';
import { ERRORS } from '../../../protocol/errors.js';
import { SNAPSHOT, STATUS } from '../support/status.js';

/** The kinds that count something when just this was dropped or refused. */
async function kinds(
  dropped: string | undefined,
  refused: string | undefined,
  identityConflicts = 0,
): Promise<readonly string[]> {
  const text = await renderMetrics({
    ...SNAPSHOT,
    status: {
      ...STATUS,
      counters: { ...STATUS.counters, droppedInbound: new Map(dropped === undefined ? [] : [[dropped, 7n]]) },
      control: {
        ...STATUS.control,
        handshakes: new Map(refused === undefined ? [] : [[refused, 7]]),
        identityConflicts,
      },
    },
  });
  return [...text.matchAll(/^festoon_intrusion_signs_total\{kind="(\w+)"\} 7$/gm)].map(
    ([, kind = '']) => kind,
  );
}

t.test('each drop of the core that is a sign counts as one kind, the others as none', async (t) => {
  const signs: Readonly<Record<string, string>> = {
    replayed: 'replay',
    mac1_invalid: 'bad_mac',
    cookie_invalid: 'bad_mac',
    open_failed: 'forged_packet',
    relay_tag_invalid: 'forged_packet',
    source_not_allowed: 'spoofed_source',
    relay_not_source: 'spoofed_source',
    relay_hop: 'spoofed_source',
  };
  for (const reason of dropReasons()) {
    t.same(await kinds(reason, undefined), signs[reason] === undefined ? [] : [signs[reason]], reason);
  }
  t.ok(Object.keys(signs).every((reason) => dropReasons().includes(reason)));
});

t.test('each refusal that is a sign counts as one kind', async (t) => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'handshake-replayed': ['replay'],
    'peer-wrong-key': [],
    'peer-key-conflict': [],
    'peer-address-conflict': [],
    'peer-unknown': ['refused_handshake'],
    'handshake-decrypt': ['refused_handshake'],
    'certificate-bad-signature': ['refused_handshake'],
    'issuer-outside-pools': ['refused_handshake'],
    'handshake-crossed': [],
    'handshake-secret-gone': [],
    'handshake-stale': [],
    'handshake-unasked': [],
    'session-slots-full': [],
    'own-certificate-expired': [],
  };
  for (const [code, expected] of Object.entries(cases)) {
    t.ok(code in ERRORS, code);
    t.same(await kinds(undefined, code), expected, code);
  }
});

t.test('each alarm about an identity counts, wherever it was seen', async (t) => {
  t.same(await kinds(undefined, undefined, 7), ['identity_conflict']);
});
