import type { Notice, NoticeKind } from '../control/action.js';
import type { Log } from './log.js';

/**
 * How often a notice may stand in the log: as often as it comes, or once a minute for each of these. Peers that the config does
 * not name count as one, for there may be thousands.
 */
type Rate = 'always' | 'once a minute' | 'once a minute and peer' | 'once a minute and code';

/** Every kind of notice that control gives. The kind is the message of its line; docs/log.md says what to do about it. */
export const NOTICES: Readonly<Record<NoticeKind, Rate>> = {
  'session-up': 'once a minute and peer',
  'session-lost': 'once a minute and peer',
  'session-ended': 'once a minute and peer',
  'session-cut': 'once a minute and peer',
  'path-changed': 'once a minute and peer',
  'handshake-refused': 'once a minute and code',
  'message-refused': 'once a minute and code',
  'identity-conflict': 'once a minute and code',
  'record-refused': 'once a minute and peer',
  'boot-raised': 'once a minute',
  'introduction-refused': 'once a minute and code',
  'certificate-expiring': 'always',
  'certificate-expired': 'always',
  'clock-suspicious': 'always',
  'clock-trusted': 'always',
  'device-trouble': 'once a minute',
};

/** Writes control's notice as one line, or as none where the network has caused one of its kind just now. */
export function logNotice(log: Log, { what, level: weight, code, peer, found, detail }: Notice): void {
  const level = weight === 'alarm' ? 'error' : weight;
  const fields = { code, peer, detail };
  const rate = NOTICES[what];
  const isAmongMany = found && (rate === 'always' || rate === 'once a minute and peer');
  switch (isAmongMany ? 'once a minute' : rate) {
    case 'always':
      log[level](what, fields);
      break;
    case 'once a minute':
      log.network(level, what, what, fields);
      break;
    case 'once a minute and peer':
      log.network(level, `${what} ${peer}`, what, fields);
      break;
    case 'once a minute and code':
      log.network(level, `${what} ${code}`, what, fields);
      break;
  }
}
