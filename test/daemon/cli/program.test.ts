import { readFileSync } from 'node:fs';
import t from 'tap';
import { festoon as program } from '../../../daemon/cli/program.js';
import { withSubcommands } from '../../../daemon/cli/tree.js';
import { festoon } from '../support/network.js';

t.test('--version prints the version of the package', async (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  t.same(await festoon(['--version']), { code: 0, out: `${version}\n`, err: '' });
});

t.test('help of every command says what it does and has an example', async (t) => {
  const help = await festoon(['--help']);
  t.match(help, { code: 0, err: '' });
  t.match(help.out, /Exit codes: 0 done, 1 failed, 2 wrong use, 3 no daemon answers, 4 daemon degraded\./);
  const silent = {
    out: () => undefined,
    err: () => undefined,
    input: async () => '',
    colour: false,
    now: () => 0,
  };
  const commands = withSubcommands(program(silent, () => undefined)).slice(1);
  for (const [words, { commands: below, parent }] of commands) {
    const command = words.join(' ');
    if (parent?.parent === null) t.match(help.out, new RegExp(`^  ${words[1]} `, 'm'));
    const { code, out } = await festoon([...words.slice(1), '--help']);
    t.equal(code, 0);
    const example = below.length > 0 ? '' : `[\\s\\S]*\nExamples?:\n  ${command}`;
    t.match(out, new RegExp(`^Usage: ${command} ${example}`), command);
  }
});

t.test('wrong use is one line on stderr and exit code 2', async (t) => {
  const cases: readonly (readonly [args: string, problem: RegExp])[] = [
    ['', /^a command is missing$/],
    ['authority', /^a command is missing$/],
    ['bogus', /^unknown command 'bogus'$/],
    ['statsu', /^unknown command 'statsu' \(Did you mean status\?\)$/],
    ['cert prnt', /^unknown command 'prnt' \(Did you mean print\?\)$/],
    ['--bogus', /^unknown option '--bogus'$/],
    ['status --jsn', /^unknown option '--jsn' \(Did you mean --json\?\)$/],
    ['cert verify x', /^required option '--trust <file>' not specified$/],
    ['ping', /^missing required argument 'peer'$/],
    ['ping b -c 0', /'0' is invalid\. Write a whole number above 0$/],
    ['ping b -i 0', /'0' is invalid\. Write a number of seconds above 0/],
    ['ping b -W 1d', /'1d' is invalid\. Write a number of seconds above 0/],
    ['wait', /^required option '--for <what>' not specified$/],
    ['wait --for b', /'b' is invalid\. Write address/],
    ['wait --for peer=B', /'peer=B' is invalid\. Use 1 to 63/],
    ['completion fish', /'fish' is invalid for argument 'shell'\. Allowed choices are bash, zsh$/],
    ['keygen', /^required option '--name <name>' not specified$/],
    ['keygen --name A', /'A' is invalid\. Use 1 to 63 of a-z, 0-9, dot and hyphen$/],
    ['status extra', /^too many arguments/],
    ['authority init acme', /^required option '--pool <prefix>'/],
    [
      'authority init acme --pool 10.77.0.1/16',
      /'10\.77\.0\.1\/16' is invalid\. Write one such as 10\.77\.0\.0\/16/,
    ],
    ['authority init acme --pool 10.77.0.0/16 --pool 10.77.1.0/24', /It overlaps the pool 10\.77\.0\.0\/16$/],
    [
      'authority sign x --authority y --address z',
      /'z' is invalid\. Write one such as 10\.77\.0\.1 or fd77::1/,
    ],
    [
      'authority sign x --authority y --address 10.0.0.1 --lifetime 1y',
      /'1y' is invalid\. Write a number and m, h or d/,
    ],
    [
      'authority sign x --authority y --address 10.0.0.1 --serial 0',
      /'0' is invalid\. Write a whole number above 0$/,
    ],
    ['authority sign x --authority y --address 10.0.0.1 --group A', /'A' is invalid\. Use 1 to 63/],
  ];
  for (const [args, problem] of cases) {
    const { code, out, err } = await festoon(args === '' ? [] : args.split(' '));
    t.equal(code, 2, args);
    t.equal(out, '');
    const said = /^festoon: usage: (.*); run the command with --help\n$/.exec(err)?.[1];
    t.match(said, problem, args);
  }
});

t.test('a config that cannot be used stops `up` with every problem', async (t) => {
  const directory = t.testdir({ 'f.yaml': 'identity: 1\nbogus: 2\n' });
  const file = `${directory}/f.yaml`;
  const { code, out, err } = await festoon(['up', '--config', file]);
  t.match([code, out], [1, '']);
  t.same(
    err.split('\n').map((line) => line.replaceAll(file, 'F')),
    [
      'festoon: config-invalid: F:',
      '  F:1:1: trust: is missing; write the path of the trust file',
      '  F:1:1: secret: is missing; write one path or a list of two',
      '  F:1:11: identity: expected a group of keys, found a number; write `key`, `certificate`',
      '  F:2:8: bogus: unknown key; known here: identity, trust, secret, state, control, listen, tun, metrics, log, role, domain, advertise, relay, accept_routes, force_routes, managers, peers',
      '',
    ],
  );
  t.match(await festoon(['up', '--config', `${directory}/none`]), {
    code: 1,
    err: `festoon: file-missing: ${directory}/none: no such file; check the path, or create the file\n`,
  });
});
