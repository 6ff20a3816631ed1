import { type Message, validateMessage } from 'graphql-ws';

/** The message in a text, or null when it is not one of the protocol. */
export function receivedMessage(text: string): Message | null {
  try {
    return validateMessage(JSON.parse(text));
  } catch {
    return null; // the peer is told just that; what a parser says is not for it
  }
}
