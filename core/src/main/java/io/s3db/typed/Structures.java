package io.s3db.typed;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads records and beans: reflection happens here, once; later there are method handles. */
final class Structures {
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
  private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);

  private Structures() {}

  static Structure ofRecord(Class<?> type, TypeReader types) {
    List<Member> members = new ArrayList<>();
    List<Class<?>> parameters = new ArrayList<>();
    MethodHandles.Lookup lookup = lookup(type);
    for (RecordComponent component : type.getRecordComponents()) {
      String place = "component '" + component.getName() + "' of " + type.getSimpleName();
      members.add(
          new Member(
              name(component, component.getName()),
              types.binding(place, component.getAnnotatedType()),
              types.presence(component.getAnnotatedType(), component),
              declared(component),
              getter(lookup, component.getAccessor())));
      parameters.add(component.getType());
    }
    try {
      MethodHandle constructor =
          lookup.findConstructor(type, MethodType.methodType(void.class, parameters));
      return new Structure(type, members, spread(constructor, members.size()));
    } catch (ReflectiveOperationException e) {
      throw inaccessible(type, e);
    }
  }

  /** A constructor without parameters, and a getter and a setter for each property. */
  static Structure ofBean(Class<?> type, TypeReader types) {
    MethodHandles.Lookup lookup = lookup(type);
    List<Member> members = new ArrayList<>();
    List<MethodHandle> setters = new ArrayList<>();
    for (Field field : fields(type)) {
      Optional<Method> getter = getterOf(type, field);
      Optional<Method> setter = method(type, "set" + capital(field.getName()), field.getType());
      if (getter.isPresent() && setter.isPresent()) {
        String place = "property '" + field.getName() + "' of " + type.getSimpleName();
        members.add(
            new Member(
                name(field, field.getName()),
                types.binding(place, field.getAnnotatedType()),
                types.presence(field.getAnnotatedType(), field),
                declared(field),
                getter(lookup, getter.get())));
        setters.add(setter(lookup, setter.get()));
      }
    }
    if (members.isEmpty()) {
      throw TypeReader.unsupported(
          type.getSimpleName() + " is no record and has no property with a getter and a setter",
          "Make it a record.");
    }
    return new Structure(type, members, beanMaker(type, lookup, setters));
  }

  private static MethodHandle beanMaker(
      Class<?> type, MethodHandles.Lookup lookup, List<MethodHandle> setters) {
    try {
      MethodHandle constructor =
          lookup
              .findConstructor(type, MethodType.methodType(void.class))
              .asType(MethodType.methodType(Object.class));
      return MethodHandles.lookup()
          .findVirtual(Filler.class, "make", MAKER)
          .bindTo(new Filler(constructor, List.copyOf(setters)));
    } catch (ReflectiveOperationException e) {
      throw TypeReader.unsupported(
          type.getSimpleName() + " has no constructor without parameters", "Add one.");
    }
  }

  /**
   * Makes a bean and fills it.
   *
   * @param constructor of the bean
   * @param setters in the order of the members
   */
  private record Filler(MethodHandle constructor, List<MethodHandle> setters) {
    @SuppressWarnings("UnusedMethod") // by a method handle
    Object make(@Nullable Object[] values) {
      return java.util.Objects.requireNonNull(
          Handles.call(
              () -> {
                Object bean = constructor.invokeExact();
                for (int i = 0; i < values.length; i++) {
                  Object value = values[i];
                  if (value != null) {
                    setters.get(i).invokeExact(bean, value);
                  }
                }
                return bean;
              }));
    }
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      List<Field> own = new ArrayList<>();
      for (Field field : each.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          own.add(field);
        }
      }
      fields.addAll(0, own);
    }
    return fields;
  }

  private static Optional<Method> getterOf(Class<?> type, Field field) {
    String capital = capital(field.getName());
    return method(type, "get" + capital).or(() -> method(type, "is" + capital));
  }

  private static Optional<Method> method(Class<?> type, String name, Class<?>... parameters) {
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      try {
        return Optional.of(each.getDeclaredMethod(name, parameters));
      } catch (NoSuchMethodException _) {
        // Perhaps in the class above.
      }
    }
    return Optional.empty();
  }

  private static MethodHandles.Lookup lookup(Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      throw inaccessible(type, e);
    }
  }

  private static MethodHandle getter(MethodHandles.Lookup lookup, Method method) {
    try {
      return lookup.unreflect(method).asType(GETTER);
    } catch (IllegalAccessException e) {
      throw inaccessible(method.getDeclaringClass(), e);
    }
  }

  private static MethodHandle setter(MethodHandles.Lookup lookup, Method method) {
    try {
      return lookup
          .unreflect(method)
          .asType(MethodType.methodType(void.class, Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw inaccessible(method.getDeclaringClass(), e);
    }
  }

  private static MethodHandle spread(MethodHandle constructor, int count) {
    return constructor.asSpreader(Object[].class, count).asType(MAKER);
  }

  private static String name(AnnotatedElement element, String name) {
    Stored stored = element.getAnnotation(Stored.class);
    return stored == null || stored.name().isEmpty() ? name : stored.name();
  }

  private static String declared(AnnotatedElement element) {
    Stored stored = element.getAnnotation(Stored.class);
    return stored == null ? "" : stored.as();
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static MappingException inaccessible(Class<?> type, Exception cause) {
    return new MappingException(
        type.getName() + " cannot be used from here: " + cause.getMessage() + ".",
        "Open its package to io.s3db.core.",
        cause);
  }
}
