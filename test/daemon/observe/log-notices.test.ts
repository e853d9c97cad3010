import t from 'tap';
import type { Notice } from '../../../daemon/control/action.js';
import { createLog } from '../../../daemon/observe/log.js';
import { logNotice } from '../../../daemon/observe/log-notices.js';

/** The lines of these notices, all in one instant. */
function said(...notices: readonly Omit<Notice, 'type'>[]): string[] {
  const lines: string[] = [];
  const log = createLog({
    write: (line) => lines.push(line),
    now: () => 0,
    after: () => undefined,
    journal: true,
  });
  for (const notice of notices) logNotice(log, { type: 'notice', ...notice });
  return lines;
}

t.test('a notice is a line of its weight', async (t) => {
  t.same(
    said(
      { level: 'info', what: 'session-up', peer: 'b', detail: '192.0.2.1:7077' },
      { level: 'warn', what: 'certificate-expiring', detail: 'valid until 1' },
      { level: 'alarm', what: 'identity-conflict', code: 'peer-wrong-key', detail: 'from x' },
    ),
    [
      '<6>info session-up peer=b detail=192.0.2.1:7077',
      '<4>warn certificate-expiring detail="valid until 1"',
      '<3>error identity-conflict code=peer-wrong-key detail="from x"',
    ],
  );
});

t.test('what strangers cause is limited for each code, what peers cause for each peer', async (t) => {
  const refused = (code: Notice['code']): Omit<Notice, 'type'> => ({
    level: 'warn',
    what: 'handshake-refused',
    ...(code && { code }),
  });
  t.equal(said(refused('peer-unknown'), refused('peer-unknown'), refused('handshake-decrypt')).length, 2);
  const up = (peer: string): Omit<Notice, 'type'> => ({ level: 'info', what: 'session-up', peer });
  t.equal(said(up('b'), up('b'), up('c')).length, 2);
  const found = (what: Notice['what'], peer: string): Omit<Notice, 'type'> => {
    return { level: 'info', what, peer, found: true };
  };
  const crowd = ['x', 'y', 'z'].flatMap((peer) => [
    found('session-up', peer),
    found('certificate-expiring', peer),
  ]);
  t.equal(said(...crowd, up('b')).length, 3, 'found peers share one line of each kind');
  const trouble: Omit<Notice, 'type'> = {
    level: 'warn',
    what: 'device-trouble',
    detail: 'udp-error, errno 1',
  };
  t.equal(said(trouble, { ...trouble, detail: 'tun-down, errno 2' }).length, 1);
  const expired: Omit<Notice, 'type'> = { level: 'alarm', what: 'certificate-expired' };
  t.equal(said(expired, expired).length, 2, 'only a clock causes these');
});
