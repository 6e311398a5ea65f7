package dev.period.data.build;

import dev.period.data.work.Items;
import java.util.List;

/** The items of one split, in the order of its files. */
interface QaItems extends Items<List<QaEntry>> {
  /** How many there are. */
  long size();
}
