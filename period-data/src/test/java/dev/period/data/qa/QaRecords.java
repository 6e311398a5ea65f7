package dev.period.data.qa;

import java.util.List;

/** Records for tests. */
final class QaRecords {
  private QaRecords() {}

  /** A record in which everything is set that a video record can have. */
  static QaRecord full(String id, String video, int count) {
    return new QaRecord(
        id,
        video,
        null,
        null,
        List.of(
            Message.human("<video>\nHow many \"reps\"?"),
            Message.gpt("There are " + count + " repetitions. ✓")),
        count,
        0.25,
        4.5,
        29.97,
        "push up",
        null,
        List.of(new Span(0.25, 1), new Span(1, 4.5)));
  }

  /** A record about part of a video. */
  static QaRecord video(String id, String video, String question, String answer, int count) {
    return new QaRecord(
        id,
        video,
        null,
        null,
        List.of(Message.human("<video>\n" + question), Message.gpt(answer)),
        count,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  /** A record about a signal. */
  static QaRecord signal(String id, SignalRef signal, int count) {
    return new QaRecord(
        id,
        null,
        null,
        signal,
        List.of(Message.human("<video>\nHow many beats?"), Message.gpt("I count " + count + ".")),
        count,
        null,
        null,
        null,
        "beats",
        null,
        List.of());
  }
}
