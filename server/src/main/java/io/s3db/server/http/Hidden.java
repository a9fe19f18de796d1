package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.catalog.ResourceDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leaves secret attributes out of records for those who may only read. */
final class Hidden {
  private Hidden() {}

  /** The record as the caller may see it. */
  static Document from(Request request, ResourceDefinition definition, Document record) {
    return request.access() == Access.FULL ? record : without(definition, record);
  }

  /** The record without its secret attributes. */
  static Document without(ResourceDefinition definition, Document record) {
    Document rest = record;
    for (String path : definition.secretAttributes()) {
      rest = Document.copyOf(without(rest.toMap(), List.of(path.split("\\.", -1))));
    }
    return rest;
  }

  private static Map<String, @Nullable Object> without(Map<?, ?> members, List<String> path) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    members.forEach((name, value) -> rest.put(String.valueOf(name), value));
    String first = path.getFirst();
    if (path.size() == 1) {
      rest.remove(first);
    } else if (rest.get(first) instanceof Map<?, ?> inner) {
      rest.put(first, without(inner, path.subList(1, path.size())));
    }
    return rest;
  }
}
