package dev.period.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a command reads from and writes to: answers go to {@code out}, everything else to {@code
 * err}.
 *
 * @param out answers
 * @param err progress, notes and problems
 * @param in questions of a dialogue
 * @param interactive whether a person types at {@code in}
 * @param live whether {@code err} is a terminal, where a line can be drawn again
 * @param color whether {@code out} may be coloured
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    InputStream in,
    boolean interactive,
    boolean live,
    boolean color) {

  /**
   * The process's own streams, in UTF-8 whatever the locale.
   *
   * @param out its standard output
   */
  static Terminal ofProcess(OutputStream out) {
    // Only the launcher can tell: before JDK 22 Java knows nothing about single streams.
    List<String> terminals = List.of(System.getProperty("period.terminal", "").split(","));
    String noColor = System.getenv("NO_COLOR");
    boolean color = terminals.contains("out") && (noColor == null || noColor.isEmpty());
    return new Terminal(
        stream(out),
        stream(new FileOutputStream(FileDescriptor.err)),
        System.in,
        terminals.contains("in"),
        terminals.contains("err"),
        color);
  }

  /** Streams that are not a terminal, and nothing to read. */
  static Terminal plain(PrintStream out, PrintStream err) {
    return new Terminal(out, err, InputStream.nullInputStream(), false, false, false);
  }

  /** Prints one sentence about what went wrong. */
  public void problem(String message) {
    err.println("period: " + message);
  }

  private static PrintStream stream(OutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
