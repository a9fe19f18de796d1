package io.s3db.typed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a record component or the field of a bean is stored, where its type does not say enough.
 *
 * <pre>{@code
 * record User(String id, @Stored(as = "email|required") String email, @Stored(name = "n") int age) {}
 * }</pre>
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Stored {
  /** The attribute's name; that of the component unless told. */
  String name() default "";

  /** The attribute's whole definition, such as {@code string|min:3}; by the type unless told. */
  String as() default "";
}
