package dev.period.data.qa;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Questions and answers about one video, image, signal or text, in the form of LLaVA's conversation
 * files, with what is known about the repetition beside it.
 *
 * @param id unique within its file
 * @param video path of the video; relative to the folder of the QA file, or absolute
 * @param signal a time series instead of a video
 * @param conversation question, answer, question, answer, …; at least one of each
 * @param count true number of repetitions
 * @param start where the part in question begins, in seconds of the video or signal
 * @param end where it ends, in seconds
 * @param fps frame rate of the video, per second
 * @param action what is repeated
 * @param heartRateBpm true heart rate, in beats per minute
 * @param repetitions when each repetition happens, in seconds of the video or signal; empty where
 *     that is not known
 * @param images paths of one image or several, likewise; empty for anything else
 */
public record QaRecord(
    String id,
    @Nullable String video,
    @Nullable SignalRef signal,
    List<Message> conversation,
    @Nullable Integer count,
    @Nullable Double start,
    @Nullable Double end,
    @Nullable Double fps,
    @Nullable String action,
    @Nullable Double heartRateBpm,
<<<<<<< HEAD
    List<Span> repetitions,
    List<String> images) {
=======
    List<Span> repetitions)
    implements Serializable {
>>>>>>> 14e043f (Data building falls into items that anybody can make: Work and Workers; a record is the same wherever it was made)

  /**
   * A question and its answer.
   *
   * @param question without placeholders
   * @param marked the question with its placeholders
   */
  public record Exchange(String question, String answer, String marked) {}

  /** Checks that there is one medium at most and that questions and answers alternate. */
  public QaRecord {
    conversation = List.copyOf(conversation);
    repetitions = List.copyOf(repetitions);
    images = List.copyOf(images);
    int media = (video == null ? 0 : 1) + (images.isEmpty() ? 0 : 1) + (signal == null ? 0 : 1);
    if (media > 1) {
      throw new IllegalArgumentException("more than one of video, image and signal");
    }
    if (conversation.isEmpty() || conversation.size() % 2 != 0) {
      throw new IllegalArgumentException("a conversation is questions, each with its answer");
    }
    for (int i = 0; i < conversation.size(); i++) {
      Message.Speaker turn = i % 2 == 0 ? Message.Speaker.HUMAN : Message.Speaker.GPT;
      if (conversation.get(i).from() != turn) {
        throw new IllegalArgumentException(
            "turn " + (i + 1) + " of the conversation must be from " + turn.key());
      }
    }
    if (start != null && end != null && start >= end) {
      throw new IllegalArgumentException("start " + start + " is not before end " + end);
    }
  }

  /** A record about one medium at most. */
  public QaRecord(
      String id,
      @Nullable String video,
      @Nullable String image,
      @Nullable SignalRef signal,
      List<Message> conversation,
      @Nullable Integer count,
      @Nullable Double start,
      @Nullable Double end,
      @Nullable Double fps,
      @Nullable String action,
      @Nullable Double heartRateBpm,
      List<Span> repetitions) {
    this(
        id,
        video,
        signal,
        conversation,
        count,
        start,
        end,
        fps,
        action,
        heartRateBpm,
        repetitions,
        image == null ? List.of() : List.of(image));
  }

  /** A record about a text: the question holds everything. */
  public static QaRecord text(String id, String question, String answer, @Nullable Integer count) {
    return new QaRecord(
        id,
        null,
        null,
        null,
        List.of(Message.human(question), Message.gpt(answer)),
        count,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  /** The path of the video, signal or first image; null for a text. */
  public @Nullable String media() {
    if (video != null) {
      return video;
    }
    return !images.isEmpty() ? images.get(0) : signal == null ? null : signal.file();
  }

  /** The paths of all media, in order. */
  public List<String> allMedia() {
    String media = media();
    return !images.isEmpty() ? images : media == null ? List.of() : List.of(media);
  }

  /** The same record with its media in other places. */
  public QaRecord withMedia(UnaryOperator<String> moved) {
    return new QaRecord(
        id,
        video == null ? null : moved.apply(video),
        signal == null
            ? null
            : new SignalRef(moved.apply(signal.file()), signal.rateHz(), signal.columns()),
        conversation,
        count,
        start,
        end,
        fps,
        action,
        heartRateBpm,
        repetitions,
        images.stream().map(moved).toList());
  }

  /** The same record with another count. */
  public QaRecord withCount(@Nullable Integer counted) {
    return new QaRecord(
        id,
        video,
        signal,
        conversation,
        counted,
        start,
        end,
        fps,
        action,
        heartRateBpm,
        repetitions,
        images);
  }

  /** The questions with their answers, in order. */
  public List<Exchange> exchanges() {
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < conversation.size(); i += 2) {
      exchanges.add(
          new Exchange(
              conversation.get(i).text(),
              conversation.get(i + 1).value(),
              conversation.get(i).value()));
    }
    return exchanges;
  }
}
