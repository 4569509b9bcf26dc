import { parseDataCenters, requireDataCenter } from '../../../core/data-center.ts';

const ALL = {
  us1: { host: 'us1.gigya.com', zoneId: 'Z1' },
  eu1: { host: 'eu1.gigya.com', zoneId: 'Z2' },
  au1: { host: 'au1.gigya.com', zoneId: 'Z3' },
};

it.each(['us1', 'eu1', 'au1'])('lets %s pass', (id) => {
  expect(requireDataCenter(id)).toBe(id);
});

it.each(['ru1', 'cn1', 'US1', '', 'us1 ', 'toString'])('refuses "%s" by name', (id) => {
  expect(() => requireDataCenter(id)).toThrow(
    `Certificate provisioning is only available in the data centers us1, eu1 and au1, not in ${id}.`,
  );
});

it("reads a stage's data", () => {
  expect(parseDataCenters(JSON.stringify(ALL))).toEqual(ALL);
});

it.each([
  ['one of the three', { us1: ALL.us1, eu1: ALL.eu1 }],
  ['its zone', { ...ALL, au1: { host: 'au1.gigya.com' } }],
  ['its host', { ...ALL, au1: { host: '', zoneId: 'Z3' } }],
])('does not start without %s', (_, data) => {
  expect(() => parseDataCenters(JSON.stringify(data))).toThrow('DATA_CENTERS lacks host or zoneId of au1');
});
