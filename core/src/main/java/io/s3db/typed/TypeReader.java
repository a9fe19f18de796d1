package io.s3db.typed;

import io.s3db.Document;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the bindings of types, once for each class that is mapped. */
final class TypeReader {
  private static final Binding ANYTHING = new Anything();

  /** Types that are being read, to notice one that holds itself. */
  private final Deque<Class<?>> open = new ArrayDeque<>();

  /** The structure of a record or bean. */
  Structure structure(Class<?> type) {
    if (open.contains(type)) {
      throw unsupported(
          type.getSimpleName() + " holds itself", "Keep the id of the other record instead.");
    }
    open.push(type);
    Structure structure =
        type.isRecord() ? Structures.ofRecord(type, this) : Structures.ofBean(type, this);
    open.pop();
    return structure;
  }

  /** How a component may be absent. */
  Member.Presence presence(AnnotatedType type, AnnotatedElement element) {
    if (type.getType() instanceof ParameterizedType generic
        && generic.getRawType() == Optional.class) {
      return Member.Presence.OPTIONAL;
    }
    return isNullable(type.getAnnotations()) || isNullable(element.getAnnotations())
        ? Member.Presence.NULLABLE
        : Member.Presence.REQUIRED;
  }

  /** Any annotation of that name will do: there are many. */
  private static boolean isNullable(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation.annotationType().getSimpleName().equals("Nullable")) {
        return true;
      }
    }
    return false;
  }

  /** The binding of a component's type; of what is in it, if it is an {@code Optional}. */
  Binding binding(String place, AnnotatedType annotated) {
    if (annotated instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      Type raw = ((ParameterizedType) generic.getType()).getRawType();
      if (raw == Optional.class) {
        return binding(place, arguments[0]);
      }
      if (raw == List.class || raw == Collection.class || raw == Set.class) {
        return new Collected.Items(binding(place, arguments[0]), raw == Set.class);
      }
      if (raw == Map.class && arguments[0].getType() == String.class) {
        return new Collected.Entries(binding(place, arguments[1]));
      }
      throw unsupported(place + " is a " + generic.getType().getTypeName(), null);
    }
    if (annotated.getType() instanceof Class<?> type) {
      return Scalar.of(type).orElseGet(() -> other(place, type));
    }
    throw unsupported(place + " is a " + annotated.getType().getTypeName(), null);
  }

  private Binding other(String place, Class<?> type) {
    if (type == Object.class || type == Document.class) {
      return type == Object.class ? ANYTHING : new Documents();
    }
    if (type == byte[].class) {
      throw unsupported(place + " is a byte[]", "Keep bytes as content beside the record.");
    }
    boolean ofPlatform = type.getName().startsWith("java.") || type.isArray() || type.isInterface();
    if (ofPlatform || type.isPrimitive()) {
      throw unsupported(place + " is a " + type.getSimpleName(), null);
    }
    return structure(type);
  }

  static MappingException unsupported(
      String what, @org.jspecify.annotations.Nullable String remedy) {
    return new MappingException(
        what + ", which cannot be mapped.",
        remedy == null
            ? "Use text, numbers, BigDecimal, boolean, Instant, LocalDate, UUID, enums, records,"
                + " beans, and List, Set, Map and Optional of these."
            : remedy,
        null);
  }

  /** Whatever a document can hold. */
  private record Anything() implements Binding {
    @Override
    public Object definition() {
      return "json";
    }

    @Override
    public Object write(String path, Object value) {
      return value;
    }

    @Override
    public Object read(String path, Object stored) {
      return stored;
    }
  }

  /** A document inside a record. */
  private record Documents() implements Binding {
    @Override
    public Object definition() {
      return "json";
    }

    @Override
    public Object write(String path, Object value) {
      return ((Document) value).toMap();
    }

    @Override
    @SuppressWarnings("unchecked") // documents have text keys only
    public Object read(String path, Object stored) {
      if (stored instanceof Map<?, ?> map) {
        return Document.copyOf((Map<String, Object>) map);
      }
      throw Mismatch.needs(path, stored, "an object");
    }
  }
}
