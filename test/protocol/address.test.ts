import fc from 'fast-check';
import t from 'tap';
import {
  type Address,
  addressBytes,
  addressFromBytes,
  contains,
  type Endpoint,
  endpointBytes,
  endpointFromBytes,
  formatEndpoint,
  isDistinct,
  isIPv6,
  overlaps,
  type Prefix,
  parseAddress,
  parseEndpoint,
  parsePrefix,
  prefixBytes,
  prefixContains,
  prefixFromBytes,
  prefixOf,
  splitEndpoint,
} from '../../protocol/address.js';

t.test('addresses have one text each', (t) => {
  const same = ['10.77.0.1', '0.0.0.0', '255.255.255.255', '::', '::1', 'fd00::1', '2001:db8::1:0:0:1'];
  for (const text of same) t.equal(parseAddress(text), text);
  t.equal(parseAddress('FD00:0:0:0:0:0:0:1'), 'fd00::1');
  t.equal(parseAddress('2001:db8:0:0:1:0:0:1'), '2001:db8::1:0:0:1');
  t.equal(parseAddress('2001:0db8:0:1:1:1:1:1'), '2001:db8:0:1:1:1:1:1');
  t.equal(parseAddress('1::'), '1::');
  t.equal(parseAddress('1:2:3:4:5:6:7::'), '1:2:3:4:5:6:7:0');
  t.end();
});

t.test('what is no plain address is none', (t) => {
  const wrong = [
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.04',
    '1.2.3.-1',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '1.2.3.4/8',
    '0x1.2.3.4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '::ffff:1.2.3.4',
    '::ffff:102:304',
    '1:2:3:4:5:6:7:8:',
    ':1:2:3:4:5:6:7:8',
    'name',
  ];
  for (const text of wrong) t.equal(parseAddress(text), undefined, text);
  t.equal(addressFromBytes(new Uint8Array(5)), undefined);
  t.end();
});

t.test('prefixes', (t) => {
  for (const text of [
    '0.0.0.0/0',
    '10.77.0.0/16',
    '10.77.0.1/32',
    '::/0',
    'fd77::/32',
    'fd77::1/128',
    '10.64.0.0/10',
  ]) {
    t.equal(parsePrefix(text), text);
    t.equal(prefixFromBytes(prefixBytes(text as Prefix)), text);
  }
  const wrong = [
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.1/31',
    'fd77:1::/31',
    '::/129',
    '10.0.0.0/8/8',
    '/8',
    '10.0.0.0/08',
    'x/8',
  ];
  for (const text of wrong) t.equal(parsePrefix(text), undefined, text);
  t.equal(prefixOf('10.77.0.1' as Address), '10.77.0.1/32');
  t.equal(prefixOf('fd77::1' as Address), 'fd77::1/128');
  t.ok(isIPv6('fd77::/32' as Prefix));
  t.end();
});

t.test('containment and overlap', (t) => {
  const cases: readonly [outer: string, inner: string, inside: boolean][] = [
    ['10.77.0.0/16', '10.77.3.0/24', true],
    ['10.77.0.0/16', '10.77.0.0/16', true],
    ['10.77.0.0/16', '10.76.0.0/15', false],
    ['10.77.0.0/16', '10.78.0.0/24', false],
    ['10.64.0.0/10', '10.127.255.255/32', true],
    ['10.64.0.0/10', '10.128.0.0/32', false],
    ['0.0.0.0/0', '255.255.255.255/32', true],
    ['0.0.0.0/0', '::/0', false],
    ['::/0', '10.0.0.0/8', false],
    ['fd77::/32', 'fd77:0:1::/48', true],
  ];
  for (const [outer, inner, inside] of cases) {
    t.equal(prefixContains(outer as Prefix, inner as Prefix), inside, `${outer} ${inner}`);
  }
  t.ok(contains('10.77.0.0/16' as Prefix, '10.77.255.255' as Address));
  t.notOk(contains('10.77.0.0/16' as Prefix, '10.78.0.0' as Address));
  t.ok(overlaps('10.77.0.0/16' as Prefix, '10.0.0.0/8' as Prefix));
  t.ok(overlaps('10.0.0.0/8' as Prefix, '10.77.0.0/16' as Prefix));
  t.notOk(overlaps('10.77.0.0/16' as Prefix, '10.78.0.0/16' as Prefix));
  t.end();
});

t.test('endpoints', (t) => {
  for (const text of ['192.0.2.1:7077', '[2001:db8::1]:1', '[::]:65535']) {
    const endpoint = parseEndpoint(text) as Endpoint;
    t.equal(endpoint, text);
    const { address, port } = splitEndpoint(endpoint);
    t.equal(formatEndpoint(address, port), text);
  }
  t.equal(parseEndpoint('[2001:DB8:0::1]:7'), '[2001:db8::1]:7');
  const wrong = [
    '',
    '1.2.3.4',
    '1.2.3.4:',
    '1.2.3.4:0',
    '1.2.3.4:65536',
    '1.2.3.4:070',
    '[1.2.3.4]:7',
    '::1:7',
    '[::1]',
    'host:7',
    '[::1]7',
  ];
  for (const text of wrong) t.equal(parseEndpoint(text), undefined, text);
  t.end();
});

t.test('what means one host wherever it is told', (t) => {
  const distinct = ['192.0.2.1', '10.0.0.1', '1.0.0.0', '223.255.255.255', '::2', '2001:db8::1', 'fd00::1'];
  const indistinct = [
    '0.0.0.0',
    '127.0.1.1',
    '169.254.3.4',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'ff02::1',
  ];
  for (const address of distinct) t.ok(isDistinct(address as Address), address);
  for (const address of indistinct) t.notOk(isDistinct(address as Address), address);
  t.end();
});

t.test('endpoints as bytes: the address, then the port, low byte first', (t) => {
  const cases: readonly [string, readonly number[]][] = [
    ['192.0.2.1:7077', [192, 0, 2, 1, 0xa5, 0x1b]],
    ['[2001:db8::1]:258', [0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), 1, 2, 1]],
  ];
  for (const [text, bytes] of cases) {
    t.same([...endpointBytes(text as Endpoint)], bytes);
    t.equal(endpointFromBytes(Uint8Array.from(bytes)), text);
  }
  const mapped = [...new Array<number>(10).fill(0), 255, 255, 192, 0, 2, 1, 1, 0];
  for (const wrong of [
    [],
    [1],
    [1, 0],
    [192, 0, 2, 1, 0, 0],
    [192, 0, 2, 1, 1],
    [0, 192, 0, 2, 1, 1, 0],
    mapped,
  ])
    t.equal(endpointFromBytes(Uint8Array.from(wrong)), undefined, wrong.join());
  t.end();
});

t.test('bytes and text convert both ways without loss', (t) => {
  const bytes = fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), sparse());
  fc.assert(
    fc.property(bytes, (raw) => {
      const address = addressFromBytes(raw);
      if (address === undefined) return raw.length === 16 && raw[10] === 255 && raw[11] === 255;
      return parseAddress(address) === address && Buffer.compare(addressBytes(address), raw) === 0;
    }),
  );
  t.pass();
  t.end();
});

t.test('no text makes a parser throw, and what it takes is canonical', (t) => {
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.stringMatching(/^[0-9a-f:.[\]/]{0,40}$/));
  fc.assert(
    fc.property(text, (input) => {
      for (const parse of [parseAddress, parsePrefix, parseEndpoint]) {
        const parsed = parse(input);
        if (parsed !== undefined && parse(parsed) !== parsed) return false;
      }
      return true;
    }),
  );
  t.pass();
  t.end();
});

/** IPv6 addresses with runs of zeros. */
function sparse(): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(255));
  return fc.array(byte, { minLength: 16, maxLength: 16 }).map((all) => Uint8Array.from(all));
}
