/**
 * Every code that a rejection, a log line, a metric label or an exit message can carry, with what happened and what a
 * person can do about it; docs/errors.md lists the same.
 */
export const ERRORS = {
  // protocol: handshake
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
  // protocol: certificates
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
  // daemon: config, files, command line, control socket, metrics
  usage: {
    meaning: 'the command line cannot be understood',
    remedy: 'run the command with --help',
  },
  'config-invalid': {
    meaning: 'the config file has keys or values that cannot be used',
    remedy: 'mend each line named; docs/config.md lists the keys',
  },
  'file-missing': {
    meaning: 'a file that is needed does not exist',
    remedy: 'check the path, or create the file',
  },
  'file-unreadable': {
    meaning: 'a file exists but may not or cannot be read',
    remedy: 'check owner and mode of the file and of its directory',
  },
  'file-unsuitable': {
    meaning: 'a path is not a non-empty regular text file of sensible size',
    remedy: 'name the right file',
  },
  'file-malformed': {
    meaning: 'a key, request, certificate, trust or secret file is not what Festoon wrote',
    remedy: 'copy the file again from where it was made',
  },
  'file-exposed': {
    meaning: 'a secret file may be read or replaced by other users',
    remedy: 'make it owned by the user of the daemon or root, with mode 0600',
  },
  'credential-absent': {
    meaning: 'a credential of systemd is named, and this process was given none',
    remedy: 'add `LoadCredential=NAME:PATH` to the unit, or name a path in the config',
  },
  'file-exists': {
    meaning: 'a file would be overwritten',
    remedy: 'choose another path, or pass --force to replace it',
  },
  'file-unwritable': {
    meaning: 'a file cannot be written',
    remedy: 'check owner, mode and free space of its directory',
  },
  'identity-mismatch': {
    meaning: 'key, certificate, trust and secret files do not belong together',
    remedy: 'use files made for this host and for one network',
  },
  'certificate-not-newer': {
    meaning: 'the certificate is not newer than the one that is installed',
    remedy: 'install the newest one, or have the authority sign the request again',
  },
  'request-forged': {
    meaning: 'a certificate request is not signed by the key it names',
    remedy: 'copy the request again from the host that made it',
  },
  'sign-refused': {
    meaning: 'the authority was asked for a certificate it must not make',
    remedy: 'ask for addresses, routes and a lifetime the network allows',
  },
  'state-exposed': {
    meaning: 'the state directory may be changed by other users',
    remedy: 'make it owned by the user of the daemon, with mode 0700',
  },
  'state-corrupt': {
    meaning: 'the boot epoch in the state directory cannot be read back',
    remedy: 'restore the file, or remove it: peers then ask for one more round trip',
  },
  'control-in-use': {
    meaning: 'another daemon answers on the control socket',
    remedy: 'stop that daemon, or give this one its own `control` and `state`',
  },
  'control-unusable': {
    meaning: 'the control socket cannot be created',
    remedy: 'check the directory named by `control`: it must exist and be writable',
  },
  'daemon-unreachable': {
    meaning: 'no daemon answers on the control socket',
    remedy: 'start it with `festoon up`, or name its socket with --control',
  },
  'daemon-answer': {
    meaning: 'the answer on the control socket is not one this command understands',
    remedy: 'run the same version of Festoon as the daemon, and check --control',
  },
  'control-request': {
    meaning: 'a request on the control socket is not one this daemon understands',
    remedy: 'run the command of the same version of Festoon as the daemon',
  },
  'reload-refused': {
    meaning: 'the daemon refused the new config and goes on with the one it has',
    remedy: 'mend what is named and reload again',
  },
  'ping-no-answer': {
    meaning: 'a peer did not answer an echo in time',
    remedy: 'see `festoon peers` for when it was heard last; then check the path to it',
  },
  'wait-expired': {
    meaning: 'what was waited for did not come in time',
    remedy: 'see `festoon status` for what the daemon does, or wait longer with --timeout',
  },
  'daemon-stopping': {
    meaning: 'the daemon is about to end and takes no new config',
    remedy: 'start it again; it reads the config then',
  },
  'metrics-address': {
    meaning: 'the metrics address cannot be bound',
    remedy: 'choose a free port and an address of this host for `metrics`',
  },
  // control: handshakes and identities
  'handshake-replayed': {
    meaning: 'a handshake came a second time',
    remedy: 'nothing to do here: the network duplicates packets, or somebody replays them',
  },
  'handshake-stale': {
    meaning: 'a handshake is older than the peer’s last confirmed one and does not prove where it comes from',
    remedy: 'nothing to do here: it is a replay, or a peer restored from a backup that comes in by cookie',
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
  'peer-wrong-address': {
    meaning: 'the peer’s certificate lacks an address that is configured for it',
    remedy: 'correct its `addresses`, or sign a certificate that contains them',
  },
  'ping-unknown-peer': {
    meaning: 'no configured peer has this name or overlay address',
    remedy: 'take a name or address that `festoon status` lists',
  },
  'ping-no-session': {
    meaning: 'there is no session with the peer',
    remedy: 'see in `festoon status` whether it is being connected, and in the log why that does not succeed',
  },

  // io: start of the daemon
  'overlay-overlaps-local': {
    meaning: 'an overlay range overlaps the range of a local interface, which the overlay would take over',
    remedy: 'choose another range, or list it in `force_routes` if it is meant',
  },
  'route-unsafe': {
    meaning:
      'an overlay range would cut this host off: from everywhere, an ssh client, its gateway, or link-local and metadata addresses',
    remedy: 'narrow the range, or list it in `force_routes` if it is meant',
  },
  'endpoint-in-overlay': {
    meaning: 'a peer’s endpoint lies inside the overlay, so it could only be reached through itself',
    remedy: 'write the peer’s address on the underlying network',
  },
  // native: interface, sockets, state, engine
  'tun-name-invalid': {
    meaning: 'the name of the TUN interface is not one the kernel takes',
    remedy: 'use 1 to 15 letters, digits, `-`, `_` or `.` for `tun.name`',
  },
  'tun-name-taken': {
    meaning: 'an interface with the name of the TUN is already there',
    remedy: 'choose another `tun.name`, or remove that interface',
  },
  'tun-missing': {
    meaning: '/dev/net/tun is not there',
    remedy: 'load the kernel module `tun`, or pass the device into the container',
  },
  'tun-not-permitted': {
    meaning: 'this process may not create a TUN interface',
    remedy: 'run it as root or with CAP_NET_ADMIN',
  },
  'tun-failed': {
    meaning: 'the kernel refused the TUN interface for another reason, which the message names',
    remedy: 'act on the system’s words in the message',
  },
  'port-in-use': {
    meaning: 'another socket holds the UDP port',
    remedy: 'stop that program, or choose another `listen` port',
  },
  'address-not-local': {
    meaning: 'no interface of this host has the address to listen on',
    remedy: 'correct `listen.addresses`',
  },
  'port-not-permitted': {
    meaning: 'this process may not bind that UDP port',
    remedy: 'choose a port above 1023',
  },
  'udp-failed': {
    meaning: 'the kernel refused the UDP socket for another reason, which the message names',
    remedy: 'act on the system’s words in the message',
  },
  'netlink-not-permitted': {
    meaning: 'this process may not configure interfaces',
    remedy: 'run it as root or with CAP_NET_ADMIN',
  },
  'netlink-exists': {
    meaning: 'the address or exactly that route is already there',
    remedy: 'choose another range, or remove what is in its place',
  },
  'netlink-no-device': {
    meaning: 'the interface is not there (any more)',
    remedy: 'find out what removed it, and start again',
  },
  'netlink-failed': {
    meaning: 'the kernel refused an address, a route or a link setting',
    remedy: 'act on the system’s words in the message',
  },
  'state-locked': {
    meaning: 'another daemon uses the state directory',
    remedy: 'stop it, or give this daemon another `state`',
  },
  'state-unusable': {
    meaning: 'the lock in the state directory cannot be made',
    remedy: 'check owner and mode of the directory, and free space',
  },
  'engine-argument': {
    meaning: 'the core was handed a malformed value: a bug',
    remedy: 'report it with the message',
  },
  'engine-running': {
    meaning: 'the worker thread runs already, or must be stopped first: a bug',
    remedy: 'report it with the message',
  },
  'descriptor-limit': {
    meaning: 'no file descriptor was left for a socket, a file or a device',
    remedy: 'raise the limit of the process (ulimit -n, systemd LimitNOFILE), or of the system (fs.file-max)',
  },
  'engine-resources': {
    meaning: 'the kernel refused memory, a thread or a descriptor',
    remedy: 'raise the limits of the process (ulimit, systemd Limit*)',
  },
  'memory-lock-refused': {
    meaning: 'memory for keys cannot be locked',
    remedy: 'raise LimitMEMLOCK (ulimit -l)',
  },
  'engine-option': {
    meaning: 'an option of the engine is out of range: a bug',
    remedy: 'report it with the message',
  },
  'engine-secret-count': {
    meaning: 'the engine was handed none or more than two network secrets: a bug',
    remedy: 'report it with the message',
  },
  'engine-unknown-secret': {
    meaning: 'a command names a network secret that is not in force: a bug',
    remedy: 'report it with the message',
  },
  'engine-no-identity': {
    meaning: 'a command came before the engine had its identity: a bug',
    remedy: 'report it with the message',
  },
  'engine-unknown-peer': {
    meaning: 'a command names a peer the engine does not know: a bug',
    remedy: 'report it with the message',
  },
  'engine-session-index': {
    meaning: 'a session index has no slot: a bug',
    remedy: 'report it with the message',
  },
  'engine-session-slot-taken': {
    meaning: 'a session index names a slot in use: a bug',
    remedy: 'report it with the message',
  },
  'engine-sessions-full': {
    meaning: 'there is no locked memory for another session',
    remedy: 'spread the peers over more nodes',
  },
  'engine-unknown-session': {
    meaning: 'a command names a session the engine does not have (any more)',
    remedy: 'nothing to do here: it was retired in the meantime',
  },
  'engine-lane-count': {
    meaning: 'a peer states more lanes than there can be: a bug',
    remedy: 'report it with the message',
  },
  'engine-suite-unavailable': {
    meaning: 'a session’s suite does not run in hardware here: a bug',
    remedy: 'report it with the message',
  },
  'engine-handshake-malformed': {
    meaning: 'a handshake to be sent is not one: a bug',
    remedy: 'report it with the message',
  },
  'engine-control-frame': {
    meaning: 'a control frame cannot be sent: a bug',
    remedy: 'report it with the message',
  },
  'engine-outbox-full': {
    meaning: 'too many sends wait for the worker',
    remedy: 'if it lasts, the worker hangs: report it',
  },
} as const;

export type ErrorCode = keyof typeof ERRORS;
