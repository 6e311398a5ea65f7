package dev.period.train.logging;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Curves for TensorBoard: a folder of event files, one per start of a run.
 *
 * <p>A run that goes on after step k tells TensorBoard to forget what an earlier file says about
 * the steps after k. Not safe for use by several threads.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">event.proto</a>
 */
public final class TensorBoardLog implements AutoCloseable {
  private final Path file;
  private final OutputStream out;
  private final InstantSource clock;

  private TensorBoardLog(Path file, OutputStream out, InstantSource clock) {
    this.file = file;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Starts a new event file.
   *
   * @param folder created when it does not exist
   * @param lastStep the step from which the run goes on; 0 for a new run
   * @param clock gives the time axis
   * @throws PeriodException of kind USAGE when the file cannot be written
   */
  public static TensorBoardLog open(Path folder, long lastStep, InstantSource clock) {
    Path file = folder;
    try {
      Files.createDirectories(folder);
      file = newFile(folder, clock.instant().getEpochSecond());
      OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      TensorBoardLog log = new TensorBoardLog(file, out, clock);
      log.event(event -> event.text(3, "brain.Event:2"));
      if (lastStep > 0) {
        ProtoMessage start = new ProtoMessage().integer(1, 1); // SessionLog.status = START
        log.event(event -> event.integer(2, lastStep + 1).message(7, start));
      }
      return log;
    } catch (IOException e) {
      throw broken(file, e);
    }
  }

  /** TensorBoard reads files in the order of their names, so a second start needs a later one. */
  private static Path newFile(Path folder, long seconds) {
    for (int i = 0; ; i++) {
      String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.%03d.period", seconds, i);
      if (!Files.exists(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
  }

  /**
   * Adds a point to a curve.
   *
   * @param tag name of the curve; slashes group curves
   * @param value any, NaN too; stored in single precision
   * @throws PeriodException of kind USAGE when the file cannot be written
   */
  public void scalar(String tag, long step, double value) {
    ProtoMessage point = new ProtoMessage().text(1, tag).fixed32(2, (float) value);
    ProtoMessage summary = new ProtoMessage().message(1, point);
    try {
      event(event -> event.integer(2, step).message(5, summary));
    } catch (IOException e) {
      throw broken(file, e);
    }
  }

  /** The event file. */
  public Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw broken(file, e);
    }
  }

  private void event(UnaryOperator<ProtoMessage> content) throws IOException {
    ProtoMessage event = new ProtoMessage().fixed64(1, clock.millis() / 1e3);
    // one write per record: a process that dies leaves whole records behind
    out.write(TfRecord.frame(content.apply(event).bytes()));
  }

  private static PeriodException broken(Path file, IOException e) {
    return new PeriodException(Kind.USAGE, "Cannot write the log " + file + ": " + e + ".", e);
  }
}
