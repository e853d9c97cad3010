import { ascii } from './bytes.js';

/** Tokens of Noise (revision 34, §7 and §9). */
export type Token = 'e' | 's' | 'ee' | 'es' | 'se' | 'ss' | 'psk';

/** The interactive fundamental patterns (Noise §7.5). K in the name: that side's static key is a pre-message. */
const MESSAGES = {
  NN: ['e', 'e ee'],
  NK: ['e es', 'e ee'],
  NX: ['e', 'e ee s es'],
  XN: ['e', 'e ee', 's se'],
  XK: ['e es', 'e ee', 's se'],
  XX: ['e', 'e ee s es', 's se'],
  KN: ['e', 'e ee se'],
  KK: ['e es ss', 'e ee se'],
  KX: ['e', 'e ee se s es'],
  IN: ['e s', 'e ee se'],
  IK: ['e es s ss', 'e ee se'],
  IX: ['e s', 'e ee se s es'],
} as const;

export interface Pattern {
  /** The full protocol name that starts the transcript, in ASCII. */
  readonly protocolName: Uint8Array;
  readonly initiatorKnown: boolean;
  readonly responderKnown: boolean;
  /** From the initiator first, then in turns. */
  readonly messages: readonly (readonly Token[])[];
  /** Whether each ephemeral key is mixed into the key as well (Noise §9.2). */
  readonly usesPsk: boolean;
}

/** A pattern by name with its psk modifiers, `IKpsk2` or `NNpsk0+psk2`. */
export function noisePattern(base: keyof typeof MESSAGES, ...pskAt: readonly number[]): Pattern {
  const messages = MESSAGES[base].map((tokens) => tokens.split(' ') as Token[]);
  for (const at of pskAt) {
    if (at === 0) messages[0]?.unshift('psk');
    else messages[at - 1]?.push('psk');
  }
  const name = base + pskAt.map((at) => `psk${at}`).join('+');
  return {
    protocolName: ascii(`Noise_${name}_25519_ChaChaPoly_BLAKE2b`),
    initiatorKnown: base[0] === 'K',
    responderKnown: base[1] === 'K',
    messages,
    usesPsk: pskAt.length > 0,
  };
}
