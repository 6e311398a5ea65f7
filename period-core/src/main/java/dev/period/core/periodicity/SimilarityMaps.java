package dev.period.core.periodicity;

import java.util.ArrayList;
import java.util.List;

/**
 * The self-similarity maps that a {@link PeriodicityEncoder} can look at: one of each feature over
 * the whole picture, and two of the places where something repeats.
 */
public final class SimilarityMaps {
  /** Maps of the whole picture, one per feature. */
  public static final List<String> GLOBAL = FrameFeatures.NAMES;

  /** Maps of places: what they show apart from slow drift, and how that changes. */
  public static final List<String> LOCAL = List.of("local_grey", "local_diff");

  /** All of them, in their order. */
  public static final List<String> NAMES = names();

  private static final int GREY = GLOBAL.indexOf("highpass_grey");
  private static final int DIFFERENCE = GLOBAL.indexOf("signed_diff");

  private SimilarityMaps() {}

  private static List<String> names() {
    List<String> names = new ArrayList<>(GLOBAL);
    names.addAll(LOCAL);
    return List.copyOf(names);
  }

  /**
   * The maps of a sequence.
   *
   * @param features one matrix [frames][values] per feature, as from {@link FrameFeatures#extract}
   * @param regions which values lie together
   * @return shape [{@link #NAMES}, frames, frames] row-major; see {@link GramMatrices#of}
   * @throws IllegalArgumentException if the features differ in their number of frames, or their
   *     rows in length
   */
  public static float[] of(float[][][] features, Regions regions) {
    float[] global = GramMatrices.of(features);
    int square = features[0].length * features[0].length;
    float[] maps = new float[NAMES.size() * square];
    System.arraycopy(global, 0, maps, 0, global.length);
    if (regions == Regions.ONE) { // a single place is the whole
      System.arraycopy(global, GREY * square, maps, global.length, square);
      System.arraycopy(global, DIFFERENCE * square, maps, global.length + square, square);
      return maps;
    }
    place(features[GREY], regions, maps, global.length);
    place(features[DIFFERENCE], regions, maps, global.length + square);
    return maps;
  }

  private static void place(float[][] feature, Regions regions, float[] maps, int offset) {
    LocalSimilarity.of(feature, regions.of(feature[0].length), maps, offset);
  }

  /**
   * Some of the maps.
   *
   * @param maps shape [{@link #NAMES}, frames, frames]
   * @param names which ones, of {@link #NAMES}
   * @return shape [names, frames, frames]; {@code maps} itself where it is all of them
   */
  public static float[] select(float[] maps, List<String> names, int frames) {
    if (names.equals(NAMES)) {
      return maps;
    }
    int square = frames * frames;
    float[] selected = new float[names.size() * square];
    for (int i = 0; i < names.size(); i++) {
      System.arraycopy(maps, NAMES.indexOf(names.get(i)) * square, selected, i * square, square);
    }
    return selected;
  }
}
