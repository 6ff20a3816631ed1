import { parseValue } from 'graphql';
import { expect, it } from 'vitest';
import { BigInt64 } from './bigInt.ts';
import { DateTime } from './dateTime.ts';
import { Decimal } from './decimal.ts';

it('gives whole numbers as JSON numbers up to 2^53-1 and as digits beyond', () => {
  expect(BigInt64.serialize(9007199254740991n)).toBe(9007199254740991);
  expect(BigInt64.serialize('9007199254740992')).toBe('9007199254740992');
  expect(BigInt64.serialize(-9007199254740992n)).toBe('-9007199254740992');
  expect(BigInt64.serialize(7)).toBe(7);
});

it('takes whole numbers as numbers and as digits, in variables and in documents', () => {
  expect(BigInt64.parseValue(12)).toBe(12n);
  expect(BigInt64.parseValue('9223372036854775807')).toBe(9223372036854775807n);
  expect(BigInt64.parseLiteral(parseValue('9007199254740993'))).toBe(9007199254740993n);
});

it.each([1.5, '1.5', '9223372036854775808', 2 ** 53, '', 'x', null, true])('refuses %j as a BigInt', (value) => {
  expect(() => BigInt64.parseValue(value)).toThrow('at most 64 bits');
});

it('keeps decimals as the text they came in', () => {
  expect(Decimal.parseValue('0.10')).toBe('0.10');
  expect(Decimal.parseLiteral(parseValue('12.3400'))).toBe('12.3400');
  expect(Decimal.serialize('123456789012345678901234567890.000000000000000001')).toBe(
    '123456789012345678901234567890.000000000000000001',
  );
});

it.each([0.1, '1e3', '.5', '01', '+1', 'NaN', '', null])('refuses %j as a Decimal', (value) => {
  expect(() => Decimal.parseValue(value)).toThrow('A Decimal is text');
});

it('gives moments in UTC and takes any offset', () => {
  expect(DateTime.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  expect(DateTime.parseValue('2023-10-14T08:00:00+08:00')).toEqual(new Date('2023-10-14T00:00:00Z'));
  expect(DateTime.serialize('2023-10-14T08:00:00+08:00')).toBe('2023-10-14T00:00:00.000Z');
});

it.each(['2023-10-14', '2023-13-14T00:00:00Z', '2023-02-30T00:00:00Z', '2023-10-14T00:00:00', 'now', 0, null])(
  'refuses %j as a DateTime',
  (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('A DateTime is text');
  },
);
