/** What a manager that lies may do. */
export const MANAGER_LIES = [
  // In introductions and pushes, in place of a node's record and certificates:
  'other-record',
  'older-record',
  'forged-record',
  'foreign-record',
  // In introductions and answers of managers: a handle of others.
  'other-handle',
  // In what it asks other managers for, and in its own core: relays that lead to somebody else.
  'wrong-target',
  // Nobody has the address; a handle that is in use leads nowhere; another boot of who asks is in force.
  'denial',
  'farewell',
  'twin',
  // On the wire, with tags that hold:
  'hop',
  'replay',
  'splice',
] as const;

/** What a node that lies may do to its managers. */
export const NODE_LIES = [
  'other-record',
  'older-record',
  'forged-record',
  'foreign-record',
  // What only managers may say.
  'managers-words',
  // On the wire, with tags that hold:
  'other-handle',
  'no-handle',
  'hop',
  'replay',
  'splice',
] as const;

export type Lie = (typeof MANAGER_LIES)[number] | (typeof NODE_LIES)[number];
