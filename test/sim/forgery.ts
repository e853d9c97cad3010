import type { Address, Endpoint } from '../../protocol/address.js';
import type { Presented } from '../../protocol/control-message.js';
import type { Keypair } from '../../protocol/crypto.js';
import { decodeRecord, type RecordFacts, signRecord } from '../../protocol/record.js';
import { Membership, must } from './membership.js';
import type { Plan } from './plan.js';

/** Where only forged records say that somebody is: who sends there has believed one. */
export const NOWHERE = '198.18.0.1:7077' as Endpoint;

/** Records and certificates that a liar makes of true ones. */
export class Forgery {
  readonly #network: Membership;
  readonly #strangers: Membership;

  constructor({ seed, real }: Plan) {
    this.#network = new Membership(seed, real);
    this.#strangers = new Membership(seed, real, 'stranger');
  }

  /** A later boot that is at `NOWHERE`, beside its own certificates; another key has signed it. */
  forged({ record, chain }: Presented): Presented {
    const facts = must(decodeRecord(record));
    const later = { ...facts, incarnation: facts.incarnation + 1n, endpoints: [NOWHERE] };
    return { record: this.#sign(this.#strangers, later), chain };
  }

  /** Of a node of the same name in another network. */
  foreign({ record }: Presented, address: Address): Presented {
    const facts = must(decodeRecord(record));
    const { networkId } = this.#strangers.trust;
    const chain = [this.#strangers.certify(facts.node, [address], { serial: facts.serial })];
    const elsewhere = { ...facts, networkId, endpoints: [NOWHERE] };
    return { record: this.#sign(this.#strangers, elsewhere), chain };
  }

  /** Signed by the node itself, for another network. */
  astray({ record, chain }: Presented): Presented {
    const { networkId } = this.#strangers.trust;
    const facts = { ...must(decodeRecord(record)), networkId, endpoints: [NOWHERE] };
    return { record: this.#sign(this.#network, facts), chain };
  }

  #sign(as: Membership, facts: RecordFacts): Uint8Array {
    const port = as.port('forgery');
    const key: Keypair = port.importSigningKeypair(as.bytes(`${facts.node} record`));
    return must(signRecord(port, facts, key));
  }
}
