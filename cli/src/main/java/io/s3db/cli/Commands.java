package io.s3db.cli;

import io.s3db.Operation;
import io.s3db.cli.CompletionCommand.Shell;
import io.s3db.cli.daemon.CheckCommand;
import io.s3db.cli.daemon.InitCommand;
import io.s3db.cli.daemon.LogForm;
import io.s3db.cli.daemon.RunCommand;
import io.s3db.cli.daemon.TransformCommand;
import io.s3db.cli.operate.ExplainCommand;
import io.s3db.cli.operate.LogsCommand;
import io.s3db.cli.operate.PurgeCommand;
import io.s3db.cli.operate.RedriveCommand;
import io.s3db.cli.operate.StatusCommand;
import io.s3db.cli.operate.SwitchCommand;
import io.s3db.cli.operate.SyncCommand;
import io.s3db.cli.operate.VerifyCommand;
import io.s3db.cli.records.CountCommand;
import io.s3db.cli.records.CreateCommand;
import io.s3db.cli.records.DeleteCommand;
import io.s3db.cli.records.ExportCommand;
import io.s3db.cli.records.Format;
import io.s3db.cli.records.GetCommand;
import io.s3db.cli.records.ImportCommand;
import io.s3db.cli.records.InsertCommand;
import io.s3db.cli.records.ListCommand;
import io.s3db.cli.records.OnError;
import io.s3db.cli.records.QueryCommand;
import io.s3db.cli.records.ResourcesCommand;
import io.s3db.cli.records.UpdateCommand;
import io.s3db.cli.screen.ReaderGoneException;
import io.s3db.cli.screen.Screen;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** All commands. */
public final class Commands {
  private Commands() {}

  /** Runs a command line and says how it ended; see {@link ExitCodes}. */
  public static int run(Screen screen, String... arguments) {
    Failures failures = new Failures(screen);
    boolean json = Arrays.asList(arguments).contains("--json");
    try {
      int code = tree(screen, failures).execute(arguments);
      screen.out().flush();
      return code;
    } catch (ReaderGoneException _) {
      return ExitCodes.OK;
    } catch (RuntimeException e) {
      return failures.execution(e, json);
    }
  }

  /** The command with all below it. */
  static CommandLine tree(Screen screen, Failures failures) {
    CommandLine root = new CommandLine(new Root());
    Object[] commands = {
      new InitCommand(screen),
      new CheckCommand(screen),
      new RunCommand(screen),
      new TransformCommand(screen),
      new ResourcesCommand(screen),
      new CreateCommand(screen),
      new GetCommand(screen),
      new ListCommand(screen),
      new QueryCommand(screen),
      new CountCommand(screen),
      new InsertCommand(screen),
      new UpdateCommand(screen),
      new DeleteCommand(screen),
      new ImportCommand(screen),
      new ExportCommand(screen),
      new StatusCommand(screen),
      new LogsCommand(screen),
      new ExplainCommand(screen),
      new RedriveCommand(screen),
      new SyncCommand(screen),
      new VerifyCommand(screen),
      new SwitchCommand.Pause(screen),
      new SwitchCommand.Resume(screen),
      new SwitchCommand.Disable(screen),
      new SwitchCommand.Enable(screen),
      new PurgeCommand(screen),
      new CompletionCommand(screen)
    };
    for (Object each : commands) {
      root.addSubcommand(each);
    }
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("show the version")
                .build());
    addHelp(root);
    root.getSubcommands().values().forEach(Commands::addHelp);
    return configured(root, screen, failures);
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading("%n");
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this help")
                .build());
  }

  private static CommandLine configured(CommandLine root, Screen screen, Failures failures) {
    return root.setOut(new PrintWriter(screen.out()))
        .setErr(new PrintWriter(screen.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(screen.colours() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(screen.terminals().width(), 60, 100))
        .registerConverter(Format.class, new Word<>(Format.class))
        .registerConverter(OnError.class, new Word<>(OnError.class))
        .registerConverter(Shell.class, new Word<>(Shell.class))
        .registerConverter(LogForm.class, new Word<>(LogForm.class))
        .registerConverter(Operation.class, new Word<>(Operation.class))
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler((e, arguments) -> failures.usage(e, arguments))
        .setExecutionExceptionHandler(
            (e, _, parsed) -> failures.execution(e, parsed.originalArgs().contains("--json")));
  }
}
