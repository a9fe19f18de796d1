package io.s3db.cli;

import io.s3db.Document;
import io.s3db.Nearest;
import io.s3db.S3dbException;
import io.s3db.cli.place.Interruption;
import io.s3db.cli.place.Redaction;
import io.s3db.cli.screen.ReaderGoneException;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells people, or programs, what went wrong: in a sentence, without credentials or stack traces.
 */
final class Failures {
  private final Screen screen;

  Failures(Screen screen) {
    this.screen = screen;
  }

  /** A command line that was not understood. */
  int usage(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    tell(
        "USAGE",
        Redaction.of(sentence(failure, line)),
        Arrays.asList(arguments).contains("--json"));
    if (!Arrays.asList(arguments).contains("--json")) {
      screen.note("Try '" + name + " --help'.");
    }
    return ExitCodes.USAGE;
  }

  private static String sentence(ParameterException failure, CommandLine line) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      String message =
          String.valueOf(failure.getMessage())
              .replaceAll(" is not an? (int|long)$", " is no whole number");
      return message.lines().findFirst().orElse(message);
    }
    String word = unmatched.getUnmatched().getFirst();
    if (word.startsWith("-")) {
      String option = word.replaceFirst("=.*", "");
      return "There is no option " + option + "." + near(option, options(line));
    }
    return line.getParent() == null
        ? "There is no command '%s'.%s".formatted(word, near(word, commands(line)))
        : "'" + word + "' is one argument too many.";
  }

  private static String near(String word, List<String> known) {
    return Nearest.to(word, known).map(each -> " Did you mean " + each + "?").orElse("");
  }

  private static List<String> options(CommandLine line) {
    List<String> names = new ArrayList<>();
    line.getCommandSpec().options().forEach(each -> names.addAll(List.of(each.names())));
    return names;
  }

  private static List<String> commands(CommandLine line) {
    return line.getCommandSpec().subcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  /** A command that failed. */
  int execution(Exception failure, boolean json) {
    switch (failure) {
      case ReaderGoneException _ -> {
        return ExitCodes.OK;
      }
      case S3dbException known when known.code().equals("INTERRUPTED") && Interruption.stopping() ->
          screen.note("Stopped.");
      case InterruptedException _ -> screen.note("Stopped.");
      case IOException _ when Interruption.stopping() -> screen.note("Stopped.");
      case S3dbException known -> tell(known.code(), message(known), json);
      case NoSuchFileException known ->
          tell("FILE_MISSING", "There is no file " + known.getFile() + ".", json);
      case AccessDeniedException known ->
          tell("FILE_DENIED", "Access to " + known.getFile() + " is denied.", json);
      case UncheckedIOException known ->
          tell("IO_FAILED", "Reading or writing failed: " + message(cause(known)) + ".", json);
      case IOException known ->
          tell("IO_FAILED", "Reading or writing failed: " + message(known) + ".", json);
      case IllegalArgumentException known -> tell("REFUSED", message(known), json);
      case IllegalStateException known -> tell("NOT_POSSIBLE", message(known), json);
      default -> bug(failure, json);
    }
    return ExitCodes.FAILED;
  }

  private void bug(Exception failure, boolean json) {
    tell(
        "INTERNAL",
        "Something went wrong inside: "
            + failure.getClass().getSimpleName()
            + ": "
            + message(failure)
            + " S3DB_DEBUG=1 shows where.",
        json);
    if (screen.variable("S3DB_DEBUG").isPresent()) {
      failure.printStackTrace(screen.err());
    }
  }

  private static Exception cause(UncheckedIOException failure) {
    return Objects.requireNonNullElse(failure.getCause(), failure);
  }

  /** The library speaks to programmers where it names its own methods. */
  private static String message(Exception failure) {
    return Redaction.of(
        String.valueOf(failure.getMessage())
            .replace("Create it with createResource.", "Create it with s3db create."));
  }

  private void tell(String code, String message, boolean json) {
    screen.note(
        json
            ? Document.of("error", Document.of("code", code, "message", message)).toJson()
            : Style.RED.of("s3db: ", screen.coloursOfErrors()) + message);
  }
}
