package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.data.Seeds;
import dev.period.data.qa.Message;
import dev.period.data.qa.QaRecord;
import dev.period.data.rotnist.DigitImages;
import dev.period.data.rotnist.DrawnDigits;
import dev.period.data.rotnist.IdxImages;
import dev.period.data.rotnist.RotatingDigits;
import dev.period.data.text.CountingQuestions;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Digits that turn back and forth, as small videos with questions. */
final class RotnistBuilder implements ItemBuilder {
  /** Twice the digits' own size: the codec would blur them at 28 pixels. */
  private static final int SIZE = 56;

  private static final Map<String, Long> DEFAULT_CLIPS =
      Map.of("train", 1000L, "val", 100L, "test", 200L);

  @Override
  public String name() {
    return "rotnist";
  }

  @Override
  public List<String> splits(BuildRequest request) {
    Splits.refuseParts(request, this);
    return Splits.chosen(request, List.of("train", "val", "test"));
  }

  @Override
  public QaItems open(BuildRequest request, String split) {
    Path videos = request.out().resolve("rotnist_videos");
    try {
      Files.createDirectories(videos);
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "cannot write to %s (%s); choose another folder".formatted(request.out(), e),
          e);
    }
    RotatingDigits digits = digits(request, split);
    Long limit = request.limit();
    long clips = limit == null ? DEFAULT_CLIPS.getOrDefault(split, 0L) : limit;
    return new QaItems() {
      @Override
      public long size() {
        return clips;
      }

      @Override
      public List<QaEntry> make(long i) {
        String id = String.format(Locale.ROOT, "rotnist-%s-%d-%06d", split, request.seed(), i);
        RotatingDigits.Clip clip = digits.clip(i);
        VideoWriter.write(videos.resolve(id + ".mp4"), RotatingDigits.render(clip, SIZE));
        return List.of(new QaEntry.Made(id, record(id, clip, request.seed() ^ i)));
      }
    };
  }

  private static RotatingDigits digits(BuildRequest request, String split) {
    long stream = Seeds.of(request.seed(), split.hashCode(), 0);
    if (request.data() == null) {
      return new RotatingDigits(new DrawnDigits(stream), stream);
    }
    return new RotatingDigits(images(request.data(), split), stream);
  }

  /** The images of a split, which begin again where more clips are wanted. */
  private static DigitImages images(Path folder, String split) {
    if (split.equals("test")) {
      return IdxImages.read(folder, false);
    }
    IdxImages images = IdxImages.read(folder, true);
    // MNIST has no validation split; by custom it is the last 10,000 of the 60,000 to train with
    int training = images.size() * 5 / 6;
    if (training == 0) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "the images to train with in %s cannot be divided: there is a single one"
              .formatted(folder));
    }
    return split.equals("val") ? images.range(training, images.size()) : images.range(0, training);
  }

  private static QaRecord record(String id, RotatingDigits.Clip clip, long seed) {
    SplittableRandom rng = new SplittableRandom(Seeds.of(seed, 2, 0));
    int count = clip.count();
    return new QaRecord(
        id,
        "rotnist_videos/" + id + ".mp4",
        null,
        null,
        List.of(
            Message.human(Message.VIDEO + "\n" + CountingQuestions.question(rng)),
            Message.gpt(CountingQuestions.answer(rng, count))),
        count,
        null,
        null,
        RotatingDigits.FRAMES_PER_SECOND,
        "rotating",
        null,
        List.of());
  }
}
