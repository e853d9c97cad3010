/** Interface, sockets, state and engine. */
export const NATIVE_ERRORS = {
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
    meaning: 'there are as many sessions as there may be (65,535)',
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
