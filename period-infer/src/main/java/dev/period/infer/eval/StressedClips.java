package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.data.Seeds;
import dev.period.data.synthetic.HandSway;
import dev.period.data.video.VideoViewer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Real clips made harder in a way that leaves the true count known. They are put together in
 * memory, of any size that is asked for; the same seed gives the same clips.
 */
public final class StressedClips {
  /** Length of the still part on either side, by that of the clip. */
  private static final double LEAD = 0.3;

  /** How far the camera wanders while nothing moves, by the side of the frame. */
  private static final double JITTER = 0.8 / 48;

  /** How slowly it wanders, in frames. */
  private static final double JITTER_FRAMES = 20;

  /** Noise of each pixel of a held frame, in grey levels. */
  private static final double NOISE = 1.5;

  /** What is done to clips. */
  public enum Kind {
    /** The first frame is held before the clip and the last one behind it. */
    lead,
    /** Two clips of different actions follow each other; each clip is used once. */
    join
  }

  private final VideoViewer viewer;
  private final Kind kind;
  private final long seed;
  private final Map<String, List<EvalItem>> parts = new HashMap<>();
  private final List<EvalItem> items = new ArrayList<>();

  /**
   * Stressed clips.
   *
   * @param clips files, as {@link ClipsDataset} reads them
   */
  public StressedClips(VideoViewer viewer, List<EvalItem> clips, Kind kind, long seed) {
    this.viewer = viewer;
    this.kind = kind;
    this.seed = seed;
    if (kind == Kind.lead) {
      clips.forEach(clip -> add(clip.id(), List.of(clip)));
    } else {
      pairs(clips).forEach(pair -> add(pair.get(0).id() + " + " + pair.get(1).id(), pair));
    }
  }

  private void add(String id, List<EvalItem> of) {
    parts.put(id, of);
    EvalItem first = of.get(0);
    String action = String.join(" + ", of.stream().map(EvalItem::action).toList());
    int truth = of.stream().mapToInt(EvalItem::truth).sum();
    items.add(new EvalItem(id, first.video(), first.question(), action, truth));
  }

  /** Each clip with the next one of another action, in an order drawn by the seed. */
  private List<List<EvalItem>> pairs(List<EvalItem> clips) {
    List<EvalItem> left = new ArrayList<>(clips);
    Collections.shuffle(left, new Random(seed));
    List<List<EvalItem>> pairs = new ArrayList<>();
    while (!left.isEmpty()) {
      EvalItem first = left.remove(0);
      left.stream()
          .filter(clip -> !clip.action().equals(first.action()))
          .findFirst()
          .ifPresent(
              second -> {
                left.remove(second);
                pairs.add(List.of(first, second));
              });
    }
    return pairs;
  }

  /**
   * The items. When their repetitions end is not told, and a part of a clip cannot be asked for.
   * {@link EvalItem#video} is the first clip.
   */
  public List<EvalItem> items() {
    return List.copyOf(items);
  }

  /**
   * The frames of an item.
   *
   * @param side width and height, in pixels
   * @throws dev.period.core.PeriodException of kind INPUT where a video cannot be read
   */
  public FrameSequence frames(EvalItem item, int side) {
    List<EvalItem> of = parts.get(item.id());
    if (of == null) {
      throw new IllegalArgumentException(item.id() + " is none of these clips");
    }
    FrameSequence first = read(of.get(0), side);
    if (kind == Kind.join) {
      return joined(List.of(first, read(of.get(1), side)));
    }
    SplittableRandom random = new SplittableRandom(Seeds.of(seed, 0, item.id().hashCode()));
    int held = (int) Math.round(LEAD * first.frames());
    return joined(
        List.of(
            held(first, 0, held, random), first, held(first, first.frames() - 1, held, random)));
  }

  private FrameSequence read(EvalItem clip, int side) {
    return viewer.frames(clip.file(), clip.from(), clip.to(), side);
  }

  /** One frame for some time, as a camera sees it that somebody holds. */
  private static FrameSequence held(
      FrameSequence clip, int frame, int frames, SplittableRandom random) {
    int side = clip.width();
    byte[] rgb = new byte[frames * 3 * side * side];
    double[] times = new double[frames];
    double frameSeconds = clip.durationSeconds() / clip.frames();
    float[][] wander = HandSway.of(random, Math.max(frames, 8), 2, JITTER_FRAMES);
    for (int t = 0; t < frames; t++) {
      times[t] = t * frameSeconds;
      double right = JITTER * side * wander[t][0];
      double down = JITTER * side * wander[t][1];
      int at = t * 3 * side * side;
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          double noise = NOISE * random.nextGaussian();
          for (int c = 0; c < 3; c++) {
            double value = bilinear(clip, frame, x - right, y - down, c) + noise;
            rgb[at++] = (byte) Math.max(0, Math.min(255, Math.round(value)));
          }
        }
      }
    }
    return new FrameSequence(rgb, side, side, times, frames * frameSeconds);
  }

  /** A point between pixels; what lies outside looks like the border. */
  private static double bilinear(FrameSequence clip, int frame, double x, double y, int colour) {
    int side = clip.width();
    double inX = Math.max(0, Math.min(side - 1.0, x));
    double inY = Math.max(0, Math.min(side - 1.0, y));
    int left = (int) inX;
    int top = (int) inY;
    int right = Math.min(side - 1, left + 1);
    int bottom = Math.min(side - 1, top + 1);
    double across = inX - left;
    double down = inY - top;
    int start = frame * side * side;
    byte[] rgb = clip.rgb();
    double above =
        (1 - across) * (rgb[3 * (start + top * side + left) + colour] & 0xFF)
            + across * (rgb[3 * (start + top * side + right) + colour] & 0xFF);
    double below =
        (1 - across) * (rgb[3 * (start + bottom * side + left) + colour] & 0xFF)
            + across * (rgb[3 * (start + bottom * side + right) + colour] & 0xFF);
    return (1 - down) * above + down * below;
  }

  private static FrameSequence joined(List<FrameSequence> clips) {
    int frames = clips.stream().mapToInt(FrameSequence::frames).sum();
    int side = clips.get(0).width();
    byte[] rgb = new byte[frames * 3 * side * side];
    double[] times = new double[frames];
    double begun = 0;
    int at = 0;
    for (FrameSequence clip : clips) {
      System.arraycopy(clip.rgb(), 0, rgb, at * 3 * side * side, clip.rgb().length);
      // a part of a video keeps the times of the whole
      double first = clip.frames() == 0 ? 0 : clip.timesSeconds()[0];
      for (double time : clip.timesSeconds()) {
        times[at++] = begun + time - first;
      }
      begun += clip.durationSeconds();
    }
    return new FrameSequence(rgb, side, side, times, begun);
  }
}
