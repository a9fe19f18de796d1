package io.s3db;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who may do what with a resource, for programs that serve it to others: they ask before they
 * call. The methods of the resource itself ask nobody.
 *
 * <p>An operation without a guard is allowed. A guard that throws denies.
 */
public final class Guards {
  private static final Logger LOG = LoggerFactory.getLogger(Guards.class);

  private final String resource;
  private final Map<String, Guard> guards = new ConcurrentHashMap<>();

  Guards(String resource) {
    this.resource = resource;
  }

  /** A rule for one operation. */
  @FunctionalInterface
  public interface Guard {
    /**
     * Whether it is allowed.
     *
     * @param caller who asks
     * @param record the record concerned, empty if there is none
     */
    boolean allows(Caller caller, Document record);
  }

  /**
   * Somebody who asks.
   *
   * @param name of the user, for functions
   * @param roles and scopes
   */
  public record Caller(String name, Set<String> roles) {
    /** Copies the roles. */
    public Caller {
      roles = Set.copyOf(roles);
    }
  }

  /** Sets the rule of an operation, such as {@code delete}, in place of the one there is. */
  public Guards set(String operation, Guard guard) {
    guards.put(operation, guard);
    return this;
  }

  /** Allows an operation to callers with any of these roles or scopes. */
  public Guards roles(String operation, Collection<String> roles) {
    List<String> allowed = List.copyOf(roles);
    return set(operation, (caller, _) -> allowed.stream().anyMatch(caller.roles()::contains));
  }

  /** Whether the caller may do it. */
  public boolean allows(String operation, Caller caller, Document record) {
    Guard guard = guards.get(operation);
    try {
      return guard == null || guard.allows(caller, record);
    } catch (RuntimeException e) {
      LOG.warn("The guard of '{}' on '{}' failed, and denies.", operation, resource, e);
      return false;
    }
  }
}
