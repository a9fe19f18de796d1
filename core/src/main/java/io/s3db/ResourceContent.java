package io.s3db;

import io.s3db.content.Spool;
import io.s3db.store.Body;
import io.s3db.write.Present;
import io.s3db.write.Step;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** The bytes beside the fields of a record: setting, reading and deleting them. */
final class ResourceContent {
  private final ResourceParts parts;

  ResourceContent(ResourceParts parts) {
    this.parts = parts;
  }

  Document set(Call.SetContent call) {
    Content content = call.content();
    try (Spool spool = new Spool()) {
      Body bytes = kept(call.id(), content, spool);
      Step.Beside beside =
          bytes.size() == 0
              ? new Step.Beside.Nothing()
              : new Step.Beside.Set(new Present.Content(bytes, content.type()));
      Document record = contentChanged("set the content of", call.id(), beside);
      Document details = Document.of("contentType", content.type(), "contentLength", bytes.size());
      parts.events().emit(ResourceEvent.told("content-set", parts.name(), call.id(), details));
      return record;
    }
  }

  /** The bytes, which a write may need more than once. */
  private Body kept(String id, Content content, Spool spool) {
    try {
      Body bytes = spool.keep(content.body());
      if (bytes.size() > Spool.MAX_BYTES) {
        throw new S3dbException(
            "CONTENT_TOO_LARGE",
            "The content for record '%s' of '%s' has %d bytes, and an object takes %d at most."
                .formatted(id, parts.name(), bytes.size(), Spool.MAX_BYTES),
            "Keep it in parts.");
      }
      return bytes;
    } catch (IOException e) {
      throw new S3dbException(
          "CONTENT_UNREADABLE",
          "The content for record '%s' of '%s' could not be read: %s."
              .formatted(id, parts.name(), e.getMessage()),
          "Nothing was changed. Try again with the whole content.",
          e);
    }
  }

  Document delete(Call.DeleteContent call) {
    Document record = contentChanged("delete the content of", call.id(), new Step.Beside.Nothing());
    parts
        .events()
        .emit(ResourceEvent.told("content-deleted", parts.name(), call.id(), Document.of()));
    return record;
  }

  private Document contentChanged(String word, String id, Step.Beside beside) {
    return Objects.requireNonNull(parts.write(id, Changes.content(word, id, beside)).after());
  }

  Optional<Content> read(Call.ReadContent call) {
    Optional<Content> content = find(call.id());
    content.ifPresent(
        found ->
            parts
                .events()
                .emit(
                    ResourceEvent.told(
                        "content-fetched",
                        parts.name(),
                        call.id(),
                        Document.of("contentType", found.type(), "contentLength", found.size()))));
    return content;
  }

  boolean has(Call.HasContent call) {
    return find(call.id()).isPresent();
  }

  private Optional<Content> find(String id) {
    return parts
        .listing()
        .present(id)
        .flatMap(present -> Optional.ofNullable(present.content()))
        .map(
            found ->
                new Content(
                    found.bytes(),
                    found.type() == null ? "application/octet-stream" : found.type()));
  }
}
