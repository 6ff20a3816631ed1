import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const TransferState = graphqlEnum('TransferState', 'How far a transfer has come.', {
  REQUESTED: 'It was asked for and is being looked at.',
  AWAITING_APPROVAL: 'It waits for someone to allow it.',
  QUEUED: 'It waits for its turn.',
  SCANNING: 'Its files are being found; how much there is to move is not known yet.',
  TRANSFERRING: 'Its files are moving. Each is verified before it appears under its name.',
  RETRYING: 'Something failed that may succeed the next time; it goes on after a pause.',
  PAUSED: 'Someone has stopped it for the time being.',
  VERIFYING: 'All files have arrived; the destination is looked at once more.',
  SUCCEEDED: 'Everything is at the destination, verified.',
  SUCCEEDED_WITH_SKIPS: 'It has ended; some files were left out, everything else is at the destination.',
  FAILED: 'It has ended before everything had arrived; `lastError` says why. Files that had arrived are kept.',
  CANCELLED: 'Someone ended it. Files that had arrived are kept.',
  EXPIRED: 'Its time was over before it could end.',
});
export type TransferState = EnumValue<typeof TransferState>;

export const ChecksumState = graphqlEnum('ChecksumState', 'Whether what arrived was compared with what was sent.', {
  PENDING: 'Nothing has been compared yet.',
  VERIFYING: 'What has arrived so far was compared, and is equal.',
  MATCHED: 'Everything was compared and is equal.',
  MISMATCHED: 'Something differed and could not be repaired.',
  SKIPPED: 'Nothing was to be compared.',
});
export type ChecksumState = EnumValue<typeof ChecksumState>;
