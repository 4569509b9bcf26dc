/**
 * Stands in the bundles for the SDK's event streams: no operation that is called here has one, and each client would bring them for the
 * one that might.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('an operation with an event stream was called: leave infra/no-event-streams.ts out of the bundles');
  }
}

export const eventStreamSerdeProvider = undefined;
