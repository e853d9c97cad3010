import t from 'tap';
import { pcapPackets, readPcap } from '../../../daemon/lab/pcap.js';

const ETHERNET = 1;
const RAW = 101;
const MARKER = Buffer.from('marker');
const IPV4 = Buffer.concat([Buffer.alloc(12), Buffer.from([0x08, 0x00, 0x45]), MARKER]);
const IPV6 = Buffer.concat([Buffer.alloc(12), Buffer.from([0x86, 0xdd, 0x60])]);
const ARP = Buffer.concat([Buffer.alloc(12), Buffer.from([0x08, 0x06, 0x00])]);

t.test('packets, their bytes, IP versions and those that hold the marker are counted', async (t) => {
  const facts = readPcap(pcap(ETHERNET, [IPV4, IPV6, ARP, IPV4]), MARKER);
  t.same(facts, { packets: 4, bytes: 72, marked: 2, versions: { 0: 1, 4: 2, 6: 1 } });
});

t.test('without a link header the first nibble is the version', async (t) => {
  const facts = readPcap(pcap(RAW, [Buffer.from([0x45]), Buffer.from([0x60]), Buffer.from([0x10])]), MARKER);
  t.same(facts.versions, { 0: 1, 4: 1, 6: 1 });
});

t.test('a marker that spans two packets is in neither', async (t) => {
  const halves = [Buffer.from('..mar'), Buffer.from('ker..')];
  t.equal(readPcap(pcap(RAW, halves), MARKER).marked, 0);
});

t.test('an empty marker marks nothing', async (t) => {
  t.equal(readPcap(pcap(ETHERNET, [IPV4]), Buffer.alloc(0)).marked, 0);
});

t.test('a last record that was cut short is left out', async (t) => {
  const whole = pcap(ETHERNET, [IPV4, IPV6]);
  t.equal([...pcapPackets(whole.subarray(0, -1))].length, 1);
  t.equal([...pcapPackets(whole.subarray(0, -IPV6.length - 3))].length, 1);
});

t.test('what is no pcap file is refused', async (t) => {
  t.throws(() => readPcap(Buffer.alloc(0), MARKER), /not a pcap file/);
  t.throws(() => readPcap(Buffer.alloc(100), MARKER), /not a pcap file/);
});

function pcap(linkType: number, packets: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(linkType, 20);
  const records = packets.map((packet) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(packet.length, 8);
    record.writeUInt32LE(packet.length, 12);
    return Buffer.concat([record, packet]);
  });
  return Buffer.concat([header, ...records]);
}
