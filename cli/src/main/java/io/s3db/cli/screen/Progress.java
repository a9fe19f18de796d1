package io.s3db.cli.screen;

import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far long work is, on the standard error, and only if that is a terminal. */
public final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Starts showing.
   *
   * @param most where the work ends, or -1 if nobody knows
   * @param quiet to show nothing
   */
  public static Progress of(Screen screen, String what, long most, boolean quiet) {
    return quiet || !screen.terminals().err()
        ? new Progress(null)
        : new Progress(bar(screen.err(), what, most));
  }

  private static ProgressBar bar(PrintStream err, String what, long most) {
    return new ProgressBarBuilder()
        .setTaskName(what)
        .setInitialMax(most)
        .setUpdateIntervalMillis(200)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(err))
        .build();
  }

  /** Tells where the work is. */
  public void at(long done) {
    bar().ifPresent(each -> each.stepTo(done));
  }

  /** Tells where the work is and where it ends, as far as is known now. */
  public void at(long done, long most) {
    bar().ifPresent(each -> each.maxHint(most).stepTo(done));
  }

  /** Says a word about the work, beside the bar. */
  public void say(String text) {
    bar().ifPresent(each -> each.setExtraMessage(text));
  }

  private Optional<ProgressBar> bar() {
    return Optional.ofNullable(bar);
  }

  @Override
  public void close() {
    bar().ifPresent(ProgressBar::close);
  }
}
