package dev.period.data.rppg;

import dev.period.core.PeriodException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The recordings in a folder, whichever of the known layouts it has.
 *
 * @param layout its name: {@code clips}, {@code ubfc-rppg}, {@code pure}, {@code mmpd}, {@code
 *     vipl-hr} or {@code v4v}
 * @param recordings in the order of their names; at least one
 */
public record PulseDataset(String layout, List<PulseRecording> recordings) {
  /** Copies the recordings. */
  public PulseDataset {
    recordings = List.copyOf(recordings);
  }

  /** A way of laying out a data set on disk. */
  interface Layout {
    String name();

    /** The recordings in {@code folder}; empty if it does not have this layout. */
    List<PulseRecording> find(Path folder);
  }

  private static final List<Layout> LAYOUTS =
      List.of(
          new LabelledPulseClips(),
          new UbfcRppg(),
          new Pure(),
          new Mmpd(),
          new ViplHr(),
          new V4v());

  /**
   * Finds the layout of a folder by what lies in it.
   *
   * @throws PeriodException of kind INPUT if it is no folder or has none of the layouts
   */
  public static PulseDataset open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, folder + " is not a folder; give that of the data set");
    }
    for (Layout layout : LAYOUTS) {
      List<PulseRecording> recordings = layout.find(folder);
      if (!recordings.isEmpty()) {
        return new PulseDataset(layout.name(), recordings);
      }
    }
    throw new PeriodException(
        PeriodException.Kind.INPUT,
        folder
            + " has neither labels_rppg.csv nor the layout of UBFC-rPPG, PURE, MMPD, VIPL-HR or"
            + " V4V; docs/data.md shows what each looks like");
  }
}
