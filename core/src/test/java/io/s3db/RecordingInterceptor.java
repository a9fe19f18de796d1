package io.s3db;

import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.plugin.WriteInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes down every call, and can refuse to take note of an intent. */
final class RecordingInterceptor implements WriteInterceptor, Plugin {
  final List<String> calls = new ArrayList<>();
  final List<PendingWrite> writes = new ArrayList<>();
  private final String name;
  private final FaultyStore store;
  boolean refuses;
  boolean throwsAfterwards;
  boolean failsToStart;
  @Nullable PluginContext context;

  RecordingInterceptor(String name, FaultyStore store) {
    this.name = name;
    this.store = store;
  }

  void clear() {
    calls.clear();
    writes.clear();
  }

  PluginContext context() {
    return Objects.requireNonNull(context);
  }

  /** Each call with the number of requests the store had seen by then. */
  private void note(String call) {
    calls.add(call + "@" + store.calls().size());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start(PluginContext given) {
    context = given;
    calls.add("start");
    given.intercept(this);
    if (failsToStart) {
      throw new IllegalStateException("cannot start");
    }
  }

  @Override
  public void stop() {
    calls.add("stop");
  }

  @Override
  public WriteScope enter(String resource, String id, boolean insert) {
    note("enter " + resource + "/" + id + (insert ? " insert" : ""));
    return new WriteScope() {
      @Override
      public void intend(PendingWrite write) {
        note("intend " + write.operation().word());
        if (refuses) {
          throw new S3dbException("JOURNAL_FULL", "The journal is full.", null);
        }
        writes.add(write);
      }

      @Override
      public void applied() {
        after("applied");
      }

      @Override
      public void failed() {
        after("failed");
      }

      @Override
      public void unknown() {
        after("unknown");
      }

      @Override
      public void close() {
        after("close");
      }
    };
  }

  private void after(String call) {
    note(call);
    if (throwsAfterwards) {
      throw new IllegalStateException("an interceptor with a defect");
    }
  }
}
