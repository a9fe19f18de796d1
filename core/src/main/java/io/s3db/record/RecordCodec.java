package io.s3db.record;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.catalog.AttributeType;
import io.s3db.catalog.CatalogResource;
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

  private RecordCodec(CatalogResource resource) {
    this.resource = resource;
    this.mapper = new FieldMapper(resource);
    this.fields = mapper.fields();
    this.times = mapper.idsOf(TIMES);
    this.cuttable = mapper.idsOf(Set.of(AttributeType.TEXT));
    this.ids = resource.idsByPath();
  }

  /** The codec of a resource. Make it once for a state of the catalogue, not for each record. */
  public static RecordCodec of(CatalogResource resource) {
    return new RecordCodec(resource);
  }

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
    Problems problems = new Problems();
    Map<String, @Nullable Object> mapped = mapper.map(document, problems);
    problems.throwIfAny(resource.name(), id);
    Layout layout = new Layout(resource.version(), Math.min(metadataLimit, METADATA_LIMIT));
    String record = "Record '" + id + "' of '" + resource.name() + "'";
    Unstamped small = layout.inMetadata(mapped);
    return switch (resource.definition().behavior()) {
      case BODY_ONLY -> layout.bodyOnly(record, mapped, ids);
      case USER_MANAGED -> small == null ? layout.inBody(mapped) : small;
      case BODY_OVERFLOW -> small == null ? layout.overflowing(mapped, times) : small;
      case TRUNCATE_DATA -> small == null ? layout.truncated(mapped, cuttable) : small;
      case ENFORCE_LIMITS -> {
        if (small == null) {
          throw layout.tooLarge(record, mapped, mapper);
        }
        yield small;
      }
    };
  }

  /**
   * The fields of a record, without the id and without system names; declared ones first, in the
   * order of the attributes, then others in the order of their names.
   *
   * <p>Cipher texts of secrets, password hashes and base64 of buffers are given as stored. A stored
   * value that is no valid text of its type is given as that text.
   *
   * @throws S3dbException with code {@code TYPE_NOT_SUPPORTED}, if a field that is not null has a
   *     type whose stored form is not known here: its text would be a wrong value
   */
  public Document decode(StoredObject object) {
    Map<String, @Nullable Object> stored = StoredFields.of(object, resource);
    Nesting nesting = new Nesting();
    for (FieldCodec field : fields) {
      if (stored.containsKey(field.path())) {
        Object value = stored.remove(field.path());
        nesting.put(field.path(), ValueDecoder.decode(resource.name(), field, value));
      }
    }
    new TreeMap<>(stored)
        .forEach(
            (name, value) ->
                nesting.put(name, value instanceof String text ? ValueDecoder.any(text) : value));
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
