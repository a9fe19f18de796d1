package io.s3db.sink.sqs;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which queues a target goes to.
 *
 * @param fallback where all goes that has no queue of its own; empty if there is no such queue
 * @param byName the queues of a target, or of a resource; each change goes to all of them
 */
record Queues(List<QueueUrl> fallback, Map<String, List<QueueUrl>> byName) {
  /** Reads {@code queueUrl} and {@code queues}, and notes every problem. */
  static Queues read(Options options, String region, boolean elsewhere) {
    Reader reader = new Reader(region, elsewhere);
    List<QueueUrl> single =
        options
            .text("queueUrl")
            .map(text -> reader.urls(options, "queueUrl", List.of(text)))
            .orElse(List.of());
    Queues read =
        switch (options.value("queues")) {
          case Map<?, ?> _ -> new Queues(single, reader.byName(options.nested("queues")));
          case Document _ -> new Queues(single, reader.byName(options.nested("queues")));
          case null -> new Queues(single, Map.of());
          case Collection<?> _ when !options.isAbsent("queueUrl") -> {
            options.problem("queues", "is a list, and queueUrl is there too: put all in the list");
            yield new Queues(single, Map.of());
          }
          default -> new Queues(reader.urls(options, "queues", options.texts("queues")), Map.of());
        };
    if (options.isAbsent("queueUrl") && (options.isAbsent("queues") || isEmpty(options))) {
      options.problem("queueUrl", "is required, or queues with the URL for each resource");
    }
    return read;
  }

  private static boolean isEmpty(Options options) {
    Object queues = options.value("queues");
    return (queues instanceof Map<?, ?> map && map.isEmpty())
        || (queues instanceof Collection<?> list && list.isEmpty());
  }

  /** The queues of a target; empty if none is configured for it. */
  List<QueueUrl> of(String target, String resource) {
    List<QueueUrl> own = byName.get(target);
    return own == null ? byName.getOrDefault(resource, fallback) : own;
  }

  /** Every queue once, in the order of the configuration. */
  Set<QueueUrl> all() {
    Set<QueueUrl> all = new LinkedHashSet<>(fallback);
    byName.values().forEach(all::addAll);
    return all;
  }

  /**
   * What the destination is. With queues by resource it is the place where they are, so that a
   * further queue does not make it another destination.
   */
  String target() {
    return fallback.isEmpty()
        ? String.join(
            ",", all().stream().map(QueueUrl::place).collect(Collectors.toCollection(TreeSet::new)))
        : fallback.stream().map(QueueUrl::text).collect(Collectors.joining(","));
  }

  private record Reader(String region, boolean elsewhere) {
    Map<String, List<QueueUrl>> byName(Options queues) {
      Map<String, List<QueueUrl>> byName = new LinkedHashMap<>();
      for (String name : queues.names()) {
        List<String> texts = queues.texts(name);
        if (texts.isEmpty()) {
          queues.problem(name, "needs the URL of a queue");
        }
        byName.put(name, urls(queues, name, texts));
      }
      return byName;
    }

    List<QueueUrl> urls(Options options, String name, List<String> texts) {
      Set<String> seen = new HashSet<>();
      for (String text : texts) {
        new QueueUrl(text)
            .problem(region, elsewhere)
            .ifPresent(what -> options.problem(name, what + ", not '" + shown(text) + "'"));
        if (!seen.add(text)) {
          options.problem(name, "names " + shown(text) + " twice");
        }
      }
      return texts.stream().map(QueueUrl::new).toList();
    }

    /** Without what may stand before an @, which is a password at times. */
    private static String shown(String url) {
      return url.replaceAll("//[^/]*@", "//***@");
    }
  }
}
