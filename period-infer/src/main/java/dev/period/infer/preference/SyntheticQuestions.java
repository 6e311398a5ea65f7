package dev.period.infer.preference;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.data.Seeds;
import dev.period.data.synthetic.MacroSource;
import dev.period.data.synthetic.MacroWorld;
import dev.period.data.synthetic.RenderedClip;
import dev.period.data.text.CountingQuestions;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Questions about rendered clips that no evaluation shows; each is written when it is asked for.
 */
public final class SyntheticQuestions implements CountedQuestions {
  private static final int STREAM = 31;

  private final Path folder;
  private final long seed;
  private final int size;

  /**
   * Questions about {@code size} clips.
   *
   * @param folder of the clips, which is made where it is missing
   * @param seed of clips and phrasings
   */
  public SyntheticQuestions(Path folder, long seed, int size) {
    this.folder = folder;
    this.seed = seed;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public CountedQuestion get(int index) {
    RenderedClip clip = MacroSource.trainingClip(seed, index);
    String id = "synthetic-" + seed + "-" + index;
    Path video = folder.resolve(id + ".mp4");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PeriodException(
          Kind.INPUT, "cannot write to %s (%s); choose another folder".formatted(folder, e), e);
    }
    VideoWriter.write(video, frames(clip));
    String question =
        CountingQuestions.question(new SplittableRandom(Seeds.of(seed, STREAM, index)));
    return new CountedQuestion(id, video, null, null, question, clip.timing().count());
  }

  private static FrameSequence frames(RenderedClip clip) {
    byte[] rgb = new byte[3 * clip.grey().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = clip.grey()[i / 3];
    }
    double[] times = new double[clip.frames()];
    Arrays.setAll(times, frame -> frame / MacroSource.FRAMES_PER_SECOND);
    return new FrameSequence(
        rgb,
        MacroWorld.SIZE,
        MacroWorld.SIZE,
        times,
        clip.frames() / MacroSource.FRAMES_PER_SECOND);
  }

  @Override
  public void unused(CountedQuestion question) {
    try {
      Files.deleteIfExists(question.video());
    } catch (IOException e) {
      throw new PeriodException(
          Kind.INPUT, "cannot remove %s (%s)".formatted(question.video(), e), e);
    }
  }
}
