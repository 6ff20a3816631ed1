import { expect, it } from 'vitest';
import { cutHead, cutTail, textOf } from './utf8.ts';

const text = 'a é 超 😀 z';
const bytes = Buffer.from(text);

it('cuts no character, wherever bytes are divided', () => {
  for (let at = 0; at <= bytes.length; at += 1) {
    const first = bytes.subarray(0, at);
    const end = first.length - cutTail(first);
    expect(textOf(bytes.subarray(0, end)) + textOf(bytes.subarray(end))).toBe(text);
    const rest = bytes.subarray(at);
    expect(text.endsWith(textOf(rest.subarray(cutHead(rest))))).toBe(true);
  }
});

it('keeps what is no UTF-8 and can never become any', () => {
  const binary = Uint8Array.from([0xff, 0xfe, 0x41, 0xf9]);
  expect(cutTail(binary)).toBe(0);
  expect(textOf(binary)).toBe('��A�');
  expect(cutTail(Uint8Array.from([0x80, 0x80, 0x80, 0x80]))).toBe(0);
});
