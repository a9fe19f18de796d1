package io.s3db.server.http;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.s3db.json.Json;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published OpenAPI document, read by somebody who does not know the daemon. */
final class Contract {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final Map<?, ?> document;

  private Contract(Map<?, ?> document) {
    this.document = document;
  }

  static Contract read() throws java.io.IOException {
    try (InputStream in = Contract.class.getResourceAsStream("/io/s3db/server/openapi.yaml")) {
      return new Contract(
          (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    }
  }

  /**
   * One operation, as {@code GET /api/v1/jobs/{job}}.
   *
   * @param answers its description of answers, by status
   */
  record Operation(String name, String access, Set<String> parts, Map<?, ?> answers) {}

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    object(document, "paths")
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item)
                    .forEach(
                        (method, operation) -> {
                          if (METHODS.contains((String) method)) {
                            operations.add(
                                operation((String) path, (String) method, (Map<?, ?>) item));
                          }
                        }));
    return operations;
  }

  private Operation operation(String path, String method, Map<?, ?> item) {
    Map<?, ?> operation = object(item, method);
    Set<String> parts = new TreeSet<>();
    if (item.get("parameters") instanceof List<?> parameters) {
      for (Object each : parameters) {
        Map<?, ?> parameter = resolved(each);
        if ("path".equals(parameter.get("in"))) {
          parts.add((String) parameter.get("name"));
        }
      }
    }
    boolean open = operation.get("security") instanceof List<?> none && none.isEmpty();
    String access = String.valueOf(operation.get("x-access"));
    return new Operation(
        method.toUpperCase(java.util.Locale.ROOT) + " " + path,
        open == access.equals("none") ? access : "security and x-access differ",
        parts,
        object(operation, "responses"));
  }

  Operation operation(String name) {
    return operations().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** What is wrong with an answer; nothing if it is as the document says. */
  List<String> problems(Operation operation, int status, String type, String body) {
    Object described = operation.answers().get(String.valueOf(status));
    if (described == null && status >= 400) {
      described = operation.answers().get("default");
    }
    if (described == null) {
      return List.of("the status " + status + " is not described");
    }
    Map<?, ?> content = object(resolved(described), "content");
    if (content.isEmpty()) {
      return body.isEmpty() ? List.of() : List.of("a body is not described");
    }
    String plain = type.split(";", 2)[0];
    Object media = content.containsKey(plain) ? content.get(plain) : content.get("*/*");
    if (media == null) {
      return List.of("the type " + type + " is not described");
    }
    return plain.equals("application/json")
        ? validated(object((Map<?, ?>) media, "schema"), body)
        : List.of();
  }

  private List<String> validated(Map<?, ?> schema, String body) {
    Map<String, Object> whole = new LinkedHashMap<>();
    schema.forEach((name, value) -> whole.put((String) name, closed(value)));
    if (whole.get("properties") != null) {
      whole.putIfAbsent("additionalProperties", false);
    }
    whole.put("components", closed(document.get("components")));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Json.write(whole))
        .validate(body, InputFormat.JSON)
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  /** With nothing allowed that is not named: a field that nobody documented is found. */
  private static Object closed(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Contract::closed).toList();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> closed = new LinkedHashMap<>();
    map.forEach((name, each) -> closed.put((String) name, closed(each)));
    if (map.get("properties") instanceof Map<?, ?> && "object".equals(map.get("type"))) {
      closed.putIfAbsent("additionalProperties", false);
    }
    return closed;
  }

  private Map<?, ?> resolved(Object value) {
    Map<?, ?> map = (Map<?, ?>) value;
    if (map.get("$ref") instanceof String reference) {
      Map<?, ?> at = document;
      for (String part : reference.substring(2).split("/", -1)) {
        at = object(at, part);
      }
      return at;
    }
    return map;
  }

  private static Map<?, ?> object(Map<?, ?> map, String name) {
    return map.get(name) instanceof Map<?, ?> inner ? inner : Map.of();
  }
}
