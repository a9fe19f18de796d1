package io.s3db.record;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.catalog.AttributeType;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.CatalogResource;
import io.s3db.secret.Vault;
import io.s3db.store.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of one resource into objects and back, byte for byte as s3db.js stores them.
 *
 * <p>Where s3db.js would write something that reads back differently, another form is written that
 * both read right; where there is none, the record is refused.
 *
 * <p>Immutable, safe for many threads.
 */
public final class RecordCodec {
  /** The most bytes of metadata that S3 takes. */
  public static final int METADATA_LIMIT = 2048;

  /** Values of these types in metadata make s3db.js misread what has overflowed into the body. */
  private static final Set<AttributeType> TIMES =
      Set.of(
          AttributeType.DATETIME, AttributeType.DAY, AttributeType.TIME_OF_DAY, AttributeType.IP4);

  private final CatalogResource resource;
  private final List<FieldCodec> fields;
  private final FieldMapper mapper;
  private final Set<String> times;
  private final Set<String> cuttable;
  private final Map<String, String> ids;
  private final Map<String, String> paths;
  private final Secrets secrets;

  private RecordCodec(CatalogResource resource, Vault vault) {
    this.resource = resource;
    this.mapper = new FieldMapper(resource, vault);
    this.fields = mapper.fields();
    this.times = mapper.idsOf(TIMES);
    this.cuttable = mapper.idsOf(Set.of(AttributeType.TEXT));
    this.ids = resource.idsByPath();
    this.paths = Map.copyOf(StoredFields.paths(resource));
    this.secrets = new Secrets(resource, vault);
  }

  /** The codec of a resource, for fields that are not secret. */
  public static RecordCodec of(CatalogResource resource) {
    return of(resource, Vault.locked());
  }

  /**
   * The codec of a resource, whose secrets this vault opens and closes. Make it once for a state of
   * the catalogue, not for each record.
   */
  public static RecordCodec of(CatalogResource resource, Vault vault) {
    return new RecordCodec(resource, vault);
  }

  /**
   * A record as it is stored, and as it will be read.
   *
   * @param record the object, without its stamp
   * @param fields what will be read
   * @param sealed the same with secrets as they are stored; the same document if there are none
   */
  public record Encoded(Unstamped record, Document fields, Document sealed) {}

  /**
   * The object of a record.
   *
   * @param id of the record, for messages
   * @param document validated fields; a field {@code id} is left out
   * @param metadataLimit the most bytes of metadata the store takes; more than 2,048 counts as
   *     2,048, so that every record can be moved to S3
   * @throws io.s3db.ValidationException with all fields that cannot be stored so that they read
   *     back equal: numbers a double cannot hold, undeclared names that metadata would change
   * @throws S3dbException with code {@code METADATA_LIMIT}, if the record does not fit under
   *     enforce-limits, or the attribute names do not under body-only
   */
  public Unstamped encode(String id, Document document, int metadataLimit) {
    return layOut(id, mapped(id, document), metadataLimit);
  }

  /** As {@link #encode}, with what will be read. */
  public Encoded encodeWhole(String id, Document document, int metadataLimit) {
    Map<String, @Nullable Object> mapped = mapped(id, document);
    Unstamped record = layOut(id, mapped, metadataLimit);
    Document sealed =
        record.metadata().containsKey(SystemNames.TRUNCATED)
            ? document(StoredFields.of(record.metadata(), record.body(), paths))
            : document(StoredFields.ofMapped(mapped, paths));
    return new Encoded(record, secrets.openAs(sealed, document), sealed);
  }

  /**
   * The fields as they would be read if they were stored: rounded, in normal form.
   *
   * @throws io.s3db.ValidationException as {@link #encode}
   */
  public Document normal(String id, Document document) {
    Document sealed = document(StoredFields.ofMapped(mapped(id, document), paths));
    return secrets.openAs(sealed, document);
  }

  private Map<String, @Nullable Object> mapped(String id, Document document) {
    Problems problems = new Problems();
    Map<String, @Nullable Object> mapped = mapper.map(document, problems);
    problems.throwIfAny(resource.name(), id);
    return mapped;
  }

  private Unstamped layOut(String id, Map<String, @Nullable Object> mapped, int metadataLimit) {
    Layout layout = new Layout(resource.version(), Math.min(metadataLimit, METADATA_LIMIT));
    String record = "Record '" + id + "' of '" + resource.name() + "'";
    Behavior behavior = resource.definition().behavior();
    if (behavior == Behavior.BODY_ONLY) {
      return layout.bodyOnly(record, mapped, ids);
    }
    Unstamped small = layout.inMetadata(mapped);
    if (small != null) {
      return small;
    }
    return switch (behavior) {
      case USER_MANAGED -> layout.inBody(mapped);
      case BODY_OVERFLOW -> layout.overflowing(mapped, times);
      case TRUNCATE_DATA -> layout.truncated(mapped, cuttable);
      case ENFORCE_LIMITS, BODY_ONLY -> throw layout.tooLarge(record, mapped, mapper);
    };
  }

  /**
   * The fields of a record, without the id and without system names; declared ones first, in the
   * order of the attributes, then others in the order of their names.
   *
   * <p>Secrets are given as stored ({@link #open} opens them), and so are password hashes and
   * base64 of buffers. A stored value that is no valid text of its type is given as that text.
   *
   * @throws S3dbException with code {@code TYPE_NOT_SUPPORTED}, if a field that is not null has a
   *     type whose stored form is not known here: its text would be a wrong value
   */
  public Document decode(StoredObject object) {
    return document(StoredFields.of(object.head().metadata(), object.body(), paths));
  }

  /**
   * The fields with secrets opened.
   *
   * @param sealed what {@link #decode} gave
   * @throws S3dbException with code {@code SECRET_UNREADABLE} or {@code PASSPHRASE_MISSING}, naming
   *     the field
   */
  public Document open(Document sealed) {
    return secrets.open(sealed);
  }

  /** Whether there are attributes whose values are stored encrypted. */
  public boolean hasSecrets() {
    return secrets.any();
  }

  private Document document(Map<String, @Nullable Object> stored) {
    Nesting nesting = new Nesting();
    for (FieldCodec field : fields) {
      if (stored.containsKey(field.path())) {
        Object value = stored.remove(field.path());
        nesting.put(field.path(), ValueDecoder.decode(resource.name(), field, value));
      }
    }
    if (!stored.isEmpty()) {
      new TreeMap<>(stored)
          .forEach(
              (name, value) ->
                  nesting.put(name, value instanceof String text ? ValueDecoder.any(text) : value));
    }
    return nesting.document();
  }

  /**
   * Whether the object carries content that an application set with s3db.js beside the fields.
   * Writing the record anew without it would destroy it.
   */
  public static boolean hasContent(StoredObject object) {
    return StoredFields.hasContent(object);
  }
}
