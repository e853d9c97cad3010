/** What the wire formats refuse: handshakes, certificates, records, control messages. */
export const PROTOCOL_ERRORS = {
  // handshake
  'handshake-malformed': {
    meaning: 'a handshake datagram has a wrong length, type, reserved byte or payload',
    remedy: 'check that both hosts run versions of Festoon that interoperate',
  },
  'handshake-decrypt': {
    meaning:
      'a handshake message does not decrypt: another key, network, wire version or network secret, or altered bytes',
    remedy:
      'check that the peer’s key in the config is the one the peer runs with, and that both use one network',
  },
  'handshake-weak-key': {
    meaning: 'a handshake message carries a public key of small order',
    remedy: 'nothing to do here: the sender is broken or hostile',
  },
  'handshake-mismatch': {
    meaning: 'clear header fields of a handshake differ from those inside its encrypted payload',
    remedy: 'nothing to do here: something on the path alters packets',
  },
  'handshake-suite': {
    meaning: 'no suite is shared by both sides, or the answer chose one that was not offered',
    remedy: 'allow a suite that both hosts have',
  },
  'handshake-psk': {
    meaning: 'the answer says that a pre-shared key was taken which was not offered or is not supported',
    remedy: 'update both hosts to the same version of Festoon',
  },
  // certificates
  'certificate-malformed': {
    meaning: 'a certificate is not encoded as the specification says, or one of its fields is out of range',
    remedy: 'have the authority sign the certificate again with a current version of Festoon',
  },
  'certificate-too-large': {
    meaning: 'a certificate or chain is larger than allowed (node 512 bytes, issuer 320, chain 832)',
    remedy: 'sign it with fewer routes or groups, or with shorter names',
  },
  'certificate-chain': {
    meaning: 'a certificate chain is not a node certificate alone or followed by its issuer',
    remedy: 'give the host the certificate file as the authority wrote it',
  },
  'certificate-wrong-key': {
    meaning: 'the certificate was made for another key than the one in use',
    remedy: 'sign the request of this host’s current key and install that certificate',
  },
  'certificate-wrong-network': {
    meaning: 'the certificate belongs to another network',
    remedy: 'use the certificate and the trust file of one network',
  },
  'certificate-unknown-authority': {
    meaning: 'the certificate is signed by an authority that the trust file does not list',
    remedy: 'check the trust file, or have this network’s authority sign the certificate',
  },
  'certificate-bad-signature': {
    meaning: 'the signature of the certificate does not hold',
    remedy: 'copy the certificate file again from where it was signed',
  },
  'certificate-not-yet-valid': {
    meaning: 'the certificate’s validity starts in the future',
    remedy: 'check the clocks of both hosts, or sign with an earlier start',
  },
  'certificate-expired': {
    meaning: 'the certificate’s validity has ended',
    remedy: 'sign a new certificate for the same key, or check the clocks of both hosts',
  },
  'certificate-outside-pools': {
    meaning: 'the certificate holds an overlay address outside the network’s pools',
    remedy: 'sign it with an address inside the pools of the trust file',
  },
  'issuer-outside-role': {
    meaning: 'an issuer signed something other than a node’s certificate',
    remedy: 'have the authority itself sign certificates of managers and issuers',
  },
  'issuer-outside-pools': {
    meaning: 'the certificate holds an address or route outside its issuer’s pools',
    remedy: 'choose an address or route inside the issuer’s pools, or have the authority sign',
  },
  'issuer-outside-groups': {
    meaning: 'the certificate holds a group that its issuer may not give',
    remedy: 'leave the group out, or have the authority sign',
  },
  'issuer-outside-name': {
    meaning: 'the certificate’s name does not match its issuer’s name pattern',
    remedy: 'choose a name that matches the pattern, or have the authority sign',
  },
  'issuer-outside-lifetime': {
    meaning: 'the certificate lives longer than its issuer allows, or outside the issuer’s own validity',
    remedy: 'sign with a shorter lifetime, or renew the issuer’s certificate first',
  },
  // records and control messages
  'record-malformed': {
    meaning:
      'a record is not encoded as the specification says, is too large, or one of its fields is out of range',
    remedy: 'check that both hosts run versions of Festoon that interoperate',
  },
  'record-foreign-network': {
    meaning: 'a record belongs to another network',
    remedy: 'nothing to do here: the sender is broken or hostile',
  },
  'record-wrong-node': {
    meaning: 'a record names another node than the certificate beside it',
    remedy: 'nothing to do here: the sender is broken or hostile',
  },
  'record-wrong-serial': {
    meaning: 'a record was made under another certificate of its node than the one beside it',
    remedy: 'nothing to do here: the node signs a new one',
  },
  'record-signature': {
    meaning: 'the signature of a record does not hold',
    remedy: 'nothing to do here: the sender is broken or hostile',
  },
  'record-expired': {
    meaning: 'a record’s time to live is over',
    remedy: 'check the clocks of both hosts; a node that runs renews its record by itself',
  },
  'record-not-yet-valid': {
    meaning: 'a record was issued more than a day in the future',
    remedy: 'check the clocks of both hosts',
  },
  'control-message-malformed': {
    meaning:
      'a control message is not encoded as the specification says, or one of its fields is out of range',
    remedy: 'check that both hosts run versions of Festoon that interoperate',
  },
  'control-message-unknown': {
    meaning: 'a control message is of a type that this version does not know',
    remedy: 'nothing to do here: the sender is newer; update this host to have what it offers',
  },
} as const;
