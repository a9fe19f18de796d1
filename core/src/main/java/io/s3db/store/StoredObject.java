package io.s3db.store;

/**
 * An object as it lies in the store.
 *
 * @param head everything but the body
 * @param body the bytes; owned by the reader
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are large, read once and never compared
public record StoredObject(ObjectHead head, byte[] body) {}
