package dev.period.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Path;

/** The JSON files of a checkpoint that say how far its run was. */
final class StateFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StateFile() {}

  /**
   * Reads one.
   *
   * @throws PeriodException of kind MODEL when it is missing or broken
   */
  static <T> T read(Path checkpoint, String file, Class<T> type) {
    try {
      return JSON.readValue(checkpoint.resolve(file).toFile(), type);
    } catch (IOException e) {
      throw new PeriodException(
          Kind.MODEL,
          checkpoint
              + " cannot be resumed: its "
              + file
              + " is missing or broken; remove the folder to go on from the checkpoint before",
          e);
    }
  }
}
