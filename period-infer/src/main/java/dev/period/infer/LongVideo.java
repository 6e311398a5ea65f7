package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.core.generate.CountDistribution;
import dev.period.core.generate.NumberAwareDecoding.Generated;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.text.CountingQuestions;
import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import dev.period.data.video.DecodedVideo;
import dev.period.data.video.StreamedVideo;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.ViewedVideo;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A question about a video that one look may be too short for: repetitions are counted set by set.
 *
 * <p>What the question wants is asked first, of a video in which there is nothing to see: it is the
 * same for every part, and a heart or a thing out of reach needs no counting.
 */
final class LongVideo {
  private final Sight sight;
  private final String question;
  private final BiFunction<String, ViewedVideo, Generated> model;
  private @Nullable Route route;

  /**
   * A question.
   *
   * @param model answers questions about what is seen
   */
  LongVideo(Sight sight, String question, BiFunction<String, ViewedVideo, Generated> model) {
    this.sight = sight;
    this.question = question;
    this.model = model;
  }

  /** Whether sets may have to be counted, to judge by the length of a video. */
  boolean mayNeedSets(double seconds) {
    return seconds > SetCounter.ONE_LOOK && route().intent().counts();
  }

  /** Whether they have to be in a short one: it has several shots, or parts that stand still. */
  boolean needsSets(ViewedVideo seen) {
    float[] gram = seen.gram();
    return gram != null
        && (!seen.standstills().isEmpty()
            || Shots.several(gram, sight.slots(), seen.durationSeconds()))
        && route().intent().counts();
  }

  /** What takes the frames of a video of about this length. */
  SetCounter counter(double seconds) {
    return new SetCounter(this::look, FrameFeatures.SIZE, sight.slots(), seconds);
  }

  /**
   * The answer; who gave it, and how long that took, is left out.
   *
   * @param start of the part that was looked at, in seconds
   * @param frames that came in
   */
  Insight answer(List<RepetitionSet> sets, double start, StreamedVideo video, int frames) {
    RepetitionSet total = SetAnswer.total(sets);
    String said = total.said();
    if (said == null || Route.of(said).intent() != Intent.COUNT) {
      // asked about what is seen, a model may take a question for another than before
      said = SetAnswer.text(sets);
    }
    List<List<double[]>> times = sets.stream().map(RepetitionSet::repetitions).toList();
    String text = CountedWords.of(said, route(), total.count(), times);
    Answer answer =
        new Answer(
            total.confident() ? text : text + Period.NOT_SURE,
            total.count(),
            total.low(),
            total.high(),
            total.confident(),
            null,
            RepetitionTimes.period(total.repetitions()),
            total.repetitions(),
            video.durationSeconds(),
            frames,
            "",
            0,
            video.warnings());
    double end = start + video.durationSeconds();
    double[] density = SetAnswer.density(total.repetitions(), start, end, sight.slots() / 2);
    return new Insight(answer, total.counts(), density, start, end);
  }

  /** What is wanted; asked once. */
  private Route route() {
    if (route == null) {
      route = Route.of(model.apply(question, nothing()).answer());
    }
    return route;
  }

  private ViewedVideo nothing() {
    int side = FrameFeatures.SIZE;
    int frames = sight.slots();
    double[] times = new double[frames];
    for (int i = 0; i < frames; i++) {
      times[i] = i / SetCounter.FRAMES_PER_SECOND;
    }
    byte[] grey = new byte[3 * side * side * frames];
    Arrays.fill(grey, (byte) 128);
    double seconds = frames / SetCounter.FRAMES_PER_SECOND;
    return seen(new FrameSequence(grey, side, side, times, seconds));
  }

  private WindowLook look(FrameSequence frames) {
    ViewedVideo seen = seen(frames);
    // what is wanted is known: where it is more than the number, the number is asked for at once
    String asked = route().intent().countsForMore() ? CountingQuestions.PLAIN : question;
    Generated found = model.apply(asked, seen);
    double[] times = seen.times();
    double first = times[0];
    double last = times[times.length - 1];
    CountDistribution counts = found.counts();
    float[] density = found.density();
    if (counts == null || density == null) {
      // an answer without a number has seen nothing repeat
      CountDistribution none = new CountDistribution(new double[] {1});
      return new WindowLook(
          first, last, none, new float[times.length / 2], List.of(), found.answer());
    }
    return new WindowLook(
        first,
        last,
        counts,
        density,
        RepetitionTimes.of(counts.median(), density, first, last),
        found.answer());
  }

  private ViewedVideo seen(FrameSequence frames) {
    return VideoViewer.view(new DecodedVideo(frames, List.of(), false), sight.view(0, false));
  }
}
