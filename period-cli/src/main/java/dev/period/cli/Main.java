package dev.period.cli;

import dev.period.cli.data.DataCommand;
import dev.period.cli.doctor.DoctorCommand;
import dev.period.cli.model.ModelCommand;
import dev.period.core.PeriodException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point: picks the command, runs it, and turns its failure into an exit code. */
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // all that is said is English, numbers included
    WatchedOutput out = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
    System.exit(run(args, Terminal.ofProcess(out), out));
  }

  /** Runs the command line; what it did counts only if its output, {@code out}, has arrived. */
  static int run(String[] args, Terminal terminal, WatchedOutput out) {
    int code = run(args, terminal);
    terminal.out().flush();
    try {
      out.check();
    } catch (PeriodException e) {
      return Failure.of(e).report(terminal, isVerbose(args));
    }
    return code;
  }

  /** Runs the command line without a terminal, for tests and for programs that embed it. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, Terminal.plain(out, err));
  }

  static int run(String[] args, Terminal terminal) {
    return run(args, terminal, Answerer::load);
  }

  static int run(String[] args, Terminal terminal, AnswererFactory factory) {
    CommandLine commandLine = commandLine(terminal, factory);
    try {
      return commandLine.execute(args);
    } catch (Throwable e) { // picocli passes Errors on: no memory, no native library
      return Failure.of(e).report(terminal, isVerbose(args));
    }
  }

  static CommandLine commandLine(Terminal terminal, AnswererFactory factory) {
    CommandLine root = new CommandLine(new RootCommand());
    root.addSubcommand(new AskCommand(terminal, factory));
    root.addSubcommand(new TrainCommand(terminal));
    root.addSubcommand(new EvalCommand(terminal));
    root.addSubcommand(DataCommand.commandLine(terminal));
    root.addSubcommand(ModelCommand.commandLine(terminal));
    root.addSubcommand(new BenchCommand(terminal));
    root.addSubcommand(new DoctorCommand(terminal));
    root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    root.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.color() ? Ansi.ON : Ansi.OFF));
    root.setExpandAtFiles(false); // a question may begin with '@'
    root.setUsageHelpAutoWidth(false);
    root.setParameterExceptionHandler((e, args) -> usageError(e, terminal));
    root.setExecutionExceptionHandler(
        (e, commandLine, parsed) ->
            Failure.of(e)
                .report(terminal, isVerbose(parsed.originalArgs().toArray(String[]::new))));
    return root;
  }

  private static int usageError(ParameterException e, Terminal terminal) {
    CommandLine command = e.getCommandLine();
    terminal.problem(sentence(e));
    if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      terminal.err().println("see '" + command.getCommandSpec().qualifiedName() + " --help'");
    }
    return Failure.USAGE;
  }

  private static String sentence(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (first.startsWith("-")) {
        return "there is no option '" + first + "'; a path that begins with '-' goes after '--'";
      }
      return e.getCommandLine().getParent() == null
          ? "there is no command '" + first + "'"
          : "do not know what to do with '" + first + "'";
    }
    return String.valueOf(e.getMessage());
  }

  private static boolean isVerbose(String[] args) {
    for (String arg : args) {
      if (arg.equals("--")) {
        return false;
      }
      if (arg.equals("--verbose")) {
        return true;
      }
    }
    return false;
  }
}
