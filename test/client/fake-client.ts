import { defaultFailureConverter, defaultPayloadConverter, type LoadedDataConverter } from '@temporalio/common';

/** Temporal's default converter: payloads are plain JSON. */
export const fakeConverter: LoadedDataConverter = {
  payloadConverter: defaultPayloadConverter,
  failureConverter: defaultFailureConverter,
  payloadCodecs: [],
};
