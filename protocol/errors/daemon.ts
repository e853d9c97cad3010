/** Config, files, command line, control socket, metrics, and what would cut this host off. */
export const DAEMON_ERRORS = {
  // config, files, command line, control socket, metrics
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
    meaning: 'the daemon is about to end and begins nothing any more',
    remedy: 'try again when it runs anew; it reads the config at its start',
  },
  'metrics-address': {
    meaning: 'the metrics address cannot be bound',
    remedy: 'choose a free port and an address of this host for `metrics`',
  },
  // start of the daemon
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
    meaning: 'an endpoint lies inside the overlay, so it could only be reached through itself',
    remedy: 'write the address on the underlying network',
  },
} as const;
