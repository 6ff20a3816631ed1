import { describe, expect, it } from 'vitest';
import { Pulse } from './pulse.ts';

const times = { periodMs: 12_000, stallMs: 30_000 };
const quiet = { waitingBytes: 0, hasRead: false };
const waiting = { waitingBytes: 70_000, hasRead: false };
const reading = { waitingBytes: 70_000, hasRead: true };

describe('the pulse of a peer', () => {
  it('goes on as long as it answers', () => {
    const pulse = new Pulse();
    for (let round = 0; round < 10; round += 1) {
      expect(pulse.look(quiet, times)).toBe('ping');
      pulse.answered(Buffer.from(pulse.nextPing()));
    }
  });

  it('is gone when it leaves a ping unanswered until the next look, also when it answers other ones', () => {
    const pulse = new Pulse();
    expect([pulse.look(quiet, times), pulse.nextPing()]).toEqual(['ping', '1']);
    pulse.answered(Buffer.from('1'));
    expect([pulse.look(quiet, times), pulse.nextPing()]).toEqual(['ping', '2']);
    for (const answer of ['1', 'x', '', '-5']) pulse.answered(Buffer.from(answer));
    expect(pulse.look(quiet, times)).toBe('gone');
  });

  it('goes on without an answer as long as it reads what waits for it, with no ping more', () => {
    const pulse = new Pulse();
    expect([pulse.look(quiet, times), pulse.nextPing()]).toEqual(['ping', '1']);
    for (let round = 0; round < 10; round += 1) expect(pulse.look(reading, times)).toBe('wait');
    expect(pulse.look(quiet, times)).toBe('gone'); // it has read everything, and still has not answered
  });

  it('stands still when it reads nothing of what waits for it for long enough, whatever it answers', () => {
    const pulse = new Pulse();
    expect(pulse.look(quiet, times)).toBe('ping');
    pulse.nextPing();
    const looks = [1, 2, 3].map(() => {
      pulse.answered(Buffer.from('1000000'));
      return pulse.look(waiting, times);
    });
    expect(looks).toEqual(['ping', 'ping', 'stalled']);
  });
});
