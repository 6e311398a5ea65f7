package dev.period.data.build;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.data.Seeds;
import dev.period.data.qa.Message;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.SignalRef;
import dev.period.data.signal.Signal;
import dev.period.data.signal.SignalDataset;
import dev.period.data.signal.SignalFrames;
import dev.period.data.text.CountingQuestions;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Questions about time series of any kind. Records name the file, its rate and its columns; with
 * {@code render} they name a video of the curve instead, for whatever reads video only.
 */
final class SignalBuilder implements ItemBuilder {
  private static final int SIZE = 112;
  private static final double MAX_FRAMES_PER_SECOND = 30;
  private static final int MIN_FRAMES = 128;
  private static final int MAX_FRAMES = 2048;

  private static final List<String> QUESTIONS =
      List.of(
          "How many %s are there?",
          "Count the %s in this signal.",
          "How many %s does the recording show?",
          "What is the number of %s here?");

  @Override
  public String name() {
    return "signal";
  }

  @Override
  public List<String> splits(BuildRequest request) {
    Splits.data(request, this);
    return List.of(Splits.only(request, "all"));
  }

  @Override
  public QaItems open(BuildRequest request, String split) {
    Path folder = Splits.data(request, this);
    MediaPaths paths = new MediaPaths(request.out());
    List<SignalDataset.Item> all = SignalDataset.read(folder);
    boolean cut = request.limit() != null && request.limit() < all.size();
    List<SignalDataset.Item> items = cut ? all.subList(0, request.limit().intValue()) : all;
    return new QaItems() {
      @Override
      public long size() {
        return items.size();
      }

      @Override
      public List<QaEntry> make(long index) {
        SignalDataset.Item item = items.get((int) index);
        String source = folder.relativize(item.file()).toString().replace('\\', '/');
        return List.of(entry(item, source, paths, request));
      }
    };
  }

  private static QaEntry entry(
      SignalDataset.Item item, String source, MediaPaths paths, BuildRequest request) {
    if (!Files.isRegularFile(item.file())) {
      return new QaEntry.Missing(source, item.id(), "the file is missing");
    }
    Signal signal;
    try {
      signal = item.read();
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      return new QaEntry.Missing(source, item.id(), "the file cannot be read as a signal");
    }
    return new QaEntry.Made(source, record(item, signal, paths, request));
  }

  private static QaRecord record(
      SignalDataset.Item item, Signal signal, MediaPaths paths, BuildRequest request) {
    SplittableRandom rng =
        new SplittableRandom(Seeds.of(request.seed(), item.id().hashCode(), item.count()));
    List<Message> conversation =
        List.of(
            Message.human(Message.VIDEO + "\n" + question(rng, item.quantity())),
            Message.gpt(CountingQuestions.answer(rng, item.count())));
    if (request.render()) {
      String video = "signal_videos/" + MediaPaths.name(item.id()) + ".mp4";
      double rate = render(signal, request.out().resolve(video));
      return new QaRecord(
          item.id(),
          video,
          null,
          null,
          conversation,
          item.count(),
          null,
          null,
          rate,
          item.quantity(),
          null,
          List.of());
    }
    return new QaRecord(
        item.id(),
        null,
        null,
        new SignalRef(paths.of(item.file()), signal.rateHz(), signal.columns()),
        conversation,
        item.count(),
        item.start(),
        item.end(),
        null,
        item.quantity(),
        null,
        List.of());
  }

  private static String question(RandomGenerator rng, String quantity) {
    return QUESTIONS.get(rng.nextInt(QUESTIONS.size())).formatted(quantity);
  }

  /** Draws the signal as a video and tells its frame rate. */
  private static double render(Signal signal, Path file) {
    double usual = Math.min(signal.rateHz(), MAX_FRAMES_PER_SECOND) * signal.seconds();
    int frames = (int) Math.min(MAX_FRAMES, Math.max(MIN_FRAMES, Math.round(usual)));
    FrameSequence video = SignalFrames.render(signal, frames, SIZE);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot write to %s (%s)".formatted(file.getParent(), e), e);
    }
    VideoWriter.write(file, video);
    return Math.round(1000 * frames / signal.seconds()) / 1000.0;
  }
}
