package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.rppg.PulseWaves;
import dev.period.data.rppg.RegionRule;
import dev.period.data.rppg.VideoTrace;
import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import dev.period.data.video.DecodedVideo;
import dev.period.data.video.StreamedVideo;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import dev.period.data.video.VideoView;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.ViewedVideo;
import dev.period.infer.plot.AnswerPlot;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way of a question about a video to its answer: one look, or sets that are counted, or, where
 * the model says that the heart is meant, a second look at the colour of skin; then the words, and
 * a picture if one is wanted.
 */
final class VideoAsk {
  /** Many containers round their length, in seconds, or count without the last frame. */
  private static final double ROUNDED = 1;

  private final Period period;
  private final Sight sight;
  private final VideoLimits limits;
  private final VideoViewer viewer;

  /**
   * What looks at videos for a model.
   *
   * @param period which is asked
   */
  VideoAsk(Period period, Sight sight, VideoLimits limits, VideoViewer viewer) {
    this.period = period;
    this.sight = sight;
    this.limits = limits;
    this.viewer = viewer;
  }

  /** Answers a question about a file; see {@link Period#ask(Path, String, AskOptions)}. */
  Insight explain(Path video, String question, AskOptions options) {
    long begun = System.nanoTime();
    double start = options.start() == null ? 0 : options.start();
    double end = options.end() == null ? Double.POSITIVE_INFINITY : options.end();
    Asked asked =
        new Asked(
            question,
            options,
            begun,
            start,
            video.getFileName() + (start > 0 ? ", from second " + start + " on" : ""),
            () -> AnswerPicture.keyFrames(video, start, end, limits),
            () -> VideoTrace.read(video, RegionRule.SKIN, start, end, limits));
    Supplier<ViewedVideo> whole = () -> viewer.view(video, start, end, view(options));
    if (!sight.countsSets(question, options.frames())) {
      return explain(whole.get(), asked);
    }
    double seconds = Math.min(end, VideoReader.info(video, limits).durationSeconds()) - start;
    return counted(
        asked,
        start,
        seconds,
        whole,
        counter ->
            VideoReader.stream(
                video,
                FrameFeatures.SIZE,
                FrameFeatures.SIZE,
                start,
                end,
                counter.framesPerSecond(),
                limits,
                (rgb, width, height, time) -> counter.accept(rgb, time)));
  }

  /** Answers a question about frames that are in memory. */
  Insight explain(FrameSequence video, String question, AskOptions options) {
    long begun = System.nanoTime();
    Asked asked =
        new Asked(
            question,
            options,
            begun,
            0,
            video.frames() + " frames",
            () -> AnswerPicture.keyFrames(video),
            () -> VideoTrace.of(video, Path.of("the video"), RegionRule.SKIN));
    Supplier<ViewedVideo> whole =
        () -> VideoViewer.view(new DecodedVideo(video, List.of(), false), view(options));
    if (video.width() != FrameFeatures.SIZE
        || video.height() != FrameFeatures.SIZE
        || !sight.countsSets(question, options.frames())) {
      return explain(whole.get(), asked);
    }
    return counted(
        asked,
        video.timesSeconds()[0],
        video.durationSeconds(),
        whole,
        counter -> {
          counter.acceptAll(video);
          return new StreamedVideo(video.durationSeconds(), List.of());
        });
  }

  /**
   * Counts in a video of any length: with one look where that suffices, else set by set.
   *
   * @param start of what is looked at, in seconds
   * @param seconds its length, as the file claims; NaN where it does not say
   * @param whole the one look
   * @param feed shows all frames to a counter of sets
   */
  private Insight counted(
      Asked asked,
      double start,
      double seconds,
      Supplier<ViewedVideo> whole,
      Function<SetCounter, StreamedVideo> feed) {
    LongVideo sets = longVideo(asked.question());
    ViewedVideo seen = seconds > SetCounter.ONE_LOOK ? null : whole.get();
    double length = seen == null ? seconds : length(seconds, seen.durationSeconds());
    if (sets.mayNeedSets(length) || (seen != null && sets.needsSets(seen))) {
      SetCounter counter = sets.counter(length);
      StreamedVideo streamed = feed.apply(counter);
      SetCounter.Counted counted = counter.finish();
      if (!counted.oneLook()) {
        Insight found = sets.answer(counted.sets(), start, streamed, counter.seen());
        return told(found, asked, seen == null ? whole : () -> seen);
      }
    }
    return explain(seen == null ? whole.get() : seen, asked);
  }

  /** The length of a file by what it claims, unless it claims nothing or has frames beyond it. */
  private static double length(double claimed, double decoded) {
    return decoded <= claimed + ROUNDED ? claimed : decoded;
  }

  /**
   * A question on its way to its answer.
   *
   * @param begun when, by {@link System#nanoTime}
   * @param start of what is looked at, in seconds of the video
   * @param title of a picture
   * @param keyFrames for a picture
   * @param skin for a question about the heart
   */
  private record Asked(
      String question,
      AskOptions options,
      long begun,
      double start,
      String title,
      Supplier<FrameSequence> keyFrames,
      Supplier<VideoTrace> skin) {}

  private LongVideo longVideo(String question) {
    AskOptions quiet = AskOptions.defaults();
    return new LongVideo(
        sight,
        question,
        (asked, seen) -> period.generate(asked, seen.visual(), seen.gram(), false, quiet));
  }

  /** Passes on what was found in sets. */
  private Insight told(Insight found, Asked asked, Supplier<ViewedVideo> whole) {
    if (asked.options().stream() != null) {
      asked.options().stream().accept(found.answer().answer());
    }
    Insight signed = signed(found, found.answer().frames(), asked);
    picture(signed, asked, whole);
    return signed;
  }

  private Insight signed(Insight found, int frames, Asked asked) {
    Answer answer =
        found.answer().by(frames, period.name(), (System.nanoTime() - asked.begun()) / 1e9);
    return new Insight(
        answer, found.counts(), found.density(), found.densityStart(), found.densityEnd());
  }

  private VideoView view(AskOptions options) {
    return sight.view(options.frames(), options.plot() != null);
  }

  private Insight explain(ViewedVideo seen, Asked asked) {
    AskOptions options = asked.options();
    SpokenStream stream = new SpokenStream(options.stream());
    NumberAwareDecoding.Generated generated =
        period.generate(
            asked.question(), seen.visual(), seen.gram(), seen.still(), options.withStream(stream));
    Answer found;
    if (Route.of(generated.answer()).intent() == Intent.HEART) {
      // beats cannot be seen in ordinary frames: a number here, or a curve, would be a guess
      generated = new NumberAwareDecoding.Generated(generated.answer(), null, List.of());
      found = pulse(asked.skin(), seen);
    } else {
      found = VideoAnswer.counted(generated, seen);
    }
    stream.finish(found.answer());
    double[] density = seen.still() ? null : generated.wideDensity();
    double[] span = VideoAnswer.span(seen);
    Insight insight = new Insight(found, generated.counts(), density, span[0], span[1]);
    Insight signed = signed(insight, sight.frames(seen), asked);
    picture(signed, asked, () -> seen);
    return signed;
  }

  /** Looks again, at the colour of skin; a video in which it cannot be followed shows no pulse. */
  private Answer pulse(Supplier<VideoTrace> skin, ViewedVideo seen) {
    if (seen.still()) {
      return VideoAnswer.pulse(PulseRate.NONE, seen, List.of());
    }
    try {
      VideoTrace trace = skin.get();
      return VideoAnswer.pulse(rate(trace), seen, trace.warnings());
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      return VideoAnswer.pulse(PulseRate.NONE, seen, List.of());
    }
  }

  private PulseRate rate(VideoTrace trace) {
    if (!trace.region().equals(RegionRule.SKIN.key())) {
      return PulseRate.NONE;
    }
    PulseWaves waves = PulseWaves.of(trace.trace());
    return PulseRate.of(period, waves, 0, waves.frames());
  }

  /** Draws what was found, if that is wanted. */
  private static void picture(Insight found, Asked asked, Supplier<ViewedVideo> seen) {
    Path file = asked.options().plot();
    if (file != null) {
      AnswerPlot.write(
          file,
          AnswerPicture.of(
              asked.title(),
              asked.question(),
              found,
              seen.get(),
              asked.keyFrames().get(),
              asked.start()));
    }
  }
}
