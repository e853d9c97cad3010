/** What the control plane refuses: handshakes and identities. */
export const CONTROL_ERRORS = {
  'handshake-replayed': {
    meaning: 'a handshake came a second time',
    remedy: 'nothing to do here: the network duplicates packets, or somebody replays them',
  },
  'handshake-stale': {
    meaning: 'a handshake is older than the peer’s last confirmed one and does not prove where it comes from',
    remedy: 'nothing to do here: it is a replay, or a peer restored from a backup that comes in by cookie',
  },
  'handshake-rate': {
    meaning: 'a peer makes sessions more often than any that works as it should',
    remedy: 'find out what runs there under its key; this node answers it again when it is slower',
  },
  'handshake-crossed': {
    meaning: 'both sides opened a session at once, and this node’s handshake is the one that counts',
    remedy: 'nothing to do here: the session comes up by the other handshake',
  },
  'handshake-unasked': {
    meaning: 'an answer belongs to no handshake in flight',
    remedy: 'nothing to do here: it came late or twice, or somebody replays it',
  },
  'handshake-secret-gone': {
    meaning: 'a handshake came under a network secret that a reload has taken out of force meanwhile',
    remedy:
      'nothing to do here: it is tried again under one in force; else give the peer the new network secret',
  },
  'session-slots-full': {
    meaning: 'every session slot of this node is taken',
    remedy: 'spread the peers over more nodes',
  },
  'certificate-superseded': {
    meaning: 'the peer showed a certificate with a lower serial than before',
    remedy: 'install its newest certificate on the peer',
  },
  'own-certificate-expired': {
    meaning: 'this node’s own certificate has ended: it opens and answers no session',
    remedy:
      'have a new certificate signed for this host’s key, install it and reload; check the clock of this host',
  },
  'peer-unknown': {
    meaning: 'a member of this network that is not among the configured peers opened a session',
    remedy: 'add it to `peers`, or remove this host from its config',
  },
  'peer-wrong-key': {
    meaning: 'a valid certificate names a configured peer, but its key is not the configured one',
    remedy: 'if the peer was given a new key, configure it; else find out who has a certificate in its name',
  },
  'peer-key-conflict': {
    meaning:
      'a host proves the name of a peer with another key, but its certificate is not newer than the one seen',
    remedy: 'find out who uses the name; for a new key of the peer, sign a certificate with a higher serial',
  },
  'peer-not-manager': {
    meaning: 'the certificate of a configured manager is not one of a manager',
    remedy: 'have it signed with `festoon authority sign --role manager`, or list that host under `peers`',
  },
  'peer-wrong-address': {
    meaning: 'the peer’s certificate lacks an address that is configured for it',
    remedy: 'correct its `addresses`, or sign a certificate that contains them',
  },
  'record-superseded': {
    meaning: 'a record is older than the one that is known of its node',
    remedy: 'nothing to do here; when it goes on, find out whether the node runs twice',
  },
  'record-equivocation': {
    meaning: 'a node has signed two different records of one version',
    remedy: 'find out whether it runs twice under one identity',
  },
  'introduction-misleading': {
    meaning:
      'a manager introduces a node that is not at the address it was asked for, or this node to itself',
    remedy: 'see who runs the manager; another one is asked meanwhile',
  },
  'record-not-own': {
    meaning: 'a node attaches to a manager with the record of another one, or with a key that was replaced',
    remedy: 'nothing to do while a node changes its key; else the sender is broken or hostile',
  },
  'message-not-manager': {
    meaning: 'a node sends what only managers may send',
    remedy: 'if it is a manager, list it under `managers`; else the sender is broken or hostile',
  },
  'message-unasked': {
    meaning: 'a manager answers what it was not asked',
    remedy: 'nothing to do here: the answer came late, or the sender is broken or hostile',
  },
  'message-rate': {
    meaning: 'a node attaches more often than a manager takes',
    remedy: 'nothing to do here: it tries again; find out what it runs when it goes on',
  },
  'directory-full': {
    meaning: 'a manager knows as many nodes as it can',
    remedy: 'split the network; what nodes have left is forgotten within a day',
  },
  'peer-address-conflict': {
    meaning: 'a valid certificate holds an overlay address of this node or of another peer',
    remedy: 'find out which host the address is meant for, and sign the other one a certificate without it',
  },
  'peers-full': {
    meaning: 'this node knows as many peers that are not configured as it can',
    remedy: 'spread the nodes over more managers',
  },
  'manager-relayed': {
    meaning: 'a handshake of a manager came through another manager',
    remedy: 'nothing to do here: managers are called directly only',
  },
  'manager-gone': {
    meaning: 'a handshake came through a manager that a reload has removed meanwhile',
    remedy: 'nothing to do here: it is tried again on another way',
  },
  'endpoint-inside-overlay': {
    meaning: 'a handshake came from an address inside the overlay: it went through a tunnel itself',
    remedy: 'correct the routes of the host that sent it',
  },
  'ping-unknown-peer': {
    meaning: 'no peer that this node knows has this name, or this overlay address',
    remedy:
      'take one that `festoon peers` lists; a node that only managers know is found by its overlay address, not its name',
  },
  'ping-sought': {
    meaning: 'managers are asked who has this overlay address, and no session with that node is there yet',
    remedy: 'see in `festoon managers` whether one answers; else nobody has the address, or its node is away',
  },
  'ping-address-unknown': {
    meaning: 'no manager knows a node with this overlay address',
    remedy: 'see in `festoon managers` of that node whether it is attached; else nobody has the address',
  },
  'ping-address-unreachable': {
    meaning: 'managers know the node with this overlay address, and it is attached to none of them',
    remedy: 'see on that node whether it runs, and in its `festoon managers` why it is not attached',
  },
  'ping-address-refused': {
    meaning: 'managers were busy, or what they told about this overlay address does not hold',
    remedy: 'see `introduction-refused` in the log for what does not hold; else try again',
  },
  'ping-managers-silent': {
    meaning: 'no manager has answered who has this overlay address',
    remedy: 'see `festoon managers` for which of them are there',
  },
  'ping-no-session': {
    meaning: 'there is no session with the peer',
    remedy: 'see in `festoon status` whether it is being connected, and in the log why that does not succeed',
  },
} as const;
