package dev.period.data.build;

import dev.period.data.qa.QaRecord;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What an item of a data set gives. */
sealed interface QaEntry extends Serializable {
  /**
   * A record.
   *
   * @param source name of the video; null where records have none in common
   */
  record Made(@Nullable String source, QaRecord record) implements QaEntry {}

  /** The item is left out; manifests hold no paths of this machine, so reasons do not either. */
  record Missing(String source, String id, String reason) implements QaEntry {}
}
