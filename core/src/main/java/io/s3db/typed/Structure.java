package io.s3db.typed;

import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record or a bean: an object with members.
 *
 * @param type its class
 * @param members in order
 * @param maker from an array of all values to an object
 */
record Structure(Class<?> type, List<Member> members, MethodHandle maker) implements Binding {
  /** Copies the members. */
  Structure {
    members = List.copyOf(members);
  }

  @Override
  public Object definition() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    members.forEach(member -> attributes.put(member.name(), member.definition()));
    return attributes;
  }

  @Override
  public Object write(String path, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Member member : members) {
      Object written = member.write(place(path, member), value);
      if (written != null) {
        fields.put(member.name(), written);
      }
    }
    return fields;
  }

  @Override
  public Object read(String path, Object stored) {
    if (!(stored instanceof Map<?, ?> fields)) {
      throw Mismatch.needs(path, stored, "an object");
    }
    @Nullable Object[] values = new Object[members.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = members.get(i).read(place(path, members.get(i)), fields);
    }
    return Objects.requireNonNull(Handles.call(() -> maker.invokeExact(values)));
  }

  private static String place(String path, Member member) {
    return path.isEmpty() ? member.name() : path + "." + member.name();
  }
}
