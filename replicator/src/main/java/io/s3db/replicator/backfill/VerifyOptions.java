package io.s3db.replicator.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a verification compares, and whether it puts right what differs. */
public final class VerifyOptions {
  private final List<String> resources;
  private final Set<String> ignored;
  private final boolean repair;
  private final int examples;
  private final Duration patience;
  private final @Nullable Predicate<String> receiver;
  private final VerifyProgress progress;

  private VerifyOptions(Builder builder) {
    this.resources = List.copyOf(builder.resources);
    this.ignored = new TreeSet<>(builder.ignored);
    this.repair = builder.repair;
    this.examples = builder.examples;
    this.patience = builder.patience;
    this.receiver = builder.receiver;
    this.progress = builder.progress;
  }

  /** Compares everything and changes nothing. */
  public static VerifyOptions compare() {
    return builder().build();
  }

  /** Starts to describe a verification. */
  public static Builder builder() {
    return new Builder();
  }

  List<String> resources() {
    return resources;
  }

  boolean ignores(String field) {
    return ignored.contains(field);
  }

  boolean repair() {
    return repair;
  }

  int examples() {
    return examples;
  }

  Duration patience() {
    return patience;
  }

  @Nullable Predicate<String> receiver() {
    return receiver;
  }

  VerifyProgress progress() {
    return progress;
  }

  VerifyOptions ignoring(List<String> more) {
    Builder all = builder().repair(repair).examples(examples).patience(patience);
    all.resources.addAll(resources);
    all.ignored.addAll(ignored);
    all.ignored.addAll(more);
    all.receiver = receiver;
    all.progress = progress;
    return all.build();
  }

  /** Collects what a verification is to do. */
  public static final class Builder {
    private final List<String> resources = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private boolean repair;
    private int examples = 10;
    private Duration patience = Duration.ofMinutes(1);
    private @Nullable Predicate<String> receiver;
    private VerifyProgress progress = VerifyProgress.NONE;

    private Builder() {}

    /** Only these resources; all that are routed unless told. */
    public Builder resources(String... names) {
      resources.addAll(List.of(names));
      return this;
    }

    /** Fields of rows that are not compared, beside those of the option {@code verify.ignore}. */
    public Builder ignore(String... fields) {
      ignored.addAll(List.of(fields));
      return this;
    }

    /**
     * Whether what differs is sent again, and extra rows of ours are removed; false unless told.
     */
    public Builder repair(boolean value) {
      repair = value;
      return this;
    }

    /** The most examples of each kind in the report of a route; 10 unless told. */
    public Builder examples(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("examples " + most + ": it must not be negative");
      }
      examples = most;
      return this;
    }

    /** How long the destination may take to catch up; a minute unless told. */
    public Builder patience(Duration time) {
      patience = time;
      return this;
    }

    /**
     * Asks the receiver of events, for each delivery that was accepted, whether it has it: by the
     * id that it was told (the deduplication id of SQS, the {@code webhook-id}). Not used for
     * mirrors, whose rows are read.
     */
    public Builder received(Predicate<String> knows) {
      receiver = knows;
      return this;
    }

    /** Is told how far it is, in the thread of the verification; it must not block. */
    public Builder progress(VerifyProgress listener) {
      progress = listener;
      return this;
    }

    /** The options. */
    public VerifyOptions build() {
      return new VerifyOptions(this);
    }
  }
}
